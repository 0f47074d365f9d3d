"""Remarks: what several articles quote of one speaker, the same thing said once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from index.articles import Article
from index.embedding import Embedder
from index.text.stem_codes import StemCodes
from index.text.words import stem
from rag.answers import Citation
from rag.answers.origins import Origins
from rag.language.numbers import numbers
from rag.language.words.lexicon import DENIALS, NEGATIONS, OPPOSITES
from rag.language.words.stopwords import content_stems
from rag.quotes.attributions import Attribution, Kind
from rag.quotes.speakers import Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIMILAR_WORDS = 0.34
"""Share of the shorter one's stems from which on two remarks are compared at all."""
_SAME_WORDS = 0.8
_SAME_SENSE = 0.78
"""Cosine from which on two remarks say the same."""
_CONTAINED, _NEAR_SENSE = 0.75, 0.55
"""Share of the shorter one's stems, and cosine, from which on one says part of the other."""
_MARKS = re.compile(r"[“”„«»\"‘’‹›「」]|''")
_FALLS_SHORT = re.compile(
    r"\b(?:far from|short of|too (?:little|few)|has yet to|have yet to)\b", re.I
)
_NEGATING = frozenset(map(stem, NEGATIONS))
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """One article's words for a remark."""

    article: Article
    attribution: Attribution

    @property
    def words(self) -> str:
        """The exact words, with their marks."""
        return self.article.text[self.attribution.start : self.attribution.end]

    @property
    def context(self) -> str:
        """The whole sentences around them."""
        return self.article.text[slice(*self.attribution.sentence)]

    @property
    def day(self) -> date | None:
        """When it was said, or else when the article was published."""
        return self.attribution.said_on or self.article.published


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What somebody said once, in the words of each article that has it, the earliest first."""

    speaker: str
    role: str | None
    quotes: tuple[Quote, ...]
    independent: int
    """Articles that are no copies of one another."""

    @property
    def first(self) -> Quote:
        """The earliest article's."""
        return self.quotes[0]

    @property
    def said_on(self) -> date | None:
        """The day that an article names, if one does and none another."""
        days = {quote.attribution.said_on for quote in self.quotes} - {None}
        return days.pop() if len(days) == 1 else None

    @property
    def when(self) -> str | None:
        """An article's own words for when, where they make no certain day: "on November 27"."""
        told = (quote.attribution.occasion.when for quote in self.quotes)
        return next(filter(None, told), None)

    @property
    def where(self) -> str | None:
        """An article's own words for where: "during a debate", "Bratislava"."""
        told = (quote.attribution.occasion.where for quote in self.quotes)
        return next(filter(None, told), None)

    def citation(self, number: int) -> Citation:
        """Return the citation of one of the quotes, counted from 1."""
        quote = self.quotes[number - 1]
        return Citation(
            marker=number,
            article=quote.article,
            start=quote.attribution.start,
            end=quote.attribution.end,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the remark object of the command-line contract."""
        cited = [self.citation(number).as_json() for number in range(1, len(self.quotes) + 1)]
        attribution = self.first.attribution
        return {
            "speaker": self.speaker,
            "role": self.role,
            "quote": self.first.words,
            "kind": str(attribution.kind),
            "verb": attribution.verb,
            "said_on": self.said_on.isoformat() if self.said_on else None,
            "citations": cited,
            "variants": [
                {"quote": quote.words, "citation": citation}
                for quote, citation in zip(self.quotes[1:], cited[1:], strict=True)
            ],
            "independent": self.independent,
        }


def remarks_json(
    remarks: Iterable[Remark], *, speaker: str | None, about: str | None
) -> dict[str, Any]:
    """Return the object of the command-line contract: what was looked for, and what was found."""
    listed = [remark.as_json() for remark in remarks]
    return {"speaker": speaker, "about": about, "remarks": listed}


def grouped(
    quotes: Sequence[Quote],
    embedder: Callable[[], Embedder],
    wording_of: Callable[[Article], StemCodes],
) -> list[Remark]:
    """Return the remarks that ``quotes`` are the words of, in order of time.

    ``embedder`` is called for only where words alone do not tell.
    """
    names = Names(quote.attribution for quote in quotes)
    by_speaker: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_speaker[names.key_of(quote.attribution)].append(quote)
    remarks = []
    for key, own in by_speaker.items():
        for group in _groups(own, embedder):
            ordered = tuple(_once_an_article(sorted(group, key=_order)))
            articles = list({quote.article.id: quote.article for quote in ordered}.values())
            origins = Origins(wording_of)
            remarks.append(
                Remark(
                    speaker=names.name_of(key),
                    role=names.role_of(key),
                    quotes=ordered,
                    independent=sum(origins.of(article) is None for article in articles),
                )
            )
    return sorted(remarks, key=lambda remark: _order(remark.first))


def _order(quote: Quote) -> tuple[date, str, int]:
    return quote.day or date.max, quote.article.id, quote.attribution.start


def _once_an_article(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the longest words of each article, direct speech before indirect."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        known = best.get(quote.article.id)
        if known is None or _rank(quote) > _rank(known):
            best[quote.article.id] = quote
    return sorted(best.values(), key=_order)


def _rank(quote: Quote) -> tuple[bool, int]:
    return quote.attribution.kind is Kind.DIRECT, len(quote.words)


def _groups(quotes: Sequence[Quote], embedder: Callable[[], Embedder]) -> list[list[Quote]]:
    features = [_Features(quote) for quote in quotes]
    pairs = [
        (one, other) for one, other in _sharing(features) if features[one].may_be(features[other])
    ]
    unsure = sorted({place for pair in pairs for place in pair if not _alike(features, pair)})
    vector_of: dict[int, NDArray[np.float32]] = {}
    if unsure:
        vectors = embedder().embed_documents([quotes[place].words for place in unsure])
        vector_of = dict(zip(unsure, vectors, strict=True))
    group_of = list(range(len(quotes)))
    for one, other in pairs:
        same = _alike(features, (one, other))
        apart = features[one].article != features[other].article
        # In one article a summary and the words that it sums up stay two.
        if apart and not same and one in vector_of and other in vector_of:
            cosine = float(vector_of[one] @ vector_of[other])
            same = cosine >= _SAME_SENSE or (
                cosine >= _NEAR_SENSE and features[one].is_part(features[other])
            )
        if same:
            left, right = group_of[one], group_of[other]
            group_of = [left if group == right else group for group in group_of]
    groups: dict[int, list[Quote]] = defaultdict(list)
    for quote, group in zip(quotes, group_of, strict=True):
        groups[group].append(quote)
    return list(groups.values())


def _sharing(features: Sequence[_Features]) -> list[tuple[int, int]]:
    """Return the pairs that share enough words, found by what they share."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, feature in enumerate(features):
        for word in feature.stems:
            holding[word].append(place)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for places in holding.values():
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                shared[one, other] += 1
    return [
        pair
        for pair, count in sorted(shared.items())
        if count >= _SIMILAR_WORDS * max(1, min(len(features[place].stems) for place in pair))
        and count >= min(2, *(len(features[place].stems) for place in pair))
    ]


def _alike(features: Sequence[_Features], pair: tuple[int, int]) -> bool:
    """Whether the words alone are the same, but for a few."""
    one, other = (features[place].stems for place in pair)
    return len(one & other) >= _SAME_WORDS * max(len(one), len(other), 1)


class _Features:
    """What has to agree if two quotes are of one remark."""

    def __init__(self, quote: Quote) -> None:
        words = _MARKS.sub(" ", quote.words)
        self.stems = frozenset(content_stems(words)) - _NEGATING
        self.article = quote.article.id
        self._numbers = frozenset(round(one.value, 3) for one in numbers(words))
        plain = [
            word.lower()
            for word in _WORD.findall(words.replace("n’t", " not").replace("n't", " not"))
        ]
        denied = stem(quote.attribution.verb.split()[0].lower()) in DENIALS
        self._denies = denied != bool(NEGATIONS.intersection(plain) or _FALLS_SHORT.search(words))
        self._every = frozenset(map(stem, plain))

    def is_part(self, other: _Features) -> bool:
        """Whether the shorter of the two is mostly in the longer one, which is no long speech."""
        least, most = sorted((len(self.stems), len(other.stems)))
        shared = len(self.stems & other.stems)
        return 3 <= shared >= _CONTAINED * least and most <= 4 * least

    def may_be(self, other: _Features) -> bool:
        """Whether neither numbers, negation nor opposites keep the two apart."""
        if self._numbers != other._numbers and not (
            len(self.stems) > 12 and self._numbers and other._numbers <= self._numbers
        ):
            return False
        if self._denies != other._denies:
            return False
        return not any(
            self._says(left, other, right) or self._says(right, other, left)
            for left, right in OPPOSITES
        )

    def _says(self, own: frozenset[str], other: _Features, theirs: frozenset[str]) -> bool:
        mine = self._every & own
        others = other._every & theirs
        return bool(mine - other._every) and bool(others - self._every)
