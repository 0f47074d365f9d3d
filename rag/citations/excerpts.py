"""Excerpts: a sentence as it can be printed alone.

A sentence of an article may begin or end inside a quotation, announce a list, or be broken over
narrow columns. An excerpt is the shortest stretch around it that stands alone: quotation marks
balance, direct speech has its speaker, a list has its items. ``text[start:end]`` are the exact
words; ``shown`` is how they are printed, on one line, with what the page's layout did undone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.sentences import Span, paragraph_spans, sentence_spans
from rag.citations.mending import mended

_LONGEST_SPEECH = 420
"""Characters of a quotation that is shown whole rather than one of its sentences."""

_LONGEST_LIST = 900
_LONGEST_ATTRIBUTION = 90

_MARKS = re.compile('[“”„«»"]')
_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", '"': '"'}
_OPENING = frozenset(_CLOSED_BY)
_CLOSING_MARK = re.compile('[”»"]')
_ANY_MARK = '“”„«»" '
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+\S.*")
_ITEM_MARK = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_BEFORE_SPEECH = re.compile(r"[^.!?“”\"]{3,90}[:,]\s*$")


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """``text[start:end]`` of an article, and how it is printed."""

    start: int
    end: int
    shown: str


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """Return the stretch around the sentence ``text[start:end]`` that can be printed alone."""
    announcing = text[start:end].partition("\n")[0].rstrip()
    if announcing.endswith(":"):
        return _with_items(text, start, start + len(announcing))
    block = next((span for span in paragraph_spans(text) if span[0] <= start < span[1]), None)
    if block is None:
        return Excerpt(start=start, end=end, shown=printed(text, start, end))
    speech = _cut_quotations(text, block, start, end)
    if not speech:
        return Excerpt(start=start, end=end, shown=printed(text, start, end))
    first, last = _sentences_of(text, block, speech, start, end)
    if last - first <= _LONGEST_SPEECH and not _cut_quotations(text, block, first, last):
        return Excerpt(start=first, end=last, shown=printed(text, first, last))
    return _part_of_speech(text, block, speech[0], start, end)


def printed(text: str, start: int = 0, end: int | None = None) -> str:
    """Return ``text[start:end]`` on one line, without what the page's layout put into it."""
    return " ".join(mended(text, start, end).text.split())


def quotation_spans(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations in ``text[start:end]``, marks included; one left open goes to the end.

    A mark that opens where a quotation is open already goes on with it in a stretch of its own.
    """
    found: list[Span] = []
    opened: re.Match[str] | None = None
    for mark in _MARKS.finditer(text, start, end):
        if opened is not None and mark[0] in _CLOSED_BY[opened[0]]:
            found.append((opened.start(), mark.end()))
            opened = None
        elif mark[0] in _OPENING:
            if opened is not None:
                found.append((opened.start(), mark.start()))
            opened = mark
    if opened is not None:
        found.append((opened.start(), end))
    return found


def _cut_quotations(text: str, block: Span, start: int, end: int) -> list[Span]:
    """Return the quotations that the stretch has only a part of, or that are left open in it."""
    return [
        (first, last)
        for first, last in quotation_spans(text, *block)
        if first < end
        and start < last
        and (first < start or end < last or text[last - 1] not in _CLOSED_BY[text[first]])
    ]


def _sentences_of(text: str, block: Span, speech: Sequence[Span], start: int, end: int) -> Span:
    """Return the whole sentences that hold the stretch and the quotations."""
    first = min(start, *(one[0] for one in speech))
    last = max(end, *(one[1] for one in speech))
    for left, right in _sentences(text, block):
        if left <= first < right:
            start = left
        if left < last <= right:
            end = right
    return start, max(end, last)


def _part_of_speech(text: str, block: Span, speech: Span, start: int, end: int) -> Excerpt:
    """Return a sentence of a long quotation, its marks set anew, and who says it."""
    closed = text[speech[1] - 1] in _CLOSED_BY[text[speech[0]]]
    first = max(start, speech[0] + 1)
    last = min(end, speech[1] - closed)
    lead, rest = (printed(part).strip(_ANY_MARK) for part in (text[start:first], text[last:end]))
    words = printed(text, first, last).strip(_ANY_MARK)
    shown = " ".join(part for part in (lead, f"“{words}”", rest) if part)
    if not lead and not rest and (speaker := _attribution(text, block, speech)):
        shown = f"{shown} ({speaker})"
    return Excerpt(start=first, end=last, shown=shown)


def _attribution(text: str, block: Span, speech: Span) -> str:
    """Return what is said of the speaker behind a quotation, or before it; empty where nothing."""
    closing = _CLOSING_MARK.search(text, speech[1] - 1, block[1])
    closed = closing.end() if closing else speech[1]
    end = next((right for left, right in _sentences(text, block) if left < closed <= right), closed)
    behind = printed(text, closed, end).strip(" ,.–-")
    if len(behind) > _LONGEST_ATTRIBUTION:
        behind = behind.partition(",")[0]
    if 0 < len(behind) <= _LONGEST_ATTRIBUTION:
        return behind
    before = _BEFORE_SPEECH.search(text[block[0] : speech[0]])
    return printed(before[0]).strip(" ,:") if before else ""


def _sentences(text: str, block: Span) -> list[Span]:
    base = block[0]
    return [(base + left, base + right) for left, right in sentence_spans(text[base : block[1]])]


def _with_items(text: str, start: int, end: int) -> Excerpt:
    """Return a sentence that ends in a colon with the list below it."""
    last, items = end, []
    position = end
    for line in text[end : end + _LONGEST_LIST].splitlines(keepends=True):
        position += len(line)
        if _LIST_ITEM.fullmatch(line.rstrip()):
            last = position - (len(line) - len(line.rstrip()))
            items.append(printed(_ITEM_MARK.sub("", line)))
        elif line.strip():
            break
    lead = printed(text, start, end)
    return Excerpt(start=start, end=last, shown=" ".join([lead, "; ".join(items)]).strip())
