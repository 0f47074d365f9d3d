"""Quotation marks over a whole article: from where to where something is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.text.sentences import Span, paragraph_spans

_CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "”": "”",
    "‘": "’",
    "‹": "›",
    "「": "」",
    "''": "''",
    "``": "''",
}
_MARK = re.compile("''|``|[“”„«»\"‘’‹›「」]")
_STRAIGHT = {"“": '"', "„": '"', '"': "”"}
"""What closes besides where marks are mixed up: “so" and "so”."""
_SPACE_BEFORE = " \t\n(—–-[\u00a0"
_ASIDE = re.compile(r"\(([^()\n]{1,60})\)")
_MASK = re.compile(r"[^\n]")


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """Quoted words, ``text[start:end]`` with their marks; one left open ends with its paragraph."""

    start: int
    end: int
    closed: bool = True
    width: int = 1
    """Characters of a mark: two for the apostrophes of ''such words''."""


def quoted(text: str) -> list[Quoted]:
    """Return what a text quotes, in order, the outermost marks alone.

    A quotation that a paragraph leaves open and the next one opens again is one quotation, and so
    is one that is opened again inside of its paragraph.
    """
    found: list[Quoted] = []
    for first, last in _paragraphs(text):
        inside = _in_paragraph(text, first, last)
        if inside and found and _goes_on(text, found[-1], inside[0], first):
            one = found.pop()
            inside[0] = replace(inside[0], start=one.start)
        found += inside
    return found


def masked(text: str, spans: list[Quoted]) -> str:
    """Return ``text``, as long as it is, with what is quoted made one long word.

    The first mark and what ends the quotation stay, so that sentences are found around it. Short
    asides stand between commas: "Earl Blumenauer (D-Ore.) said".
    """
    pieces, position = [], 0
    for one in spans:
        inner = one.start + one.width
        end = max(inner, one.end - one.width - 1)
        pieces += [text[position:inner], _MASK.sub("x", text[inner:end])]
        position = end
    return _ASIDE.sub(r",\1,", "".join([*pieces, text[position:]]))


def _paragraphs(text: str) -> list[Span]:
    return [span for span in paragraph_spans(text) if text[slice(*span)].strip()]


def _goes_on(text: str, before: Quoted, one: Quoted, first: int) -> bool:
    """Whether a paragraph that begins at ``first`` goes on with a quotation left open."""
    own = not text[before.end : one.start].strip()
    return not before.closed and own and not text[first : one.start].strip()


def _in_paragraph(text: str, first: int, last: int) -> list[Quoted]:
    marks = [mark for mark in _MARK.finditer(text, first, last) if not _is_apostrophe(text, mark)]
    found: list[Quoted] = []
    opened: re.Match[str] | None = None
    nested = 0
    for at, mark in enumerate(marks):
        if opened is None:
            if mark[0] in _CLOSED_BY and _may_open(text, mark, first):
                opened, nested = mark, 0
        elif _closes(text, mark, opened[0]):
            if nested and _closes_again(marks, at, opened[0]):
                nested -= 1
                continue
            found.append(Quoted(start=opened.start(), end=mark.end(), width=len(mark[0])))
            opened = None
        elif mark[0] == opened[0]:
            nested += 1
    if opened is not None and opened[0] not in "‘”»":
        end = first + len(text[first:last].rstrip())
        found.append(Quoted(start=opened.start(), end=end, closed=False))
    elif opened is not None:  # it was no quotation: those behind it are
        found += _in_paragraph(text, opened.end(), last)
    return found


def _closes(text: str, mark: re.Match[str], opening: str) -> bool:
    if mark[0] in (_CLOSED_BY[opening], *_CLOSED_BY[opening]):
        return True
    alone = not text[mark.end() : mark.end() + 1].isalnum()
    return mark[0] == _STRAIGHT.get(opening) and alone and text[mark.start() - 1] not in " ("


def _closes_again(marks: list[re.Match[str]], at: int, opening: str) -> bool:
    """Whether behind this mark one more closes before the next one opens."""
    for mark in marks[at + 1 :]:
        if mark[0] == opening:
            return False
        if mark[0] in (_CLOSED_BY[opening], *_CLOSED_BY[opening]):
            return True
    return False


def _may_open(text: str, mark: re.Match[str], first: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > first else " "
    after = text[mark.end() : mark.end() + 1]
    if mark[0] in "“„«「":
        return True
    return before in _SPACE_BEFORE + "‘“" and bool(after.strip())


def _is_apostrophe(text: str, mark: re.Match[str]) -> bool:
    """Whether a single mark stands in a word, or for letters left out: "don’t", "the ’90s"."""
    if mark[0] not in "‘’":
        return False
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end() : mark.end() + 1]
    if mark[0] == "’":
        return after.isalnum() or (before.isspace() and after.isalnum())
    return before.isalnum()
