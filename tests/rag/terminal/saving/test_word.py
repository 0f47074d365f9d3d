"""Word documents: footnotes that Word finds, in the order in which they are referred to."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from rag.answers import Statement, Turn
from rag.terminal.saving import document
from rag.terminal.saving.word import Footnotes, highlight, put_behind, word

HOSTILE = "\x00\x1b[2J\ufffe\ud800</w:t><w:r>& “x”"


def notes_of(raw):
    """Return the text of the footnotes by number, and the numbers in the order of their marks."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        assert names.count("word/footnotes.xml") == 1
        body = archive.read("word/document.xml").decode()
        assert 'ContentType="application/vnd' in archive.read("[Content_Types].xml").decode()
    marks = [int(one) for one in re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)]
    file = docx.Document(io.BytesIO(raw))
    (part,) = [
        rel.target_part for rel in file.part.rels.values() if rel.reltype.endswith("/footnotes")
    ]
    notes = {
        int(note.get(qn("w:id"))): "|".join(
            "".join(text.text or "" for text in line.iter(qn("w:t")))
            for line in note.iter(qn("w:p"))
        )
        for note in part.element.findall(qn("w:footnote"))
    }
    return {key: text for key, text in notes.items() if key > 0}, marks


def test_a_conversation(doubles):
    raw = word(document([Turn.of(doubles.answer())], today=date(2026, 11, 22)))
    paragraphs = [one.text for one in docx.Document(io.BytesIO(raw)).paragraphs]
    assert paragraphs == [
        "Who sends most?",
        "1 question to Dateline, saved on 22 November 2026; answered by: extractive.",
        "Who sends most?",
        "Italy sends 852 soldiers, the most of all. The mission began in June 1999.",
    ]
    notes, marks = notes_of(raw)
    assert marks == [1, 2]
    assert notes[1] == (
        " Who keeps the peace, Tirana Times, 13 January 2025.|"
        "“Italy sends 852 soldiers, the most of all.”|news/kfor.txt:3"
    )
    assert "https://example.org/note" in notes[2]


def test_hostile_words_do_nothing(doubles):
    hostile = doubles.answer(
        question=HOSTILE,
        statements=(Statement(text=f"{HOSTILE} [1]", markers=(1,)),),
        short_answer=None,
        warnings=(HOSTILE,),
    )
    raw = word(document([Turn.of(hostile)], today=date(2026, 11, 22)))
    shown = "\n".join(one.text for one in docx.Document(io.BytesIO(raw)).paragraphs)
    assert "</w:t><w:r>& “x”" in shown
    assert "\x1b" not in shown


@pytest.fixture
def file():
    file = docx.Document()
    paragraph = file.add_paragraph("First ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run(" end. Second sentence.")
    return file


def test_notes_are_put_where_they_belong(file):
    notes = Footnotes(file)
    (paragraph,) = file.paragraphs
    put_behind(paragraph, 32, notes.add("the later one"))
    put_behind(paragraph, 15, notes.add("the earlier one"))
    put_behind(paragraph, 0, notes.add("at the beginning"))
    found, marks = notes_of(notes.saved())
    assert marks == [1, 2, 3]
    assert found == {1: " at the beginning", 2: " the earlier one", 3: " the later one"}
    assert paragraph.text == "First bold end. Second sentence."
    assert [run.text for run in paragraph.runs if run.bold] == ["bold"]


def test_notes_of_the_document_stay(file):
    notes = Footnotes(file)
    put_behind(file.paragraphs[0], 32, notes.add("mine"))
    again = docx.Document(io.BytesIO(notes.saved()))
    more = Footnotes(again)
    put_behind(again.paragraphs[0], 15, more.add("ours"))
    found, marks = notes_of(more.saved())
    assert (found, marks) == ({1: " ours", 2: " mine"}, [1, 2])


def test_a_stretch_is_highlighted_to_the_letter(file):
    (paragraph,) = file.paragraphs
    highlight(paragraph, 8, 15)
    marked = "".join(run.text for run in paragraph.runs if run.font.highlight_color)
    assert marked == "ld end."
    assert paragraph.text == "First bold end. Second sentence."
