"""Windows: the sentences of a passage, and each two that follow one another, as offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.articles import Article
from index.text.sentences import sentence_spans
from rag.answers import Hit

LONGEST_PAIR = 700
"""Two sentences longer than this together, in characters, are too much to cite as one."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of an article that may support a statement."""

    hit: int
    """The number of the hit, counted from 1, as a marker gives it."""
    article: Article
    start: int
    end: int
    """Offsets into ``article.text``."""
    sentences: int = 1

    @property
    def text(self) -> str:
        """The exact words."""
        return self.article.text[self.start : self.end]


def windows(hits: Sequence[Hit]) -> list[Window]:
    """Return the windows of every hit, single sentences before pairs within a hit."""
    return [
        window for number, hit in enumerate(hits, start=1) for window in _windows_of(number, hit)
    ]


def _windows_of(number: int, hit: Hit) -> list[Window]:
    base = hit.passage.start
    spans = [(base + start, base + end) for start, end in sentence_spans(hit.passage.text)]
    pairs = [
        (start, end) for (start, _), (_, end) in pairwise(spans) if end - start <= LONGEST_PAIR
    ]
    return [
        Window(hit=number, article=hit.article, start=start, end=end, sentences=length)
        for length, stretches in ((1, spans), (2, pairs))
        for start, end in stretches
    ]
