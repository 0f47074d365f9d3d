"""Quotations: what an answer puts in quotation marks, and where an article says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.text.sentences import Span
from rag.language.speech import quoted_spans

NEARLY = 0.8
"""Share of words in order that makes a quotation a slip instead of an invention."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:…|\.\s?\.\s?\.)(?:\s*\])?\s*")
_WORD = re.compile(r"\w+(?:['’.,]\w+)*")


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """Words between quotation marks: ``sentence[start:end] == text``."""

    text: str
    start: int
    end: int


def quotations(sentence: str) -> list[Quotation]:
    """Return what ``sentence`` quotes; an ellipsis parts a quotation in two."""
    return [
        Quotation(text=sentence[start:end], start=start, end=end)
        for span in quoted_spans(sentence)
        for start, end in _parts(sentence, *span)
    ]


def find_quote(quotation: str, text: str) -> tuple[Span, bool] | None:
    """Return where ``text`` has the words of ``quotation``, and whether word for word.

    Letter case, punctuation, quotation marks, dashes and spaces make no difference. ``None`` where
    not even ``NEARLY`` all of its words stand there in order.
    """
    wanted = [_key(match[0]) for match in _WORD.finditer(quotation)]
    found = list(_WORD.finditer(text))
    keys = [_key(match[0]) for match in found]
    if not wanted or not keys:
        return None
    best = max(_candidates(wanted, keys), key=lambda one: one[0], default=None)
    if best is None or best[0] < NEARLY:
        return None
    ratio, first, last = best
    return (found[first].start(), found[last].end()), ratio == 1.0


def _parts(sentence: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for gap in [*_ELLIPSIS.finditer(sentence, start, end), None]:
        stop = gap.start() if gap else end
        piece = sentence[position:stop]
        if _WORD.search(piece):
            left = position + len(piece) - len(piece.lstrip())
            yield left, stop - (len(piece) - len(piece.rstrip()))
        position = gap.end() if gap else end


def _candidates(wanted: list[str], keys: list[str]) -> Iterator[tuple[float, int, int]]:
    """Yield likeness, first and last word of the stretches that may be the quotation."""
    length = len(wanted)
    for first in range(max(len(keys) - length, 0) + 1):
        if keys[first : first + length] == wanted:
            yield 1.0, first, first + length - 1
            return
    if length < 3:  # of two words, one that is wrong is half of it
        return
    known = set(wanted)
    for first in range(len(keys)):
        if keys[first] not in known:
            continue
        for size in {length - 1, length, length + 1}:
            stretch = keys[first : first + size]
            matcher = SequenceMatcher(None, wanted, stretch, autojunk=False)
            if stretch[-1] in known and matcher.quick_ratio() >= NEARLY:
                yield min(matcher.ratio(), 0.999), first, first + len(stretch) - 1


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")
