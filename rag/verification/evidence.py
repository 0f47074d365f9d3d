"""Evidence: the stretches of the hits that a statement may cite, and how much of it they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TypeVar

import numpy as np

from index.articles import Article
from index.embedding import Embedder, Vectors
from index.text.words import stems
from rag.answers import Hit
from rag.citations import Window, windows
from rag.language.words.stopwords import content_stems
from rag.language.words.thesaurus import alike
from rag.verification.clauses import Features, clause, total_weight

SHORTLIST = 12
"""Windows that are compared closely, those that share most words with the statement."""
LITTLE = 3.0
"""Below this weight, the words of a sentence stand in most texts."""
ANTECEDENT = 0.9
"""Credit for a name that stands only elsewhere in the passage: a pronoun may mean it."""
SYNONYM = 0.9
"""Credit for a word of which a synonym is there."""

_Item = TypeVar("_Item")
_LIKELY = 3
"""How many times as many texts are taken apart as are compared closely."""
_FAR, _NEAR = 0.25, 0.80
"""Cosines of two texts that count as nothing, and everything, in common."""


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
        """Return the passage of hit ``number`` behind the heading lines of its article."""
        hit = self.hits[number - 1]
        return f"{heading(hit.article)}\n{hit.passage.text}"

    def by_words(self, sentence: str, numbers: Collection[int]) -> list[Supported]:
        """Return the windows of hits ``numbers`` that may support ``sentence``, the best first.

        The score is the share of its words that a window has, which takes milliseconds.
        """
        wanted = clause(sentence).features
        own = [window for window in self._windows if window.hit in numbers]
        own = sharing_most(sentence, own, key=lambda one: one.text, most=SHORTLIST)
        return _ranked(Supported(window=one, score=self._covers(wanted, one)) for one in own)

    def by_meaning(self, sentence: str, shortlist: Sequence[Supported]) -> list[Supported]:
        """Return the ``shortlist``, scored by meaning as well if there is an embedder."""
        if self._meaning is None:
            return list(shortlist)
        likeness = self._meaning.likeness(sentence, (one.window.text for one in shortlist))
        # One word or two in common may be in common by chance.
        combined = min if says_little(sentence) else _mean
        return _ranked(
            Supported(window=one.window, score=combined(one.score, like))
            for one, like in zip(shortlist, likeness, strict=True)
        )

    def coverage_together(self, sentence: str, numbers: Iterable[int]) -> float:
        """Return the share of the words of ``sentence`` that hits ``numbers`` have between them."""
        present = frozenset().union(*(self._context[number] for number in numbers))
        return coverage(clause(sentence).features, present)

    def joined_text(self, chosen: Sequence[Supported]) -> str:
        """Return the text of windows in reading order, without repeating what overlaps."""
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

    ``context`` are the features of the passage around it.
    """
    whole = total_weight(wanted)
    if not whole:
        return 0.0
    missing = wanted - present
    found = total_weight(wanted & present)
    found += ANTECEDENT * total_weight(frozenset(one for one in missing & context if one[0] == "@"))
    found += SYNONYM * total_weight(frozenset(one for one in missing if _has_alike(one, present)))
    return min(found / whole, 1.0)


def sharing_most(
    text: str, others: Iterable[_Item], *, key: Callable[[_Item], str], most: int
) -> list[_Item]:
    """Return those of ``others`` whose texts share most features with ``text``, at most ``most``.

    A text is taken apart only if it has many of the words, which costs a tenth of that to see.
    """
    wanted, own = clause(text).features, frozenset(content_stems(text))
    likely = sorted(others, key=lambda one: -len(own.intersection(stems(key(one)))))
    likely = likely[: _LIKELY * most]
    return sorted(likely, key=lambda one: -len(wanted & clause(key(one)).features))[:most]


class Meaning:
    """Compares texts by their vectors; each text is embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def likeness(self, text: str, others: Iterable[str]) -> list[float]:
        """Return how alike ``text`` is to each of ``others``, between 0 and 1."""
        listed = list(others)
        new = [one for one in dict.fromkeys([text, *listed]) if one not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed_documents(new), strict=True))
        cosines = [float(self._vectors[one] @ self._vectors[text]) for one in listed]
        return [float(np.clip((one - _FAR) / (_NEAR - _FAR), 0.0, 1.0)) for one in cosines]


def says_little(sentence: str) -> bool:
    """Whether ``sentence`` has too few telling words to be recognised by, as ``It goes on``."""
    return total_weight(clause(sentence).features) < LITTLE


def heading(article: Article) -> str:
    """Return an article's title, publisher, authors and date of publication, a line each."""
    date = f"{article.published:%d %B %Y}" if article.published else None
    parts = (article.title, article.source, ", ".join(article.authors), date)
    return "\n".join(part for part in parts if part)


def _is_rounded(said: str, exact: str) -> bool:
    """Whether a number is the rounding of another of its type: 17.6 percent of 17.63."""
    own, kind = _parted(said)
    other, theirs = _parted(exact)
    decimals = len(own.partition(".")[2])
    finer = len(other.partition(".")[2]) > decimals and "e" not in own + other
    return kind == theirs and finer and round(float(other), decimals) == float(own)


def _parted(number: str) -> tuple[str, str]:
    """Return the value and the type of a number's feature."""
    value = number[1:].rstrip(ascii_lowercase)
    return value, number[1 + len(value) :]


def _mean(words: float, meaning: float) -> float:
    return (words + meaning) / 2


def _ranked(found: Iterable[Supported]) -> list[Supported]:
    # Of windows that score the same, the shorter one shows better what is meant.
    return sorted(found, key=lambda one: (-round(one.score, 2), one.window.sentences))


def _has_alike(feature: str, present: Features) -> bool:
    if feature[0] == "#":
        return any(_is_rounded(feature, one) for one in present if one[0] == "#")
    return feature[0] not in "@#" and any(alike(feature, one) for one in present)
