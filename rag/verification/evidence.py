"""Evidence: what the hits of a question say, cut into the stretches that a statement may cite."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.articles import Article
from rag.answers import Hit
from rag.citations import Window, windows
from rag.verification.clauses import Features, clause
from rag.verification.closeness import Closeness

SHORTLIST = 12
"""Windows whose meaning is compared; the rest share fewer words with the statement."""


@dataclass(frozen=True, kw_only=True)
class Supported:
    """A window and how much of a statement it says."""

    window: Window
    score: float


class Evidence:
    """The hits of one question, ready for checking statements against them."""

    def __init__(self, hits: Sequence[Hit], closeness: Closeness) -> None:
        self.hits = tuple(hits)
        self._closeness = closeness
        self._windows = windows(hits)
        self._context = {
            number: _features([self.text(number)]) for number in range(1, len(hits) + 1)
        }

    def text(self, number: int) -> str:
        """Return what hit ``number`` tells a reader: its heading lines and its words."""
        hit = self.hits[number - 1]
        return f"{heading(hit.article)}\n{hit.passage.text}"

    def best(self, sentence: str, numbers: Collection[int]) -> list[Supported]:
        """Return the windows of hits ``numbers`` that may support ``sentence``, the best first."""
        wanted = clause(sentence).features
        own = [window for window in self._windows if window.hit in numbers]
        own.sort(key=lambda one: len(wanted & clause(one.text).features), reverse=True)
        chosen = own[:SHORTLIST]
        self._closeness.prepare([sentence, *(window.text for window in chosen)])
        scored = [Supported(window=one, score=self._score(sentence, one)) for one in chosen]
        # Of windows that score the same, the shorter one shows better what is meant.
        return sorted(scored, key=lambda one: (-round(one.score, 2), one.window.sentences))

    def _score(self, sentence: str, window: Window) -> float:
        return self._closeness(sentence, window.text, context=self._context[window.hit])


def heading(article: Article) -> str:
    """Return what is told of an article: title, publisher, authors, date of publication."""
    date = f"{article.published:%d %B %Y}" if article.published else None
    told = (article.title, article.source, ", ".join(article.authors), date)
    return "\n".join(part for part in told if part)


def _features(texts: Sequence[str]) -> Features:
    return frozenset().union(*(clause(text).features for text in texts))
