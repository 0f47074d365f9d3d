"""Evidence: what the hits of a question say, cut into the stretches that a statement may cite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.articles import Article
from index.embedding import Embedder, Vectors
from rag.answers import Hit
from rag.citations import Window, windows
from rag.language.thesaurus import alike
from rag.verification.clauses import Features, clause, total

SHORTLIST = 12
"""Windows that are looked at closely; the rest share fewer words with the statement."""
LITTLE = 3.0
"""Weight of a sentence's words below which they are in most texts."""
ANTECEDENT = 0.9
"""What a name counts that only stands elsewhere in the passage: a pronoun may mean it."""
SYNONYM = 0.9
"""What a word counts for which another one stands there."""

_FAR, _NEAR = 0.25, 0.80
"""Cosines of two texts that count as nothing and as everything in common."""


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


def coverage(wanted: Features, present: Features, *, context: Features = frozenset()) -> float:
    """Return the share of the features ``wanted``, by weight, that are ``present`` too.

    ``context`` are the features of what surrounds the stretch.
    """
    whole = total(wanted)
    if not whole:
        return 0.0
    missing = wanted - present
    found = total(wanted & present)
    found += ANTECEDENT * total(frozenset(one for one in missing & context if one[0] == "@"))
    found += SYNONYM * total(frozenset(one for one in missing if _has_alike(one, present)))
    return min(found / whole, 1.0)


class Meaning:
    """Compares the meanings of texts by their vectors, each of which is computed once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def likeness(self, text: str, others: Iterable[str]) -> list[float]:
        """Return between 0 and 1 how alike ``text`` is to each of ``others``."""
        listed = list(others)
        new = [one for one in dict.fromkeys([text, *listed]) if one not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed_documents(new), strict=True))
        cosines = [float(self._vectors[one] @ self._vectors[text]) for one in listed]
        return [float(np.clip((one - _FAR) / (_NEAR - _FAR), 0.0, 1.0)) for one in cosines]


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


def _has_alike(feature: str, present: Features) -> bool:
    return feature[0] not in "@#" and any(alike(feature, one) for one in present)
