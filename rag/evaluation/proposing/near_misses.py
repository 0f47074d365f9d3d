"""Near misses: questions that look like answerable ones and have no answer.

One name or year of an answerable question is exchanged for another. Only words tell whether an
article answers the result: a question is dropped as soon as some article has the new name or year
near half of the question's other words.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from index.articles import Article
from index.text.sentences import sentence_spans
from index.text.words import stem, words
from rag.evaluation.proposing.phrasing import acts_alone, has_title
from rag.evaluation.proposing.proposals import Proposal
from rag.language.nations import ADJECTIVE, ADJECTIVES, COUNTRIES, WITH_ARTICLE
from rag.language.offices import OFFICES
from rag.language.people import People, is_person
from rag.language.words.stopwords import content_stems

NEAR_MISS = "near-miss"
"""The tag of an altered question, beside ``unanswerable``."""

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_TWO_NAMES = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+(?: [^\W\d_a-z]['’\w]*(?:-[^\W\d_a-z]\w+)?)")
"""A first name and a surname, but not "US-designed Boeing"."""
_SHARE = 0.5
"""Of the question's other words; with so many of them near, an article may answer it."""
_REACH = 1
"""Sentences to either side that count as near."""
_TRIES = 12
_UNALTERED = frozenset({"who-is"})
"""Kinds of question that another name makes another question, and no near miss."""
_READ_FOR_PEOPLE = 200
"""Articles whose people are put in the places of others."""


@dataclass(frozen=True)
class Alterer:
    """Alters questions about ``articles`` so that none of them answers the result."""

    articles: Sequence[Article]
    seed: int = 0

    def altered(self, proposal: Proposal) -> Proposal | None:
        """Return a near miss of the proposal, ``None`` where none was found."""
        rng = random.Random(f"{self.seed} {proposal.question}")  # the same one every time
        if proposal.history or proposal.beside or proposal.tags[0] in _UNALTERED:
            return None
        for old, new in islice(self._exchanges(proposal, rng), _TRIES):
            question = re.sub(rf"\b{re.escape(old)}\b", new, proposal.question, count=1)
            if not self._may_be_answered(question, new):
                return replace(
                    proposal,
                    question=question,
                    answers=(),
                    tags=(*proposal.tags, "unanswerable", NEAR_MISS),
                    altered_from=proposal.question,
                )
        return None

    def _exchanges(self, proposal: Proposal, rng: random.Random) -> Iterator[tuple[str, str]]:
        """Yield what could be exchanged for what, people before countries before years."""
        question = proposal.question
        if proposal.tags[0] == "office":
            year = _YEAR.findall(question)[-1]
            yield year, str(int(year) - rng.randint(40, 60))
            return
        for person in sorted({*self._people, *People(proposal.article.text).certain()}):
            alone = re.search(rf"(?<!the ){re.escape(person)}(?! [A-Z])", question)
            before = question[: alone.start()].split()[-1:] if alone else []
            titled = before and before[0].lower() in OFFICES
            if (
                alone and not titled and is_person(person)
            ):  # not "the Social Charter", "Mental Health Agency"
                others = [other for other in self._people if not _shares_word(other, question)]
                yield from ((person, other) for other in rng.sample(others, min(4, len(others))))
        for old in re.findall(r"\w+", question):
            for of_a_kind in (COUNTRIES, ADJECTIVES):
                if old in of_a_kind - WITH_ARTICLE and not _is_inside_name(question, old):
                    others = sorted(of_a_kind - WITH_ARTICLE - set(words_of(question)))
                    rng.shuffle(others)
                    others.sort(key=lambda one: one not in self._mentioned)  # known ones first
                    yield from ((old, other) for other in others if _fits(question, old, other))
        years = _YEAR.findall(question)
        for year in years if len(years) == 1 else ():
            for off in rng.sample(range(2, 9), 4):
                later = int(year) + off
                yield year, str(later if later <= self._last_year else int(year) - off)

    def _may_be_answered(self, question: str, new: str) -> bool:
        wanted = set(content_stems(question)) - set(content_stems(new)) - _kin(new)
        needed = max(1, round(_SHARE * len(wanted)))
        return any(
            len(wanted & stretch) >= needed
            for article in self.articles
            if new in article.text
            for stretch in _near(article.text, new)
        )

    @cached_property
    def _people(self) -> tuple[str, ...]:
        """The people; where there are enough, those whose first name another one has, too."""
        found = {
            name
            for article in self.articles[:_READ_FOR_PEOPLE]
            for name in People(article.text).certain()
            if acts_alone(name, article.text)
            and not has_title(name, article.text)
            and _TWO_NAMES.fullmatch(name)
        }
        shared = Counter(name.split()[0] for name in found)
        known = {name for name in found if shared[name.split()[0]] > 1}
        return tuple(sorted(known if len(known) > 1 else found))

    @cached_property
    def _last_year(self) -> int:
        """The year of the last article: what has not been yet is no near miss."""
        return max((one.published.year for one in self.articles if one.published), default=0)

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        """The countries and their adjectives that some article has."""
        known = COUNTRIES | ADJECTIVES
        return frozenset(
            word
            for article in self.articles[:_READ_FOR_PEOPLE]
            for word in words_of(article.text)
            if word in known
        )


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are spelt."""
    return set(re.findall(r"\w+", text))


def _near(text: str, new: str) -> Iterator[set[str]]:
    """Yield the stems around each place where the text has the new word."""
    spans = sentence_spans(text)
    for position, (start, end) in enumerate(spans):
        if new in text[start:end]:
            around = spans[max(0, position - _REACH) : position + _REACH + 1]
            yield {stem(word) for word in words(text[around[0][0] : around[-1][1]])}


def _kin(new: str) -> set[str]:
    """Return the stems of the country that an adjective belongs to, and of the adjective."""
    pairs = [pair for pair in ADJECTIVE.items() if new in pair]
    return {one for pair in pairs for word in pair for one in content_stems(word)}


def _shares_word(name: str, question: str) -> bool:
    return not words_of(question).isdisjoint(name.split())


def _is_inside_name(question: str, word: str) -> bool:
    """Whether the word belongs to a longer name: "East India Company", not "Serbian Guard".

    So does the country to "western Ukraine": another one may have no west to speak of.
    """
    part = rf"\b(?:north|south|east|west|central)\w* {re.escape(word)}\b"
    if re.search(rf"\b{re.escape(word)}(?:[’']s|(?: [A-Z]\w+){{2}})|{part}", question):
        return True
    found = re.search(rf"(?:\s(\w+)\s+)?\b{re.escape(word)}\b(?:\s+(\w+))?", question)
    before, behind = (found[1] or "", found[2] or "") if found else ("", "")
    return before[:1].isupper() or (word in COUNTRIES and behind[:1].isupper())


def _fits(question: str, old: str, new: str) -> bool:
    """Whether ``a`` or ``an`` in front of the old word suits the new one too."""
    behind_article = re.search(rf"\b[Aa]n?\s+{re.escape(old)}\b", question)
    return behind_article is None or (old[0] in "AEIOU") == (new[0] in "AEIOU")
