"""Questions about who held an office at a date, over all articles: alone, of two dates, in a talk.

"Who is the prime minister?" has another answer every few years. With the month of the article that
names the holder the answer stays true, and so does the question that follows: "And in March 2022?".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from rapidfuzz import fuzz

from index.articles import Article
from index.text.sentences import Span
from rag.evaluation.proposing.proposals import Proposal, sentences
from rag.language.dates import MONTHS, WEEKDAYS
from rag.language.nations import ADJECTIVES
from rag.language.people import names_of, officers
from rag.language.speech import SAYING
from rag.language.words.verbs import finite

OFFICE, FOLLOW_UP, TWO_ARTICLES = "office", "follow-up", "two-articles"

_BODIES = frozenset({"US", "UK", "EU", "UN", "NATO", "FBI", "CIA", "CDC", "WHO", "FIFA", "IAEA"})
_KNOWN = re.compile(
    r"(?P<of>\S+) (?P<office>(?:Prime|Foreign|Defen[cs]e|Interior|Finance|Deputy|Vice|Trade|Health|"
    r"Secretary|Attorney|Energy) )?(?P<head>Minister|President|Chancellor|Secretary|"
    r"General|Secretary-General|Director|Ambassador|King|Queen)"
)
_NO_LONGER = frozenset({"former", "then", "late", "ex", "onetime", "longtime", "first", "next"})
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SHARE = 0.8
"""Of the mentions of an office in a year that must name one person: others held it before."""
_MANY = 30
"""Articles among which an office of the day is named more than once."""
_BEHIND = 6
"""Words behind a name among which its verb is looked for."""
_NEAR = 45
"""Days within which who is named still holds the office."""
_ALIKE = 80
"""Of 100: surnames as alike are spellings of one name."""


@dataclass(frozen=True, kw_only=True)
class _Mention:
    office: str
    name: str
    day: date
    article: Article
    span: Span

    @property
    def month(self) -> str:
        return f"{MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def proposal(self) -> Proposal:
        return Proposal(
            question=f"Who was the {self.office} in {self.month}?",
            answers=names_of(self.name),
            article=self.article,
            start=self.span[0],
            end=self.span[1],
            tags=(OFFICE,),
        )


def office_questions(articles: Sequence[Article]) -> Iterator[Proposal]:
    """Yield who held which office when, as far as the articles agree on it."""
    found: dict[str, list[_Mention]] = defaultdict(list)
    for mention in _mentions(articles):
        found[mention.office].append(mention)
    fewest = 2 if len(articles) >= _MANY else 1
    certain = {office: _agreed(every, fewest=fewest) for office, every in sorted(found.items())}
    first = [held[0] for held in certain.values() if held]
    for one in first:
        yield one.proposal
    for one, other in pairwise(first):
        then = [held for held in certain[other.office] if abs((one.day - held.day).days) <= _NEAR]
        if then:
            yield _next_office(one, then[0])
    for held in certain.values():
        changes = [(a, b) for a, b in pairwise(held) if not _is_same(a.name, b.name)]
        for before, after in changes[:1]:
            yield _next_date(before, after)
            yield _both_dates(before, after)


def _mentions(articles: Sequence[Article]) -> Iterator[_Mention]:
    for article in articles:
        if article.published is None:
            continue
        for start, end in sentences(article):
            sentence = article.text[start:end]
            for one in officers(sentence) if "\n" not in sentence else ():
                office = _KNOWN.fullmatch(one.office)
                before = sentence[: sentence.find(one.office)].rstrip().rpartition(" ")[2]
                held = not one.once and before.strip('“"-').lower() not in _NO_LONGER
                whole = held and not one.name.endswith(("’s", "'s", *WEEKDAYS))
                other = {int(year) for year in _YEAR.findall(sentence)} - {article.published.year}
                behind = sentence[sentence.find(one.name) + len(one.name) :].split()[:_BEHIND]
                acts = any(map(_is_said, behind))  # who holds it now speaks; others are told of
                whole = whole and acts and not other
                if office and whole and office["of"] in ADJECTIVES | _BODIES:
                    yield _Mention(
                        office=_lowered(one.office),
                        name=one.name,
                        day=article.published,
                        article=article,
                        span=(start, end),
                    )


def _is_said(word: str) -> bool:
    verb = finite(word.strip(',.”"'))
    return verb is not None and verb.base in SAYING


def _agreed(mentions: Sequence[_Mention], *, fewest: int) -> list[_Mention]:
    """Return a mention a year, by date, of the person whom nearly all of that year name.

    That takes ``fewest`` articles: a single one may tell of a Christmas of long ago.
    """
    years: dict[int, list[_Mention]] = defaultdict(list)
    for one in sorted(mentions, key=lambda one: (one.day, one.article.text)):
        years[one.day.year].append(one)
    agreed = []
    for every in years.values():
        same = [one for one in every if _is_same(one.name, every[-1].name)]
        alone = len({one.article.id for one in same}) < fewest
        if len(same) >= _SHARE * len(every) and not alone:
            agreed.append(same[-1])
    return agreed


def _is_same(one: str, other: str) -> bool:
    return fuzz.ratio(one.split()[-1], other.split()[-1]) >= _ALIKE


def _lowered(office: str) -> str:
    """Return "British prime minister" for "British Prime Minister"."""
    first, *others = office.split()
    return " ".join([first, *map(str.lower, others)])


def _next_office(one: _Mention, other: _Mention) -> Proposal:
    """Return "And the French president?" after a question about another office."""
    asked = one.proposal.question
    return replace(
        other.proposal,
        question=f"And the {other.office}?",
        tags=(FOLLOW_UP,),
        history=(asked,),
        standalone=f"Who was the {other.office} in {one.month}?",
    )


def _next_date(before: _Mention, after: _Mention) -> Proposal:
    """Return "And in October 2022?" after a question about the same office."""
    return replace(
        after.proposal,
        question=f"And in {after.month}?",
        tags=(FOLLOW_UP,),
        history=(before.proposal.question,),
        standalone=after.proposal.question,
    )


def _both_dates(before: _Mention, after: _Mention) -> Proposal:
    """Return "Who was the British prime minister in May 2022, and who in January 2023?"."""
    return replace(
        after.proposal,
        question=f"Who was the {after.office} in {before.month}, and who in {after.month}?",
        tags=(TWO_ARTICLES,),
        beside=((before.article, before.span),),
    )
