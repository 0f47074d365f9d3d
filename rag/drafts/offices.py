"""Offices: whether the articles give somebody the office that the draft does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles import Article
from index.text.sentences import sentence_spans
from index.text.words import listed
from rag.language.names import by_frequency, fold, kin
from rag.language.offices import OFFICES, usual_office
from rag.quotes.cast import Cast, Holder
from rag.quotes.office_names import office_likeness

_RANK = listed("deputy vice assistant acting former")
"""Words before an office that make it another one."""
_FORMER = listed("ex once onetime sometime previous previously formerly")
"""Other words for former."""
_ANYBODYS = listed(
    "company firm group party campaign city state team county agency department the of"
)
"""Words that say of what somebody has an office, but not of which."""
_OFFICES, _GENERIC = (frozenset(map(kin, words)) for words in (OFFICES, _ANYBODYS))
_FIELD = listed(
    """
    affairs defense defence education energy environment finance foreign health home immigration
    interior justice labor labour security state sport trade transport treasury prime eu nato un
    european union party democratic
    """
)
"""Words that say of what an office is."""
_EXECUTIVE = re.compile(r"\b(?:chief\s+executive(?:\s+officer)?|executive\s+officer)\b", re.I)
"""The longer names of a CEO."""
_EXECUTIVES = frozenset(map(kin, ("ceo", "chairman", "chief", "director", "officer", "president")))
"""Words of the offices of whom one may call an executive."""
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class OtherOffice:
    """An office that no article gives, and the one that they do."""

    said: str
    articles_say: str


@lru_cache(maxsize=2048)
def holders_of(article: Article) -> tuple[Holder, ...]:
    """Return who holds an office in an article."""
    return Cast(article.text).holders


def other_office(held: Holder, articles: Sequence[Article]) -> OtherOffice | None:
    """Return what office the articles give to somebody where it is none like the draft's.

    Where none names an office with the name, its word has to stand beside the name at least.
    ``None`` where an article agrees, or none names the person.
    """
    told = [
        (other, article)
        for article in articles
        for other in holders_of(article)
        if _is_same_person(held.name, other.name)
    ]
    if any(_agree(held.role, other.role) for other, _ in told):
        return None
    if told:
        usual = by_frequency(Counter(other.role for other, _ in told))[0]
        return OtherOffice(said=held.role, articles_say=usual)
    beside = [text for article in articles for text in _beside(held.name, article)]
    offices = [_words(text) & OFFICES for text in beside]
    own = _words(held.role) & OFFICES
    if not any(offices) or any(own & one for one in offices):
        return None
    return OtherOffice(said=held.role, articles_say=beside[offices.index(max(offices, key=len))])


def _beside(name: str, article: Article) -> Iterator[str]:
    """Yield the sentences of an article that name somebody in full."""
    if name not in article.text:
        return
    for start, end in sentence_spans(article.text):
        if name in article.text[start:end]:
            yield " ".join(article.text[start:end].split())


def _is_same_person(own: str, other: str) -> bool:
    mine, theirs = fold(own).split(), fold(other).split()
    return mine == theirs or (
        mine[-1] == theirs[-1] and (set(mine) <= set(theirs) or set(theirs) <= set(mine))
    )


def _agree(own: str, other: str) -> bool:
    mine, theirs = _words(own), _words(other)
    if kin("executive") in mine and theirs & _EXECUTIVES:
        return True
    generic = not theirs - _OFFICES - _GENERIC  # "company spokeswoman": whose, the article knows
    unlike = office_likeness(own, other) <= 0 and office_likeness(other, own) <= 0
    if unlike and not mine & theirs & (_OFFICES if generic else frozenset({"ceo"})):
        return False
    if (mine ^ theirs) & _RANK:
        return False
    return not (mine & _FIELD) - theirs or not theirs & _FIELD


def _words(role: str) -> frozenset[str]:
    role = _EXECUTIVE.sub("ceo", role)
    folded = (fold(word).replace("defence", "defense") for word in _WORD.findall(role))
    plain = ("former" if word in _FORMER else word for word in folded)
    return frozenset(word if word in _FIELD | _RANK else kin(usual_office(word)) for word in plain)
