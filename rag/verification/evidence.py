"""Evidence: what the hits of a question say, cut into the stretches that a statement may cite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.articles import Article
from index.embedding import Embedder
from rag.answers import Hit
from rag.citations import Window, windows
from rag.verification.clauses import Features, clause, total
from rag.verification.closeness import Meaning, coverage

SHORTLIST = 12
"""Windows that are looked at closely; the rest share fewer words with the statement."""
LITTLE = 3.0
"""Weight of a sentence's words below which they are in most texts."""


@dataclass(frozen=True, kw_only=True)
class Supported:
    """A window and how much of a statement it says."""

    window: Window
    score: float


class Evidence:
    """The hits of one question, ready for checking statements against them."""

    def __init__(self, hits: Sequence[Hit], embedder: Embedder | None) -> None:
        self.hits = tuple(hits)
        self._meaning = Meaning(embedder) if embedder else None
        self._windows = windows(hits)
        self._context = {
            number: clause(self.text(number)).features for number in range(1, len(hits) + 1)
        }

    def text(self, number: int) -> str:
        """Return what hit ``number`` tells a reader: its heading lines and its words."""
        hit = self.hits[number - 1]
        return f"{heading(hit.article)}\n{hit.passage.text}"

    def by_words(self, sentence: str, numbers: Collection[int]) -> list[Supported]:
        """Return the windows of hits ``numbers`` that may support ``sentence``, the best first.

        Scored by the share of its words that they have, in milliseconds.
        """
        wanted = clause(sentence).features
        own = [window for window in self._windows if window.hit in numbers]
        own.sort(key=lambda one: len(wanted & clause(one.text).features), reverse=True)
        return _ranked(
            Supported(window=one, score=self._covers(wanted, one)) for one in own[:SHORTLIST]
        )

    def by_meaning(self, sentence: str, shortlist: Sequence[Supported]) -> list[Supported]:
        """Return what ``by_words`` did, scored by the meaning as well if there is an embedder."""
        if self._meaning is None:
            return list(shortlist)
        likeness = self._meaning.likeness(sentence, (one.window.text for one in shortlist))
        # One word or two in common may be in common by chance.
        joined = min if says_little(sentence) else _mean
        return _ranked(
            Supported(window=one.window, score=joined(one.score, like))
            for one, like in zip(shortlist, likeness, strict=True)
        )

    def whole(self, sentence: str, numbers: Iterable[int]) -> float:
        """Return the share of the words of ``sentence`` that hits ``numbers`` have altogether."""
        present = frozenset().union(*(self._context[number] for number in numbers))
        return coverage(clause(sentence).features, present)

    def joined(self, chosen: Sequence[Supported]) -> str:
        """Return the text of windows in the order of reading, no stretch of it twice."""
        texts = []
        windows = sorted((one.window for one in chosen), key=lambda one: (one.hit, one.start))
        reached = (0, 0)
        for window in windows:
            start = max(window.start, reached[1]) if window.hit == reached[0] else window.start
            if start < window.end:
                texts.append(window.article.text[start : window.end].strip())
                reached = (window.hit, window.end)
        return " ".join(texts)

    def _covers(self, wanted: Features, window: Window) -> float:
        present = clause(window.text).features
        return coverage(wanted, present, context=self._context[window.hit])


def says_little(sentence: str) -> bool:
    """Whether ``sentence`` has too few telling words to be known by them, as ``It goes on``."""
    return total(clause(sentence).features) < LITTLE


def heading(article: Article) -> str:
    """Return what is told of an article: title, publisher, authors, date of publication."""
    date = f"{article.published:%d %B %Y}" if article.published else None
    told = (article.title, article.source, ", ".join(article.authors), date)
    return "\n".join(part for part in told if part)


def _mean(words: float, meaning: float) -> float:
    return (words + meaning) / 2


def _ranked(found: Iterable[Supported]) -> list[Supported]:
    # Of windows that score the same, the shorter one shows better what is meant.
    return sorted(found, key=lambda one: (-round(one.score, 2), one.window.sentences))
