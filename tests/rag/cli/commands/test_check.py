"""``rag check`` and ``rag verify`` over the sample articles, as files and exit statuses."""

from __future__ import annotations

import json

import docx
import pytest

pytestmark = pytest.mark.model

DRAFT = """# KFOR

More than 4,600 soldiers from **28 countries** serve in KFOR. Is that enough?

- Hungary sends 28 soldiers.
"""


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.md"
    path.write_text(DRAFT)
    return path


def test_the_draft_is_shown_with_its_marks(rag, sample_library, draft):
    out = rag("check", draft, "--library", sample_library, status=3).out
    assert out.startswith("KFOR\n\nMore than 4,600 soldiers from 28 countries serve in KFOR. [1]")
    assert "Is that enough? [-]" in " ".join(out.split())
    assert "- Hungary sends 28 soldiers. [2 unsupported: " in out
    assert "kfor-after-the-vote.md:10" in out
    assert out.endswith("4 sentences: 1 supported, 1 unsupported, 2 not checked.\n")
    assert "\x1b" not in out


def test_json_and_the_exit_status(rag, sample_library, draft):
    said = rag("check", draft, "--library", sample_library, "--json", status=3).json
    assert list(said) == ["draft", "statements", "counts"]
    assert said["draft"] == DRAFT
    assert [DRAFT[one["start"] : one["end"]] for one in said["statements"]] == [
        one["text"] for one in said["statements"]
    ]
    true = "More than 4,600 soldiers from 28 countries serve in KFOR."
    assert rag("check", "-", "--library", sample_library, stdin=true).out
    fault = true.replace("28", "38")
    said = rag("check", "-", "--library", sample_library, "--json", stdin=fault, status=3).json
    assert said["statements"][0]["findings"] == [
        {"kind": "number", "said": "38", "articles_say": "28"}
    ]


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_saving(rag, sample_library, draft, tmp_path, ending):
    path = tmp_path / f"checked.{ending}"
    rag("check", draft, "--library", sample_library, "--save", path, status=3)
    if ending == "docx":
        text = "\n".join(one.text for one in docx.Document(path).paragraphs)
    else:
        text = path.read_text()
    assert "28 countries" in text
    assert "unsupported: " in text
    assert "not checked" in text
    again = rag("check", draft, "--library", sample_library, "--save", path, status=2)
    assert "--force" in again.err


def test_a_word_draft_keeps_what_it_is(rag, sample_library, tmp_path):
    file = docx.Document()
    paragraph = file.add_paragraph("More than 4,600 soldiers from ")
    paragraph.add_run("38 countries").italic = True
    paragraph.add_run(" serve in KFOR. Is that enough?")
    file.add_table(rows=1, cols=1).cell(0, 0).text = "A table stays."
    file.save(tmp_path / "draft.docx")
    place = tmp_path / "checked.docx"
    rag("check", tmp_path / "draft.docx", "--library", sample_library, "--save", place, status=3)
    checked = docx.Document(place)
    assert checked.paragraphs[0].text == (
        "More than 4,600 soldiers from 38 countries serve in KFOR. [unsupported: number]"
        " Is that enough? [not checked]"
    )
    runs = checked.paragraphs[0].runs
    assert [run.text for run in runs if run.italic] == ["38 countries"]
    marked = "".join(run.text for run in runs if run.font.highlight_color)
    assert marked == "More than 4,600 soldiers from 38 countries serve in KFOR."
    assert checked.tables[0].cell(0, 0).text == "A table stays."


def test_what_cannot_be_read(rag, sample_library, tmp_path):
    (tmp_path / "draft.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.docx").write_bytes(b"none")
    missing = rag("check", "none.md", "--library", sample_library, status=2)
    assert "there is no draft 'none.md'" in missing.err
    assert rag("check", tmp_path / "draft.pdf", "--library", sample_library, status=6).err
    assert "damaged" in rag("check", tmp_path / "broken.docx", status=6).err
    assert rag("check", "-", "--library", sample_library, stdin=" \n", status=2).err
    empty = rag("check", "-", "--library", tmp_path / "no-library", stdin="A word.", status=4)
    assert "Hint:" in empty.err


def test_hostile_words_are_only_words(rag, sample_library, tmp_path):
    words = "KFOR has \x1b[31m38\x1b[0m countries. <script>x</script> =1+1 is a formula. "
    (tmp_path / "draft.md").write_text(words + "KFOR has soldiers from 28 countries. " * 10)
    shown = rag("check", tmp_path / "draft.md", "--library", sample_library, status=3).out
    assert "KFOR has [31m38[0m countries." in shown
    place = tmp_path / "checked.html"
    rag("check", tmp_path / "draft.md", "--library", sample_library, "--save", place, status=3)
    assert "<script>" not in place.read_text()


class TestVerify:
    """A saved answer, and what became of its quotes."""

    @pytest.fixture
    def saved(self, rag, own_library, tmp_path):
        path = tmp_path / "answer.json"
        rag("ask", "Who sends soldiers?", "--library", own_library, "--save", path)
        return path

    def test_what_it_was_made_with(self, saved):
        made = json.loads(saved.read_text())["made"]
        assert list(made) == ["on", "dateline", "models", "articles"]
        assert made["models"]["answers"] == ["extractive"]
        assert all(len(one) == 16 for one in made["articles"].values())

    def test_every_quote_stands(self, rag, own_library, saved):
        done = rag("verify", saved, "--library", own_library)
        assert done.out.startswith("Stands\n")
        assert done.out.endswith("1 quote: 1 as it stood.\n")
        said = rag("verify", saved, "--library", own_library, "--json").json
        assert said["counts"] == {"stands": 1, "moved": 0, "gone": 0, "missing": 0}

    def test_an_article_is_corrected(self, rag, own_library, corpus, saved):
        text = (corpus / "kfor.txt").read_text()
        (corpus / "kfor.txt").write_text(text.replace("Italy", "Now Italy"))
        rag("index", corpus, "--library", own_library)
        moved = rag("verify", saved, "--library", own_library).out
        assert moved.startswith("Stands at another place, though the article has changed\n")
        (corpus / "kfor.txt").write_text(text.replace("852", "825"))
        rag("index", corpus, "--library", own_library)
        gone = rag("verify", saved, "--library", own_library, status=3).out
        assert gone.startswith("No longer stands in the article\n")

    def test_what_is_no_record(self, rag, own_library, tmp_path):
        (tmp_path / "a.json").write_text("{}")
        (tmp_path / "b.json").write_text("no json")
        for name, why in (("a", "no quotes"), ("b", "no JSON"), ("c", "there is no file")):
            done = rag("verify", tmp_path / f"{name}.json", "--library", own_library, status=2)
            assert why in " ".join(done.err.split())
