"""Moments: what the sentences of an article say to have happened, and when.

A time belongs to the clause whose verb it goes with. Times that only tell which thing is meant
("the 2008 war"), how long something lasts ("since May"), or when something was published or
somebody born, date nothing: the event of the sentence did not happen then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.sentences import Span, sentence_spans
from index.text.words import listed
from rag.language.dates import Date, times
from rag.language.speech import quoted_spans
from rag.timeline.clauses import (
    Clause,
    Tense,
    Verbs,
    clauses,
    goes_on_behind,
    names_an_event,
    only_says,
    stands_alone,
    tells_of_its_subject,
)

_BEGINS_OR_ENDS = re.compile(
    r"\b(?:since|until|till|by|from|before|after|between|through|to|than(?:\s+in|\s+on)?|versus|"
    r"prior\s+to|ahead\s+of|all\s+of|most\s+of|throughout|back\s+to|back\s+in|compared\s+(?:to|with)|so\s+far|"
    r"(?:every|each|any|most|or|the)|(?:over|in|for|during|within)\s+the)\s+"
    r"(?:early\s+|late\s+|at\s+least\s+)?$",
    re.IGNORECASE,
)
"""What stands before a time in which nothing happened, but something began, ended or lasted."""
_RANGE = re.compile(
    r"\s*(?:-|–|—|\s(?:to|until|through)\s)\s*(?:[A-Z][a-z]{2,8}\.?\s+)?\d", re.IGNORECASE
)
_ONE_OF_SEVERAL = re.compile(r"\b(?:either|always|usually|every year)\b[^.;]{0,40}$", re.IGNORECASE)
_BEFORE_RANGE = re.compile(r"\d\s*(?:-|–|—|\s(?:to|until|through)\s)\s*$")
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|this|that|these|those|no|another|last|first|second"
    r"|third|upcoming|[a-z]+ial|deadly)|['’]s|s['’])\s+$",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[\s-]+([^\W\d_][\w’'-]*)")
_NO_NOUNS = listed(
    """
    in on at of for to from by with after before during and or but when while as that which who
    where since until because amid near over under between against into through following
    according he she it they we i you the a an this these his her its their than if so then not
    morning afternoon evening night noon midnight local alone only also now just again about last
    next early late earlier later there here both is was were are has had will would
    """
)
_PUBLISHED_OR_BORN = re.compile(
    r"(?P<aux>\b(?:was|were|been|be|is|are|has|had|have)\s+(?:\w+ly\s+|first\s+)?)?"
    r"\b(?:born|aged|dated|published|filmed|photographed|pictured|updated|reprinted|taken)"
    r"(?:\s+by\s+[^,;]{2,30}|\s+in\s+[A-Z][\w’'. -]{2,30}?)?\s+(?:on\s+|in\s+|early\s+|late\s+)?$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\b(?:according\s+to|citing|as\s+told\s+to)\b[^,;]*$", re.IGNORECASE)
_SINCE = re.compile(
    r"\bsince\s+(?:the|its|his|her|their)\s+(?:[\w’'-]+\s+){1,6}(?:in|of|on)\s+$", re.IGNORECASE
)
"""Before a time that says which thing is meant: "since the last poll in 2019"."""
_OF = re.compile(r"\b(?:of|from|by|with|about|for|on|to)\s+$", re.IGNORECASE)
"""Before "Monday's earthquakes", of which the sentence tells something later."""
_BARE_YEAR = re.compile(r"\b(?:in|during|of|early|late|mid)[\s-]+$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]*$")
_LONGEST = 600
"""Characters of a sentence; what is longer is a list or a table."""
_FEWEST = 4
"""Words of a sentence."""
_BULLETS = "►▶•*–—- \t"
_CAPTION = re.compile(
    r"\b(?:file|handout) (?:photo|picture|image)\b|\bscreen ?(?:grab|shot)s? shows?\b"
    r"|^(?:[^\s/]+\s){0,4}[^\s/]*[a-z]/[A-Z]",
    re.IGNORECASE,
)
"""Who took a picture stands before what it shows: "Ann Brown/AP Fans celebrate"."""
_OF_THE_ARTICLE = re.compile(
    r"(?:this|the|an?\s+(?:earlier|previous))\s+(?:article|column|story|version)"
    r"(?:\s+of\s+this\s+\w+)?\s+(?:(?:has\s+been|was|is\s+being)\s+)?"
    r"(?:clarified|corrected|incorrectly|misstated|updated)\b",
    re.IGNORECASE,
)
"""What a paper tells of its own article."""
_ENDED = re.compile(r"[.!?…][”\"’')\]]*$|[”\"]$")
_NOWADAYS = frozenset({"today", "tonight"})
"""Which oftener mean no day: "today the mission has 4,600 soldiers"."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that happened at a time; the spans are offsets into the article's text."""

    sentence: Span
    clause: Span
    """What the time goes with: the words to be compared."""
    shown: Span
    """What is printed: the clause where it can be read alone, or else the sentence."""
    times: tuple[Date, ...]
    """All that is said of the time, offsets relative to the sentence: "Wednesday, 24 September"."""
    tense: Tense
    is_remark: bool = False
    """Whether what happened is that somebody said something."""
    is_aside: bool = False
    """Whether the sentence, which is shown, tells mainly of something else."""
    is_relative: bool = False
    """Whether it is told of what stands before it: "the elections, which will be held in May"."""
    is_quoted: bool = False
    """Whether somebody else says when, whose "yesterday" is not the article's."""


def telling_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of a stretch that can tell an event: no headlines, no tables."""
    stretch = text[start:end]
    return [
        (start + right - len(stretch[left:right].lstrip(_BULLETS)), start + right)
        for left, right in sentence_spans(stretch)
        if right - left <= _LONGEST
        and _ENDED.search(stretch[left:right])
        and not _CAPTION.search(stretch[left:right])
        and not _OF_THE_ARTICLE.match(stretch[left:right].lstrip(_BULLETS))
        and len(stretch[left:right].split()) >= _FEWEST
    ]


def moments(text: str, sentence: Span) -> list[Moment]:
    """Return what a sentence of ``text`` says to have happened, in the order of the sentence."""
    words = text[slice(*sentence)]
    found = [one for one in _readable(words) if _dates_something(words, one)]
    if not found:
        return []
    parts, quoted = clauses(words), _quoted_in(text, sentence)
    dated = [(clause, own) for clause in parts if (own := _of(words, clause, parts, found))]
    if len(dated) > 1:  # the day of a remark is not that of what it tells
        dated = [
            (clause, own)
            for clause, own in dated
            if not only_says(words[clause.start : clause.end])
        ] or dated
    return [
        moment
        for clause, own in dated
        for moment in _moments(words, sentence[0], clause, own, parts, quoted)
    ]


def _quoted_in(text: str, sentence: Span) -> list[Span]:
    """Return what is quoted in a sentence's paragraph: a quotation may go on over sentences."""
    start = text.rfind("\n", 0, sentence[0]) + 1
    end = text.find("\n", sentence[1])
    spans = quoted_spans(text[start : end if end >= 0 else len(text)])
    return [(start + left, start + right) for left, right in spans]


def untimed(text: str, sentence: Span) -> Moment | None:
    """Return what a sentence says to have happened where it does not say when; else ``None``."""
    words = text[slice(*sentence)]
    first = clauses(words)[0]
    verbs = Verbs(words, first, (first.start, first.start))
    if times(words) or _REFERS.match(words) or not verbs.tell_what_happened:
        return None
    return Moment(
        sentence=sentence,
        clause=sentence,
        shown=sentence,
        times=(),
        tense=verbs.tense,
        is_remark=verbs.says,
    )


_REFERS = re.compile(r"[“\"‘'«„]|(?:He|She|It|They|We|I|This|That|These|Those|But|And|For)\b")


def _readable(words: str) -> list[Date]:
    """Return the times that can be a day, a month or a year, and none that has two readings."""
    every = times(words)
    starts = [one.start for one in every]
    return [
        one
        for one in every
        if starts.count(one.start) == 1
        and one.relative not in _NOWADAYS
        and (one.precision is not None or one.unit or one.relative)
    ]


def _dates_something(words: str, time: Date) -> bool:
    """Whether something may have happened at a time, by what stands beside it."""
    before, behind = words[: time.start], words[time.end :]
    of_a_day = time.day is not None or time.weekday is not None
    if _BEGINS_OR_ENDS.search(before) or _RANGE.match(behind) or _BEFORE_RANGE.search(before):
        return False
    if _ONE_OF_SEVERAL.search(before) or _SINCE.search(before):
        return False
    if behind.startswith(("'s", "’s")) and (not of_a_day or _OF.search(before)):
        return False
    following = _NEXT_WORD.match(behind)
    if _DETERMINER.search(before) and following and following[1].lower() not in _NO_NOUNS:
        return False
    bare = time.year is not None and time.month is None
    if bare and not (_BARE_YEAR.search(before) or not time.text[0].isdigit()):
        return False
    born = _PUBLISHED_OR_BORN.search(before)
    if born and not born["aux"]:
        return False
    brackets = _IN_BRACKETS.search(before)
    if brackets and before[brackets.start() + 1 :].strip():
        return False
    return not _CREDIT.search(before)


def _of(words: str, clause: Clause, parts: Sequence[Clause], found: Sequence[Date]) -> list[Date]:
    """Return the times that go with the verb of a clause, or with the event that it names."""
    own = [one for one in found if clause.start <= one.start < clause.end]
    if clause.is_of_a_noun:
        told = _told_behind(clause, parts) or names_an_event(words, clause)
        return own if told else []
    kept = []
    for one in own:
        verbs = Verbs(words, clause, (one.start, one.end))
        if not verbs.is_of_a_noun and not verbs.is_of_a_gerund:
            kept.append(one)
    return kept


def _moments(
    words: str,
    base: int,
    clause: Clause,
    own: list[Date],
    parts: Sequence[Clause],
    quoted: Sequence[Span],
) -> Iterator[Moment]:
    sentence = (base, base + len(words))
    span = (base + clause.start, base + clause.end)
    shown = span if stands_alone(words, clause) else sentence
    comma = words.find(",", own[-1].end, clause.end)
    if shown == span and comma >= 0 and clause.end < len(words) - 1:
        shown = (span[0], base + comma)  # ", most of which" begins what is no longer the clause
    if clause.is_of_a_noun:
        told = _told_behind(clause, parts)
        shown = span = (base + clause.start, base + (told or clause).end)
    elif clause.is_relative:  # "the elections, which will be held in February"
        before = words[: clause.start].split(" ")
        end = goes_on_behind(words, clause, own[-1].end) or clause.end
        span = (span[0] - len(" ".join(before[-_ANTECEDENT:])), base + end)
    elif len(parts) == 1:
        span = sentence
    elif tells_of_its_subject(words, parts) and clause is parts[0]:
        shown = span
    for together in _said_together(own):
        first = together[0]
        verbs = Verbs(words, clause, (first.start, together[-1].end))
        yield Moment(
            sentence=sentence,
            clause=span,
            shown=shown,
            times=together,
            tense=verbs.tense,
            is_remark=verbs.says,
            is_relative=clause.is_relative,
            is_aside=shown == sentence and clause is not parts[0],
            is_quoted=any(left <= base + first.start < right for left, right in quoted),
        )


def _told_behind(clause: Clause, parts: Sequence[Clause]) -> Clause | None:
    """Return the clause that tells of the event that one names: ", where police were attacked"."""
    behind = parts[parts.index(clause) + 1 :]
    return behind[0] if behind and behind[0].is_relative else None


def _said_together(own: Sequence[Date]) -> Iterator[tuple[Date, ...]]:
    """Yield the times, those that say more of one time together: "Wednesday, September 24"."""
    group: list[Date] = []
    for one in own:
        if group and not _says_more(group, one):
            yield tuple(group)
            group = []
        group.append(one)
    yield tuple(group)


def _says_more(group: Sequence[Date], one: Date) -> bool:
    """Whether a time names only what those before it leave open."""
    return one.start - group[-1].end <= _BESIDE and not any(
        getattr(one, part) is not None and getattr(other, part) is not None
        for other in group
        for part in ("year", "month", "day", "weekday", "unit")
    )


_ANTECEDENT = 3
"""Words before a relative clause among which is what it tells of."""
_BESIDE = 6
"""Characters between two times that are one: ", " and " in "."""
