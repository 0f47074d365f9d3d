"""Word documents with real footnotes, which python-docx reads but cannot make.

Footnotes are a part of their own beside the text, ``footnotes.xml``.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import PartFactory, XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.hyperlink import Hyperlink
from docx.text.run import Run

from index.text.visible import in_place
from rag.terminal.saving.documents import Document, Entry, Reference

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

# Read as XML, the notes that a document has already can be added to.
PartFactory.part_type_for.setdefault(CONTENT_TYPE.WML_FOOTNOTES, XmlPart)

_NOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0">
<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
_GREY, _RED = RGBColor(0x6B, 0x75, 0x80), RGBColor(0xA4, 0x1E, 0x22)
_NO_XML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
"""Characters that no XML may hold."""


def word(document: Document) -> bytes:
    """Return a conversation as a Word document, its references as footnotes."""
    file = docx.Document()
    notes = Footnotes(file)
    references = {one.number: one for one in document.references}
    file.core_properties.title = xml_text(document.title)[:255]
    file.core_properties.author = "Dateline"
    file.add_heading(xml_text(document.title), level=1)
    file.add_paragraph().add_run(xml_text(document.held)).italic = True
    for entry in document.entries:
        _add_entry(file, entry, notes, references)
    return notes.saved()


def xml_text(text: str) -> str:
    """Return ``text`` without what XML cannot hold and what a reader could not see."""
    return in_place(text.translate(_NO_XML)).encode("utf-8", "replace").decode()


class Footnotes:
    """The footnotes of a document, to which more can be added."""

    def __init__(self, file: WordDocument) -> None:
        self._file = file
        self._root = _notes_part(file).element
        for name, kind in (
            ("footnote text", WD_STYLE_TYPE.PARAGRAPH),
            ("footnote reference", WD_STYLE_TYPE.CHARACTER),
        ):
            if name not in [style.name for style in file.styles]:
                style = file.styles.add_style(name, kind, builtin=True)
                style.font.size = Pt(9) if kind is WD_STYLE_TYPE.PARAGRAPH else None
                style.font.superscript = kind is WD_STYLE_TYPE.CHARACTER or None
                if kind is WD_STYLE_TYPE.PARAGRAPH:
                    style.paragraph_format.space_after = Pt(0)
        self._text_style = file.styles["footnote text"].style_id
        self._mark_style = file.styles["footnote reference"].style_id
        self._next = 1 + max(
            int(note.get(qn("w:id"))) for note in self._root.findall(qn("w:footnote"))
        )

    def add(self, *lines: str) -> Run:
        """Add a footnote of several lines; return the run that refers to it, to be put in place."""
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._next))
        for at, line in enumerate(lines):
            note.append(self._line(line, first=at == 0))
        self._root.append(note)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._next))
        self._next += 1
        return Run(self._mark(reference), None)  # type: ignore[arg-type]  # it has no parent before it is put in

    def saved(self) -> bytes:
        """Return the bytes of the document, its notes in the order of their marks.

        LibreOffice takes them in the order in which they stand, whatever their numbers are.
        """
        every = {note.get(qn("w:id")): note for note in self._root.findall(qn("w:footnote"))}
        marks = self._file.element.body.iter(qn("w:footnoteReference"))
        for number, mark in enumerate(list(marks), start=1):
            note = every.get(mark.get(qn("w:id")))
            if note is not None:
                note.set(qn("w:id"), str(number))
                mark.set(qn("w:id"), str(number))
                self._root.append(note)  # moves it to the end
        stream = io.BytesIO()
        self._file.save(stream)
        return stream.getvalue()

    def _line(self, text: str, *, first: bool) -> BaseOxmlElement:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        style = OxmlElement("w:pStyle")
        style.set(qn("w:val"), self._text_style)
        properties.append(style)
        paragraph.append(properties)
        if first:
            paragraph.append(self._mark(OxmlElement("w:footnoteRef")))
        run = OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = f" {xml_text(text)}" if first else xml_text(text)
        run.append(words)
        paragraph.append(run)
        return paragraph

    def _mark(self, element: BaseOxmlElement) -> BaseOxmlElement:
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), self._mark_style)
        properties.append(style)
        run.append(properties)
        run.append(element)
        return run


def reference_lines(reference: Reference) -> Iterator[str]:
    """Yield a footnote for a reference: what it is, its words, where they stand."""
    authors = f"{reference.authors}: " if reference.authors else ""
    yield f"{authors}{reference.title}, {reference.publisher}, {reference.published}."
    yield f"“{reference.quote}”"
    yield reference.place + (f", {reference.url}" if reference.url else "")


def mark_run(text: str, *, faint: bool) -> Run:
    """Return a run for a mark that the check puts into a text, to be put in place."""
    element = OxmlElement("w:r")
    run = Run(element, None)  # type: ignore[arg-type]  # it has no parent before it is put in
    run.text = xml_text(text)
    run.font.size, run.font.bold = Pt(8), not faint
    run.font.color.rgb = _GREY if faint else _RED
    return run


def put_behind(paragraph: Paragraph, offset: int, *runs: Run) -> None:
    """Put runs into a paragraph behind its first ``offset`` characters."""
    before = _split(paragraph, offset)
    place = before._r if before else paragraph._p.get_or_add_pPr()
    for run in runs:
        place.addnext(run._r)
        place = run._r


def highlight(paragraph: Paragraph, start: int, end: int) -> None:
    """Mark the characters from ``start`` to ``end`` of a paragraph with colour."""
    _split(paragraph, end)
    _split(paragraph, start)
    position = 0
    for run in _runs(paragraph):
        length = len(run.text)
        if start <= position and position + length <= end and length:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        position += length


def _add_entry(
    file: WordDocument, entry: Entry, notes: Footnotes, references: dict[int, Reference]
) -> None:
    file.add_heading(xml_text(entry.question), level=2)
    if entry.read_as:
        file.add_paragraph().add_run(xml_text(f"Read as: {entry.read_as}")).italic = True
    paragraph = file.add_paragraph()
    short = entry.short_answer
    for said in entry.said:
        before, found, after = said.text.partition(short) if short else (said.text, "", "")
        paragraph.add_run(xml_text(before))
        if found:
            paragraph.add_run(xml_text(found)).bold = True
            paragraph.add_run(xml_text(after))
            short = None
        for number in said.numbers:
            mark = notes.add(*reference_lines(references[number]))
            paragraph._p.append(mark._r)
    for remark in entry.remarks:
        file.add_paragraph(xml_text(remark), style="Quote")


def _notes_part(file: WordDocument) -> XmlPart:
    """Return the part that holds the footnotes, made where there is none yet."""
    for relation in file.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return cast("XmlPart", relation.target_part)
    part = XmlPart(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        parse_xml(_NOTES),
        file.part.package,
    )
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    """Yield the runs of a paragraph, those of its links among them."""
    for one in paragraph.iter_inner_content():
        yield from one.runs if isinstance(one, Hyperlink) else [one]


def _split(paragraph: Paragraph, offset: int) -> Run | None:
    """Return the run that ends behind ``offset`` characters, cut in two where it goes on.

    A run that holds something besides text is not cut.
    """
    position, last = 0, None
    for run in _runs(paragraph):
        length = len(run.text)
        if position + length >= offset > position:
            inside = offset - position
            only_text = all(child.tag in {qn("w:t"), qn("w:rPr")} for child in run._r)
            if inside < length and only_text:
                rest = copy.deepcopy(run._r)
                text = run.text
                run._r.addnext(rest)
                run.text, Run(rest, paragraph).text = text[:inside], text[inside:]
            return run
        position, last = position + length, run
    return last if offset >= position else None
