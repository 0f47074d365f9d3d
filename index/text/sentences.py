"""Where sentences begin and end: sentencex, with two corrections for articles.

sentencex keeps a quotation of several sentences as one, which is too long to cite, and takes a line
end for a space, which joins a headline to the text below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise, zip_longest

import sentencex

Span = tuple[int, int]
"""Start and end, as character offsets."""

_CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"'}
_QUOTE_MARKS = re.compile('[“”«»„"]')
_OPENING_AT_END = re.compile("[“«„\"(\\[‘']+$")
_ENDS_SENTENCE = re.compile("[.!?…:;][”’»\"')\\]]*$")
_WRAPPED_LINE = 120
"""In a text whose lines are no longer than this, addresses apart, a line end may stand inside a
sentence."""
_FULL_LINE = 50
"""A line shorter than this ends its paragraph even there, but in a narrow column."""
_NARROWEST_COLUMN = 25
_FULL_SHARE = 0.75
"""Share of a narrow column's width that a line fills which does not end its paragraph."""
_QUOTED_MAIL = "> "


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of ``text``: disjoint, in order, without surrounding white space.

    Every character but white space is inside one of them.
    """
    return [
        span
        for start, end in paragraph_spans(text)
        for sentence in _in_block(text[start:end])
        if (span := _trim(text, start + sentence[0], start + sentence[1]))
    ]


def paragraph_spans(text: str) -> Iterator[Span]:
    """Yield the stretches that no sentence crosses: paragraphs, headings, list items."""
    lines = text.splitlines(keepends=True)
    wrapped = all(len(line) <= _WRAPPED_LINE or " " not in line.strip() for line in lines)
    full_lines = _full_lines(lines) if wrapped else []
    start = position = 0
    for number, (line, following) in enumerate(zip_longest(lines, lines[1:], fillvalue="")):
        position += len(line)
        if wrapped and _runs_on(line.rstrip(), following, full_lines[number]):
            continue
        if not wrapped and _breaks_off(line.rstrip(), following.strip()):
            continue
        yield start, position
        start = position


def _full_lines(lines: list[str]) -> list[int]:
    """Return for each line how long one must be there to run on into the next."""
    full: list[int] = []
    for is_blank, group in groupby(lines, key=lambda line: not line.strip()):
        paragraph = [len(line.rstrip()) for line in group]
        width = max(paragraph)
        narrow = not is_blank and len(paragraph) > 1 and width >= _NARROWEST_COLUMN
        least = min(_FULL_LINE, round(_FULL_SHARE * width)) if narrow else _FULL_LINE
        full += [least] * len(paragraph)
    return full


def _runs_on(line: str, following: str, full: int) -> bool:
    following = following.strip().lstrip(_QUOTED_MAIL)
    return (
        len(line) >= full
        and bool(following)
        and (following[0].isalnum() or following[0] in "“\"'(")
        and not (_ENDS_SENTENCE.search(line) and following[0].isupper())
    )


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends inside a sentence although others are too long for a wrapped text."""
    within = _FULL_LINE <= len(line) <= _WRAPPED_LINE and not _ENDS_SENTENCE.search(line)
    return within and following[:1].islower()


def _in_block(block: str) -> Iterator[Span]:
    for boundary in sentencex.get_sentence_boundaries("en", block):
        start, end = boundary["start_index"], boundary["end_index"]
        cuts = [start, *(start + cut for cut in _cuts_in_quotations(block[start:end])), end]
        yield from pairwise(cuts)


def _cuts_in_quotations(sentence: str) -> Iterator[int]:
    """Yield the offsets at which a quotation inside ``sentence`` begins a new sentence."""
    position = 0
    while opening := _QUOTE_MARKS.search(sentence, position):
        inner = opening.end()
        closing = sentence.find(_CLOSING.get(opening[0], "”"), inner)
        position = closing + 1 if closing >= 0 else len(sentence)
        # Without its quotation marks the inside is plain prose to sentencex.
        prose = _QUOTE_MARKS.sub(" ", sentence[inner : position - 1 if closing >= 0 else position])
        for boundary in sentencex.get_sentence_boundaries("en", prose)[1:]:
            cut = inner + boundary["start_index"]
            # A quotation mark that opens the next sentence goes with it.
            stretch = sentence[:cut].rstrip()
            opened = _OPENING_AT_END.search(stretch)
            yield opened.start() if opened and opened.start() > inner else cut


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None
