"""Reading drafts: what is a sentence, and where in the file it stands."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.drafts import BlockKind, Format, draft_of, read_draft
from rag.errors import DraftError, DraftUnreadableError

MARKDOWN = """---
title: left out
---
# The **harbour**

*Ann Brown* said[^1] that [dredging](https://example.org/a_(b)) begins
in April [2]. “It is late. It is dear,” she said. AT&amp;T \\*pays\\*.

- One item.
  1. An item in it.

> Words set off.

| a | b |
|---|---|
| no | sentence |

```
nor = this
```

[^1]: A note of the writer's.
"""


def shown(draft):
    return [(one.kind, one.shown) for one in draft.sentences]


def test_markdown_reads_as_it_is_shown():
    draft = draft_of(MARKDOWN.encode(), Format.MARKDOWN)
    assert shown(draft) == [
        (BlockKind.HEADING, "The harbour"),
        (BlockKind.PARAGRAPH, "Ann Brown said that dredging begins in April."),
        (BlockKind.PARAGRAPH, "“It is late. It is dear,” she said."),
        (BlockKind.PARAGRAPH, "AT&T *pays*."),
        (BlockKind.ITEM, "One item."),
        (BlockKind.ITEM, "An item in it."),
        (BlockKind.QUOTATION, "Words set off."),
    ]
    assert [one.text for one in draft.sentences][:2] == [
        "The **harbour**",
        "*Ann Brown* said[^1] that [dredging](https://example.org/a_(b)) begins\nin April [2].",
    ]


@pytest.mark.parametrize("kind", [Format.TEXT, Format.MARKDOWN])
@given(text=st.text(st.sampled_from("ab. \n#*_`[]()<>-1“”\"'!?|&;>é"), max_size=120))
def test_offsets_are_exact_whatever_is_written(kind, text):
    draft = draft_of(text.encode(), kind)
    end = 0
    for one in draft.sentences:
        assert draft.text[one.start : one.end] == one.text
        assert " ".join(draft.reading[slice(*one.place)].split()) == one.shown
        assert one.text.strip()
        assert one.place[0] >= end
        end = one.place[1]


def test_plain_text_has_items_and_windows_line_ends():
    draft = draft_of("A headline\r\n\r\n• First point.\r\n• Second one.\r\n".encode(), Format.TEXT)
    assert draft.text == "A headline\n\n• First point.\n• Second one.\n"
    assert shown(draft)[1:] == [
        (BlockKind.ITEM, "First point."),
        (BlockKind.ITEM, "Second one."),
    ]
    assert draft.line_of(draft.sentences[-1].start) == 4


def word(tmp_path):
    document = docx.Document()
    document.add_heading("The harbour", level=1)
    document.add_paragraph("Dredging begins in April. It is late.")
    document.add_paragraph("One item.", style="List Bullet")
    document.add_paragraph("Words set off.", style="Quote")
    path = tmp_path / "draft.docx"
    document.save(path)
    return path


def test_a_word_document(tmp_path):
    draft = read_draft(word(tmp_path))
    assert shown(draft) == [
        (BlockKind.HEADING, "The harbour"),
        (BlockKind.PARAGRAPH, "Dredging begins in April."),
        (BlockKind.PARAGRAPH, "It is late."),
        (BlockKind.ITEM, "One item."),
        (BlockKind.QUOTATION, "Words set off."),
    ]
    assert all(draft.text[one.start : one.end] == one.text for one in draft.sentences)


class TestWhatCannotBeRead:
    """Each with the reason, and the name that was given."""

    def test_there_is_none(self, tmp_path):
        with pytest.raises(DraftError, match="there is no draft"):
            read_draft(tmp_path / "none.md")
        with pytest.raises(DraftError, match="is a folder"):
            read_draft(tmp_path)

    def test_nothing_is_in_it(self, tmp_path):
        (tmp_path / "empty.md").write_text("\n \n")
        with pytest.raises(DraftError, match="no sentence"):
            read_draft(tmp_path / "empty.md")

    @pytest.mark.parametrize("name", ["draft.pdf", "draft", "draft.doc"])
    def test_a_format_that_is_not_read(self, tmp_path, name):
        (tmp_path / name).write_text("Words.")
        with pytest.raises(DraftUnreadableError, match="format") as caught:
            read_draft(tmp_path / name)
        assert ".docx" in caught.value.hint

    @pytest.mark.parametrize("content", [b"no zip at all", b"PK\x03\x04 cut off"])
    def test_a_damaged_word_document(self, tmp_path, content):
        (tmp_path / "draft.docx").write_bytes(content)
        with pytest.raises(DraftUnreadableError, match="damaged"):
            read_draft(tmp_path / "draft.docx")

    def test_an_archive_that_is_no_word_document(self, tmp_path):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("hello.txt", "hello")
        (tmp_path / "draft.docx").write_bytes(stream.getvalue())
        with pytest.raises(DraftUnreadableError, match="damaged"):
            read_draft(tmp_path / "draft.docx")

    def test_bytes_that_are_no_text(self, tmp_path):
        (tmp_path / "draft.txt").write_bytes(bytes(range(256)) * 4)
        with pytest.raises(DraftUnreadableError, match="not text"):
            read_draft(tmp_path / "draft.txt")
