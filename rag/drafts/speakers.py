"""Who says it: whether the articles give a remark of the draft to the same speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.articles import Article
from rag.quotes import Attribution, attributions
from rag.quotes.office_names import office_likeness
from rag.quotes.speakers import is_meant
from rag.verification.clauses import clause
from rag.verification.evidence import SYNONYM, Meaning, coverage, sharing_most

_SAME = 0.62
"""Likeness from which on a remark of an article is the one of the draft."""
_FURTHER = 0.15
"""How much less like it the same speaker's remarks are, where it is another's."""
_NEAR = 0.45
"""Likeness from which on a speaker has said something of the kind."""
_ASKED = re.compile(r"\s*(?:where|when|how|why|who|what|which|whether)\b", re.IGNORECASE)
"""How what somebody told of begins, whose words it does not give."""
_COMPARED = 12
_FEWEST = 3
"""Words of meaning from which on a remark can be told from others."""
_SHORT = 5
"""Words of meaning below which each of them has to be in the remark of another."""
_NOBODY = frozenset({"i", "we", "they", "it", "he", "she", "you", "who", "one"})


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something that an article quotes somebody as saying."""

    article: Article
    said: Attribution

    @property
    def words(self) -> str:
        """What is said."""
        return self.article.text[self.said.start : self.said.end]

    @property
    def speaker(self) -> str:
        """Who says it, with the office where the article names one."""
        return f"{self.said.speaker}, {self.said.role}" if self.said.role else self.said.speaker


@dataclass(frozen=True, kw_only=True)
class Voices:
    """Whose remark of the articles is like one of the draft."""

    own: frozenset[str]
    """Ids of the articles in which the speaker of the draft says something of the kind."""
    other: Remark | None = None
    """What another one said, where it is that and no remark of the draft's speaker."""


@lru_cache(maxsize=2048)
def remarks_of(article: Article) -> tuple[Remark, ...]:
    """Return what an article quotes people as saying."""
    return tuple(
        Remark(article=article, said=one)
        for one in attributions(article.text, published=article.published)
    )


def covering(article: Article, start: int, end: int) -> Remark | None:
    """Return the remark that most of a stretch of an article belongs to."""
    most = 0.5 * (end - start)
    for one in remarks_of(article):
        if min(one.said.end, end) - max(one.said.start, start) >= most:
            return one
    return None


def is_same(own: Attribution, other: Attribution) -> bool:
    """Whether two speakers may be one: by name, by office, or by whose the office is."""
    if own.speaker.lower() in _NOBODY or other.speaker.lower() in _NOBODY:
        return True
    if is_meant(own.speaker, other.speaker, other.role):
        return True
    if is_meant(other.speaker, own.speaker, own.role):
        return True
    if own.is_person and other.is_person:
        return False
    return bool(own.role and other.role and office_likeness(own.role, other.role) > 0)


def _has_all(content: str, words: str) -> bool:
    stems = clause(content).stems
    return coverage(stems, clause(words).features) >= SYNONYM


def voices(own: Attribution, content: str, articles: Iterable[Article], meaning: Meaning) -> Voices:
    """Return who is quoted in ``articles`` as saying ``content``, of which ``own`` is the draft's.

    Somebody who is called "he" may be anyone.
    """
    wanted = clause(content).features
    every = [remark for article in articles for remark in remarks_of(article)]
    near = sharing_most(content, every, key=lambda one: one.words, most=_COMPARED)
    if len(clause(content).stems) < _FEWEST or not near or _ASKED.match(content):
        return Voices(own=frozenset())
    is_short = len(clause(content).stems) < _SHORT
    likeness = meaning.likeness(content, [one.words for one in near])
    scored = [
        ((coverage(wanted, clause(one.words).features) + like) / 2, one)
        for one, like in zip(near, likeness, strict=True)
    ]
    mine = [(score, one) for score, one in scored if is_same(own, one.said)]
    same = max((score for score, _ in mine), default=0.0)
    others = [(score, one) for score, one in scored if not is_same(own, one.said)]
    others = [one for one in others if not is_short or _has_all(content, one[1].words)]
    best, remark = max(others, key=lambda one: one[0], default=(0.0, None))
    is_others = best >= _SAME and same < best - _FURTHER
    near_by = frozenset(one.article.id for score, one in mine if score >= _NEAR)
    return Voices(own=near_by, other=remark if is_others else None)
