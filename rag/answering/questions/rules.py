"""The rules: which questions a sentence answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.text.words import listed
from rag.answering.questions.casing import Casing
from rag.answering.questions.clauses import SAYS_MORE, Clause, clause
from rag.answering.questions.standalone import stands_alone
from rag.language.dates import Date, dates
from rag.language.names import names
from rag.language.nations import ADJECTIVES, COUNTRIES
from rag.language.numbers import Number, NumberType, numbers
from rag.language.people import (
    HUMAN,
    OF_PEOPLE,
    People,
    is_person,
    names_of,
    officers,
    person_in,
)
from rag.language.words.verbs import BEING, is_participle

_BOUND = re.compile(
    r"(?:(?:over|about|around|nearly|almost|some|more than|less than|at least|up to)\s+)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?P<nouns>(?:[A-Z]?[a-z]+(?:-[a-z]+)?\s+){0,2}(?:[a-z-]{2,}s|people|men|women|children))"
    r"(?=$|\s+(?:in|to|from|for|with|on|at|by|during|into|since|after|before|per|across|among"
    r"|between|under|over|worth|of)\b)"
)
_NOT_COUNTED = listed("more this its his was is has as us years times others pounds degrees")
_SHARE = re.compile(r"\s+(?P<whole>of\s+\S.*)")
_THERE_ARE = re.compile(r"There (?P<verb>are|were) (?P<counted>[^,:;]+)\.")

_DATE_FOLLOWS = re.compile(r"^(?P<before>.*?)\s*\b(?:in|on)\s+$")
_PLACED = listed("held born based located buried signed take took takes met meet living")
_PLACE = re.compile(
    r"^(?P<before>.*?)\s*\b(?:in|at)\s+"
    r"(?P<place>(?:the\s+(?:city|town|village)\s+of\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?)$"
)

_ONE_OF_ITS_KIND = re.compile(
    r"the (?:\w+ )?(?:first|second|third|fourth|fifth|only|main|capital|most|\w{3,}est)\b"
)
_AGENT = re.compile(r"^(?P<before>.*?)\s*\bby\s+(?P<agent>(?:the\s+)?[A-Z][^,]*)$")
_ROLE = re.compile(r",\s+(?:a|an|the|former|then|once|leader|head|chief|president|minister)\b")

_SAYS = (
    r"(?:said|says|stated|added|replied|stressed|told|warned|wrote|noted|declared|announced|pledged"
    r"|promised|argued|claimed)"
)
_SPEAKER = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_QUOTED = re.compile(
    rf"[“\"]?(?P<said>[^“”\".!?]+)[,.][”\"]\s+(?:{_SAYS}\s+(?P<after>[A-Z][\w’' -]*?)"
    rf"|(?P<before>[A-Z][\w’' -]*?)\s+{_SAYS})(?:[.,]|\s+(?:in|on|at|to|during)\b)"
)
_REPORTED = re.compile(
    rf"(?P<said>[^“”\"();:]+), (?P<name>{_SPEAKER})(?:, [^,]+,)? (?:said|stated)(?: on \w+)?\."
)
_THAT = re.compile(
    rf"(?:^|, )(?P<name>{_SPEAKER}) (?P<says>{_SAYS}) that (?P<said>[^“”\"(),;:]+)"
    r"(?:, [^“”\"]*)?\."
)
_FEWEST_SAID, _MOST_SAID = 5, 24
"""Words of what was said that one can be asked about."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question that a sentence answers."""

    question: str
    answers: tuple[str, ...]
    """Empty where the sentence answers it, though not in a few words."""
    kind: str
    """``person``, ``figure``, ``date``, ``place`` or ``name``; ``open`` without answers."""


class QuestionGenerator:
    """Asks about the sentences of one text, which tells how its names are written."""

    def __init__(self, text: str) -> None:
        self._casing, self._people = Casing(text), People(text)

    def drafts(self, sentence: str) -> Iterator[Draft]:
        """Yield the questions with a short answer that stand alone, the most definite first."""
        parsed = clause(sentence, self._casing)
        drafts = [_how_many_are(sentence)]
        if parsed is not None:
            drafts += [rule(parsed) for rule in _OF_CLAUSES]
            drafts.append(_who_does(parsed, self._people))
        drafts += [self._who_said(sentence), *_who_holds(sentence)]
        yield from (one for one in drafts if one and stands_alone(one.question, one.answers))

    def open_questions(self, sentence: str) -> Iterator[Draft]:
        """Yield the questions that the sentence as a whole answers: who somebody is, what he said.

        They are for a reader. A test set cannot say which answers to them are right.
        """
        for question in (*_who_is(sentence), *self._what_said(sentence)):
            if stands_alone(question):
                yield Draft(question=question, answers=(), kind="open")

    def _who_said(self, sentence: str) -> Draft | None:
        """Ask "Who said “...”?", or "Who said that ...?", of somebody whose full name is known."""
        if quoted := _QUOTED.match(sentence):
            speaker, said = quoted["after"] or quoted["before"], quoted["said"]
            asked = f"said “{said}”"
        elif that := _THAT.search(sentence):
            speaker, said = that["name"], that["said"]
            asked = f"{that['says']} that {said}"
        elif reported := _REPORTED.fullmatch(sentence):
            speaker, said = reported["name"], self._casing.inside(reported["said"].split())
            asked = f"said that {said}"
        else:
            return None
        name = self._people.full_name(speaker)
        if name is None or not _FEWEST_SAID <= len(said.split()) <= _MOST_SAID:
            return None
        return Draft(question=f"Who {asked}?", answers=names_of(name), kind="person")

    def _what_said(self, sentence: str) -> Iterator[str]:
        """Ask "What did Mark Rutte say about the Western Balkans?"."""
        found = names(sentence)
        for speaker in found:
            before, behind = sentence[: speaker.start], sentence[speaker.end :]
            beside = re.search(rf"\b{_SAYS}\s+$", before) or re.match(rf"\s+{_SAYS}\b", behind)
            name = self._people.full_name(speaker.text) if beside else None
            # What was said follows "that" or stands in front; the rest is about the occasion.
            that = sentence.find(" that ", speaker.end)
            said = [
                one for one in found if (one.start > that if that > 0 else one.end < speaker.start)
            ]
            topics = [one for one in said if " " in one.text]
            if name and topics:
                the = "the " if sentence[: topics[-1].start].lower().endswith("the ") else ""
                yield f"What did {name} say about {the}{topics[-1].text}?"
                return


def _who_is(sentence: str) -> Iterator[str]:
    """Ask "Who is Milan Radoičić?" of "Milan Radoičić, former deputy leader of ..."."""
    for one in names(sentence):
        if is_person(one.text) and _ROLE.match(sentence[one.end :]):
            yield f"Who is {one.text}?"


def _how_many_do(clause: Clause) -> Draft | None:
    """Ask "How many soldiers from 28 countries are stationed in Kosovo?"."""
    count = _count(clause.subject)
    return _figure(count, count.whole, clause.predicate) if count else None


def _how_many_done(clause: Clause) -> Draft | None:
    """Ask "How many soldiers does KFOR have?"."""
    count = _count(clause.rest)
    if count is None or _leading_number(clause.subject):
        return None
    if clause.auxiliary in BEING and not clause.verb:
        return None
    return _figure(count, count.asks, clause.asked(count.rest))


def _how_many_are(sentence: str) -> Draft | None:
    """Ask "How many seats are there in the parliament of Kosovo?"."""
    there = _THERE_ARE.fullmatch(sentence)
    count = _count(there["counted"]) if there else None
    if there is None or count is None or not count.asks.startswith("How many"):
        return None
    are = f"{there['verb']} there"
    of = count.rest.startswith("of ")
    return _figure(count, count.asks, *((count.rest, are) if of else (are, count.rest)))


@dataclass(frozen=True, kw_only=True)
class _Count:
    number: str
    asks: str
    """ "How many soldiers", or "What percentage of the vote"."""
    whole: str
    """ "How many soldiers from 28 countries": with all that follows."""
    rest: str
    """What follows what is counted."""


def _count(text: str) -> _Count | None:
    """Return what the number counts that a text begins with."""
    number = _leading_number(text)
    if number is None:
        return None
    behind = text[number.end :]
    if number.type is NumberType.PERCENT:
        share = _SHARE.fullmatch(behind)
        asks = f"What percentage {share['whole']}" if share else ""
        return _Count(number=number.text, asks=asks, whole=asks, rest="") if share else None
    counted = _COUNTED.match(behind)
    if not counted or number.value == 1 or not _NOT_COUNTED.isdisjoint(counted["nouns"].split()):
        return None
    asks, whole = f"How many {counted['nouns']}", f"How many{behind}"
    return _Count(number=number.text, asks=asks, whole=whole, rest=behind[counted.end() :].strip())


def _leading_number(text: str) -> Number | None:
    """Return the number that a text begins with, "over" and its like apart."""
    bound, first = _BOUND.match(text), next(iter(numbers(text)), None)
    begins = first is not None and bound is not None and first.start == bound.end()
    return first if first and begins and first.type is not NumberType.ORDINAL else None


def _figure(count: _Count, *words: str) -> Draft:
    question = f"{' '.join(filter(None, words))}?"
    return Draft(question=question, answers=(count.number,), kind="figure")


def _when_in_front(clause: Clause) -> Draft | None:
    """Ask about the date of "In 1999, ..."."""
    if clause.date is None or not _happens_at(clause) or dates(clause.rest):
        return None
    if not any(map(_is_definite, dates(clause.date))):
        return None
    asked = f"When {clause.asked(clause.rest)}?"
    return Draft(question=asked, answers=(clause.date,), kind="date")


def _when_at_the_end(clause: Clause) -> Draft | None:
    """Ask about the date of "... in 1999"."""
    found = list({date.text: date for date in dates(clause.rest)}.values())
    if clause.date is not None or len(found) != 1 or not _is_definite(found[0]):
        return None
    follows = _DATE_FOLLOWS.match(clause.rest[: found[0].start])
    if follows is None or found[0].end < len(clause.rest) or not _happens_at(clause):
        return None
    before = follows["before"]
    if not (clause.verb or before) or SAYS_MORE.search(before):
        return None  # the date may be that of something else
    answer = found[0].text.rstrip(", ")
    return Draft(question=f"When {clause.asked(before)}?", answers=(answer,), kind="date")


def _where(clause: Clause) -> Draft | None:
    """Ask "Where was the treaty signed?"."""
    found = _PLACE.match(clause.rest)
    verb = clause.lexical.base if clause.lexical else clause.verb.split(" ")[-1]
    place = found["place"] if found else ""
    if found is None or verb not in _PLACED or dates(place):
        return None
    if not ADJECTIVES.isdisjoint(place.split()):
        return None
    asked = f"Where {clause.asked(found['before'])}?"
    return Draft(question=asked, answers=(place,), kind="place")


def _happens_at(clause: Clause) -> bool:
    """Whether "when" can be asked: not of "has gone", "would go" or "has one made"."""
    if clause.setting:  # it may say when already
        return False
    if clause.lexical is not None:
        return clause.lexical.base != "have"
    return clause.auxiliary in BEING | {"will"}


def _is_definite(date: Date) -> bool:
    return date.year is not None or date.day is not None


def _who_does(clause: Clause, people: People) -> Draft | None:
    """Ask "Who said that ...?"; a surname will do where ``people`` know the full name."""
    person = person_in(clause.subject) or people.full_name(clause.subject)
    base = clause.lexical.base if clause.lexical else ""
    if person is None or not (base in HUMAN or clause.verb in OF_PEOPLE):
        return None
    return Draft(question=f"Who {clause.predicate}?", answers=names_of(person), kind="person")


def _who_by(clause: Clause) -> Draft | None:
    """Ask "Who was the church built by?"."""
    agent = _AGENT.match(clause.rest)
    if agent is None or clause.auxiliary not in BEING or not clause.verb:
        return None
    if " and " in agent["before"] or is_participle(agent["before"].rpartition(" ")[2]):
        return None  # "surrendered to forces led by": somebody else's doing
    name = agent["agent"].removeprefix("the ")
    if not _is_name(name):
        return None
    answers = names_of(name) if is_person(name) else (name,)
    asked = clause.asked(f"{agent['before']} by".strip())
    return Draft(question=f"Who {asked}?", answers=answers, kind="person")


def _which_country(clause: Clause) -> Draft | None:
    """Ask "Which country sends the most soldiers?"."""
    country = clause.subject.removeprefix("the ")
    if country not in COUNTRIES:
        return None
    return Draft(question=f"Which country {clause.predicate}?", answers=(country,), kind="name")


def _what_is(clause: Clause) -> Draft | None:
    """Ask "What is the largest city of Kosovo?", or "Who" of a person."""
    name = clause.subject.removeprefix("the ")
    only_be = clause.auxiliary in BEING and not clause.verb
    if not only_be or not _ONE_OF_ITS_KIND.match(clause.rest) or not _is_name(name):
        return None
    if is_person(name):
        return Draft(question=f"Who {clause.predicate}?", answers=names_of(name), kind="person")
    return Draft(question=f"What {clause.predicate}?", answers=(name,), kind="name")


def _is_name(words: str) -> bool:
    return [found.text for found in names(f"by {words}")] == [words]


def _who_holds(sentence: str) -> Iterator[Draft]:
    """Ask "Who is the Serbian President?" of a sentence that names him with his office."""
    for officer in officers(sentence):
        office = officer.office.removeprefix("The ").removeprefix("the ")
        the = "" if office.split()[0].endswith(("’s", "'s")) else "the "
        question = f"Who {'was' if officer.once else 'is'} {the}{office}?"
        yield Draft(question=question, answers=names_of(officer.name), kind="person")


_OF_CLAUSES: tuple[Callable[[Clause], Draft | None], ...] = (
    _how_many_done,
    _how_many_do,
    _who_by,
    _when_in_front,
    _when_at_the_end,
    _where,
    _what_is,
    _which_country,
)
