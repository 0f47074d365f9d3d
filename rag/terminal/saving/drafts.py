"""A checked draft as a document: a footnote for each sentence that was checked, marks on faults.

A Word draft stays the document that it is; a Markdown draft keeps its source to the letter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rag.drafts import BlockKind, CheckedDraft, CheckedSentence, Format
from rag.language.dates import long_date
from rag.terminal.render.drafts import finding_words, summary, verdict_words
from rag.terminal.saving.documents import Reference, reference
from rag.terminal.saving.files import check, ending, write
from rag.terminal.saving.html import rendered
from rag.terminal.saving.markdown import escaped, footnote_body
from rag.terminal.text import one_line

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from rag.terminal.saving.word import Footnotes

DRAFT_ENDINGS = (".md", ".html", ".docx")
_NOT_CHECKED = "not checked"
_LABEL = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a footnote says of a sentence."""

    number: int
    holds: bool
    verdict: str
    """Such as "unsupported: number"."""
    faults: tuple[tuple[str, str], ...]
    """What is wrong, line by line, each with what leads it in."""
    reference: Reference | None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A sentence with its note; ``None`` where it is not checked."""

    checked: CheckedSentence
    note: Note | None

    @property
    def mark(self) -> str:
        """What stands behind a sentence that was not verified; empty for the others."""
        if self.note is None:
            is_label = self.checked.sentence.kind is BlockKind.HEADING
            return "" if is_label else _NOT_CHECKED
        return "" if self.note.holds else self.note.verdict

    @property
    def css(self) -> str:
        """The class that a page gives it."""
        if self.note is None:
            return "unchecked"
        return "holds" if self.note.holds else "fault"


def check_draft_place(path: Path, *, force: bool) -> None:
    """Raise SaveError unless a checked draft can be saved so."""
    check(path, force=force, endings=DRAFT_ENDINGS)


def save_draft(checked: CheckedDraft, draft: Path, path: Path, *, force: bool = False) -> None:
    """Write a checked draft, which was read from the file ``draft``. Raises SaveError."""
    check_draft_place(path, force=force)
    today = datetime.now().astimezone().date()
    if ending(path) == ".docx":
        write(path, draft_word(checked, draft))
    elif ending(path) == ".html":
        write(path, draft_html(checked, draft.name, today=today))
    else:
        write(path, draft_markdown(checked))


def marked(checked: CheckedDraft) -> list[Marked]:
    """Return the sentences with their notes, numbered from 1."""
    found: list[Marked] = []
    number = 0
    for one in checked.sentences:
        note = None
        if one.verdict:
            number += 1
            note = _note(number, one)
        found.append(Marked(checked=one, note=note))
    return found


def draft_markdown(checked: CheckedDraft) -> str:
    """Return the draft in Markdown, with footnotes behind it."""
    every = marked(checked)
    taken = set(_LABEL.findall(checked.draft.text))
    prefix = "check-" if any(label.isdigit() for label in taken) else ""
    if checked.draft.format is Format.MARKDOWN:
        text = checked.draft.text
        for one in reversed(every):
            end = one.checked.sentence.end
            text = f"{text[:end]}{_markdown_mark(one, prefix)}{text[end:]}"
    else:
        text = "\n\n".join(_markdown_blocks(checked, every, prefix)) + "\n"
    notes = "\n".join(
        line for one in every if one.note for line in _markdown_note(one.note, prefix)
    )
    return f"{text.rstrip()}\n\n{notes}"


def draft_html(checked: CheckedDraft, name: str, *, today: date) -> str:
    """Return the draft as a page, the notes behind it."""
    every = marked(checked)
    blocks = [(group[0].checked.sentence.kind.value, group) for group in _by_block(checked, every)]
    return rendered(
        "draft.html",
        title=one_line(name) if name != "-" else "A draft",
        made=f"Checked by Dateline on {long_date(today)}. {summary(checked).text.plain}",
        blocks=blocks,
        notes=[one.note for one in every if one.note],
    )


def draft_word(checked: CheckedDraft, draft: Path) -> bytes:
    """Return the draft as a Word document: its own, where it is one, with notes added."""
    import docx  # python-docx takes 0.1 s to import

    from rag.terminal.saving.word import Footnotes

    every = marked(checked)
    own = checked.draft.format is Format.WORD
    file = docx.Document(io.BytesIO(draft.read_bytes())) if own else docx.Document()
    notes = Footnotes(file)
    starts = checked.draft.block_starts
    if own:
        lines = [paragraph for paragraph in file.paragraphs if paragraph.text.strip()]
    else:
        lines = [
            _word_paragraph(file.add_paragraph(), block.kind, block.text)
            for block in checked.draft.blocks
        ]
    for group in _by_block(checked, every):
        at = _block_of(starts, group[0].checked)
        for one in reversed(group):
            _annotate(lines[at], one, notes, base=starts[at])
    return notes.saved()


def _annotate(paragraph: Paragraph, one: Marked, notes: Footnotes, *, base: int) -> None:
    from rag.terminal.saving.word import highlight, mark_run, put_behind

    start, end = (place - base for place in one.checked.sentence.place)
    runs = [mark_run(f" [{one.mark}]", faint=one.note is None)] if one.mark else []
    if one.note:
        runs.append(notes.add(*_word_note(one.note)))
    put_behind(paragraph, end, *runs)
    if one.css == "fault":
        highlight(paragraph, start, end)


def _word_note(note: Note) -> Iterator[str]:
    from rag.terminal.saving.word import reference_lines

    if not note.holds:
        yield f"{note.verdict.capitalize()}."
        for name, words in note.faults:
            yield f"{name}: {words}"
    if note.reference:
        yield from reference_lines(note.reference)


def _word_paragraph(paragraph: Paragraph, kind: BlockKind, text: str) -> Paragraph:
    from rag.terminal.saving.word import xml_text

    styles = {
        BlockKind.HEADING: "Heading 2",
        BlockKind.ITEM: "List Bullet",
        BlockKind.QUOTATION: "Quote",
    }
    paragraph.style = styles.get(kind)
    # As long as the block, so that the places of its sentences hold.
    paragraph.add_run(xml_text(text.replace("\n", " ").replace("\t", " ")))
    return paragraph


def _by_block(checked: CheckedDraft, every: Sequence[Marked]) -> list[list[Marked]]:
    starts = checked.draft.block_starts
    return [
        list(group) for _, group in groupby(every, key=lambda one: _block_of(starts, one.checked))
    ]


def _block_of(starts: Sequence[int], one: CheckedSentence) -> int:
    return sum(start <= one.sentence.place[0] for start in starts) - 1


def _note(number: int, one: CheckedSentence) -> Note:
    cited = one.citations[0] if one.citations else None
    return Note(
        number=number,
        holds=one.holds,
        verdict=verdict_words(one),
        faults=tuple(line for finding in one.findings for line in finding_words(finding)),
        reference=reference(number, cited) if cited else None,
    )


def _markdown_mark(one: Marked, prefix: str) -> str:
    mark = f" **\\[{one.mark}\\]**" if one.mark and one.note else ""
    if one.mark and one.note is None:
        mark = f" *\\[{one.mark}\\]*"
    return mark + (f"[^{prefix}{one.note.number}]" if one.note else "")


def _markdown_note(note: Note, prefix: str) -> Iterator[str]:
    lines = list(footnote_body(note.reference)) if note.reference else []
    if note.holds:
        yield f"[^{prefix}{note.number}]: {lines[0] if lines else ''}"
        yield from lines[1:]
        return
    yield f"[^{prefix}{note.number}]: **{escaped(note.verdict.capitalize())}.**"
    yield ""
    for name, words in note.faults:
        yield f"    - {name}: {escaped(words)}"
    yield ""
    if lines:
        yield f"    {lines[0]}"
        yield from lines[1:]


def _markdown_blocks(checked: CheckedDraft, every: Sequence[Marked], prefix: str) -> Iterator[str]:
    leads = {BlockKind.HEADING: "## ", BlockKind.ITEM: "- ", BlockKind.QUOTATION: "> "}
    for group in _by_block(checked, every):
        words = (
            f"{escaped(one_line(one.checked.sentence.shown))}{_markdown_mark(one, prefix)}"
            for one in group
        )
        yield leads.get(group[0].checked.sentence.kind, "") + " ".join(words)
