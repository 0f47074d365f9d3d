"""Word, OpenDocument, rich text and electronic books."""

import zipfile
from datetime import date
from typing import ClassVar

import pytest
from documents import docx, epub, odt, saved, zipped

from index.errors import ReadingError

TABLE = [["Town", "Euros"], ["Mitrovica", "1,200,000"], ["Zveçan", "800,000"]]
ROWS = "Town: Mitrovica; Euros: 1,200,000\nTown: Zveçan; Euros: 800,000"


class TestWord:
    def test_paragraphs_lists_and_tables_in_their_order(self, article):
        document = docx(title="The bridge is open", author="Ana Krasniqi")
        document.add_heading("The bridge is open", 1)
        document.add_paragraph("Published on 13 January 2025")
        for item in ("Shops expect more customers.", "Buses stop at the mill."):
            document.add_paragraph(item, style="List Bullet")
        table = document.add_table(rows=0, cols=2)
        for row in TABLE:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("It held.")
        found = article("a.docx", saved(document))
        assert found.text == (
            "The bridge is open\n\nPublished on 13 January 2025\n\n- Shops expect more customers.\n"
            f"- Buses stop at the mill.\n\n{ROWS}\n\nIt held."
        )
        assert (found.title, found.authors) == ("The bridge is open", ("Ana Krasniqi",))
        assert found.published == date(2025, 1, 13)

    def test_tracked_changes_are_read_as_accepted(self, article):
        document = docx()
        paragraph = document.add_paragraph("The bridge is ")
        w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        from lxml import etree

        for change in (
            f'<w:del xmlns:w="{w}"><w:r><w:delText>closed</w:delText></w:r></w:del>',
            f'<w:ins xmlns:w="{w}"><w:r><w:t>open</w:t></w:r></w:ins>',
        ):
            paragraph._p.append(etree.fromstring(change))
        paragraph.add_run(", he said.")
        assert article("a.docx", saved(document)).text == "The bridge is open, he said."

    def test_a_title_in_its_style_is_the_title(self, article):
        document = docx(title="Template of the press office")
        document.add_paragraph("The bridge is open", style="Title")
        document.add_paragraph("It held.")
        assert article("a.docx", saved(document)).title == "The bridge is open"

    def test_the_name_of_an_account_is_no_author(self, article):
        document = docx(author="akrasniqi01")
        document.add_paragraph("It held.")
        assert article("a.docx", saved(document)).authors == ()

    def test_an_empty_one_is_refused(self, refusal):
        assert refusal("a.docx", saved(docx())) == "it holds no text"

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"no archive", "it is damaged, or not what its ending says"),
            (zipped({"a.txt": "x"}), "it is damaged, or not a Word file"),
            (zipped({"[Content_Types].xml": "<a><b></a>"}), "it is damaged, or not a Word file"),
            (
                bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
                "it is locked with a password, or in an old format",
            ),
        ],
    )
    def test_what_is_none_is_refused(self, refusal, content, reason):
        assert refusal("a.docx", content) == reason


class TestOpenDocument:
    def test_paragraphs_lists_tables_and_notes(self, article):
        cells = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
            + "</table:table-row>"
            for row in TABLE
        )
        found = article(
            "a.odt",
            odt(
                "<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>"
                "<text:h>The<text:s text:c='2'/>bridge</text:h>"
                "<text:list><text:list-item><text:p>One.</text:p></text:list-item>"
                "<text:list-item><text:p>Two.</text:p></text:list-item></text:list>"
                f"<table:table>{cells}</table:table>"
                "<text:p>It <text:span>held</text:span><text:note><text:note-citation>1"
                "</text:note-citation><text:note-body><text:p>So far.</text:p></text:note-body>"
                "</text:note>.</text:p>",
                about="<dc:title>The bridge is open</dc:title>"
                "<dc:creator>Ana Krasniqi</dc:creator>",
            ),
        )
        assert found.text == f"The  bridge\n\n- One.\n- Two.\n\n{ROWS}\n\nIt held.\n\nSo far."
        assert (found.title, found.authors) == ("The bridge is open", ("Ana Krasniqi",))

    def test_what_is_none_is_refused(self, refusal):
        assert "not an OpenDocument text" in refusal("a.odt", zipped({"a.txt": "x"}))
        assert "XML cannot be read" in refusal("a.odt", zipped({"content.xml": "<a>"}))


class TestRichText:
    SOURCE = (
        r"{\rtf1\ansi\ansicpg1252{\info{\title The bridge is open}{\author Ana Krasniqi}}"
        r"{\b The bridge} is open.\par \'c9lu \u224? Gen\'e8ve.\par"
        r"\trowd Town\cell Euros\cell\row Mitrovica\cell 1,200,000\cell\row"
        r"\pard It held.\par}"
    )

    def test_text_table_and_properties(self, article):
        found = article("a.rtf", self.SOURCE)
        assert found.text == (
            "The bridge is open.\n\nÉlu à Genève.\n\nTown: Mitrovica; Euros: 1,200,000\n\nIt held."
        )
        assert (found.title, found.authors) == ("The bridge is open", ("Ana Krasniqi",))

    def test_what_is_none_is_refused(self, refusal):
        assert refusal("a.rtf", "plain") == "it is damaged, or not rich text"


class TestBooks:
    ABOUT = (
        "<dc:title>Bridges</dc:title><dc:creator>Ana Krasniqi</dc:creator>"
        "<dc:publisher>Ura</dc:publisher><dc:date>2024-05-01</dc:date>"
    )
    CHAPTERS: ClassVar = {
        "cover.xhtml": "<html><body><img src='a.png'/></body></html>",
        "one.xhtml": "<html><body><h1>The first bridge</h1><p>It held.</p></body></html>",
        "two.xhtml": "<html><body><h1>The second bridge</h1><p>It fell.</p></body></html>",
    }

    def test_a_chapter_is_an_article(self, reading):
        found = reading("a.epub", epub(self.CHAPTERS, about=self.ABOUT))
        assert [(one.title, one.text) for one in found] == [
            ("The first bridge (Bridges)", "The first bridge\n\nIt held."),
            ("The second bridge (Bridges)", "The second bridge\n\nIt fell."),
        ]
        assert [one.origin.partition("#")[2] for one in found] == ["one.xhtml", "two.xhtml"]
        assert {(one.source, one.authors, one.published) for one in found} == {
            ("Ura", ("Ana Krasniqi",), date(2024, 5, 1))
        }

    def test_what_is_none_is_refused(self, refusal):
        assert "not an electronic book" in refusal("a.epub", zipped({"a.txt": "x"}))
        assert refusal("a.epub", epub({})) == "it has no chapter with text"


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", zipped({"word/document.xml": b"\0" * 3_000_000})),
        ("a.odt", zipped({"content.xml": b" " * 3_000_000})),
        ("a.epub", zipped({"META-INF/container.xml": b" " * 3_000_000})),
    ],
    ids=["docx", "odt", "epub"],
)
def test_what_unpacks_to_more_than_a_file_may_have_is_refused(refusal, name, content):
    assert len(content) < 100_000
    assert refusal(name, content, max_file_bytes=2_000_000) == (
        "it unpacks to 3.0 MB, more than the limit of 2.0 MB (max_file_bytes)"
    )


@pytest.mark.parametrize("depth", [300, 100_000])
def test_what_is_nested_too_deeply_is_refused(reading, depth):
    body = "<text:p>" * depth + "deep" + "</text:p>" * depth
    [found] = reading("a.odt", odt(body))
    assert isinstance(found, ReadingError)


def test_entities_are_not_expanded_and_files_not_read(reading, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    outside = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "lol">{ENTITIES}]>'
    for head, name in ((bomb, "a11"), (outside, "s")):
        content = odt(f"<text:p>It held. &{name};</text:p>")
        with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
            archive.writestr("content.xml", _content(content).replace("?>\n", f"?>{head}\n", 1))
        for found in reading("a.odt", (tmp_path / "in.zip").read_bytes()):
            assert "secret" not in getattr(found, "text", "")
            assert len(getattr(found, "text", "")) < 1_000


def _content(document: bytes) -> str:
    import io

    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("content.xml").decode()
