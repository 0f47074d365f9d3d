"""Understanding: from what somebody typed to a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from index.filters import Filters
from index.text.languages import language_of
from index.text.words import CAPITALISED
from rag.language.dates import long_date
from rag.requests.catalog import article_asked_about, names_wanted
from rag.requests.core import clean, core
from rag.requests.intents import Guess, certain_intent, guess
from rag.requests.parts import WHO_SAID, parts_of
from rag.requests.periods import NamedPeriod, named_period
from rag.requests.publishers import attributed, mentions
from rag.requests.request import Intent, Period, Request, only
from rag.requests.spelling import Mended, Words, mended

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NEWEST = (
    r"\b(?:latest|newest|current|currently|nowadays|now|(?:most|more) recent(?:ly)?|so far"
    r"|at the moment|right now|these days|at present|up to date|last known)\b"
    r"|\b(?:is|are|does|do|has|have)\b.*\bstill\b|\b(?:today|recent)\W*$"
    r"|\brecent (?:news|developments?)\b"
)
_REPORTING = (
    r"\b(?:articles?|coverage|reporting|news (?:items?|reports?|stories))\b"
    r"|^(?:which|what|the|any|top|main|all|show|list|find|give|tell)\b"
    r".*\b(?:stories|(?<!hit the )(?<!hits the )headlines)\b"
    r"|\b(?:in|what|the|any|latest|top|main|all|of) (?:the |other |big )?news\b"
    r"(?! (?:agency|anchor|channel|conference|corp|outlet|organi[sz]ation|site|website))"
    r"|\b(?:did|do|does|have|has|how) the (?:media|press|papers|newspapers|news|outlets)\b"
    r"|\bthe (?:media|press|papers|newspapers) (?:say|said|report|reported|wrote|write|covered)\b"
    r"|\bthey (?:report|write|publish)\b"
    r"|^what (?:else )?(?:was|were|is|has been|got) (?:reported|published|written|said)\b"
)
_HAPPENED = (
    r"^(?:what|anything|everything)(?: else| all)?(?: that)?(?: (?:was|is|were))?"
    r" (?:happen(?:ed|ing|s)?|occurred|took place|going on|went on)\W*$"
)
"""Words that with a time ask for whatever articles of that time report."""
_ACCORDING_FIRST = (
    r"^(?:according to|in the (?:words|view|opinion) of|per)\s+"
    r"(?P<speaker>[^,?!]{2,60}?)\s*,\s*(?P<rest>.+)$"
)
_ACCORDING_LAST = r"^(?P<rest>.+?),?\s+according to\s+(?P<speaker>[^,?!.]{2,60})(?P<mark>[?.!]*)$"
_NO_SPEAKER = r"^(?:whom?|what|the (?:articles?|news|reports?|constitution|law))$"
_LEANS = r"\b(?:he|she|it|its|they|them|their|his|her|him|there|this|that|these|those)\b"

_IS_PAST = (
    r"\b(?:won|lost|beat|defeated|scored|finished|happened|occurred|took place|died|succeeded"
    r"|(?:was|were|got) (?:\w+ )?(?:elected|re-elected|crowned|killed|injured|held|awarded"
    r"|sworn in)"
    r"|did\b.*\b(?:win|lose|beat|defeat|score|finish|end|happen|occur|die|take place|succeed))\b"
)
"""What is told of when it is over: of a time after the last article, nobody can have told it."""
_ABOUT = (
    r"\b(?:about|on|covering|regarding|concerning|into|check(?:ing)?|verify(?:ing)?|following)\s+"
    r"(?P<matter>[^,;.!?]{3,80})[^,;]*$"
)
_NAMES_SOMETHING = rf"\s(?!I\b){CAPITALISED}"
"""A name behind the first word, with which a question needs no lead-in to be understood."""

_LIKELY = 0.34
_LEAST_LIKELY = {
    Intent.TALK: 0.8,
    Intent.ABOUT_ANSWER: 0.7,
    Intent.COUNT: 0.7,
    Intent.COMPARISON: 0.7,
    Intent.CHANGE: 0.7,
}
"""How likely an intent must be that would leave a fact unanswered, if it were one."""

_OCCASION = (
    r"(?:where|when|on what (?:day|date|occasion)|in which \w+)"
    r" (?:did .+ (?:say|speak|talk)"
    r"|(?:was|were) .+ when (?:he|she|they)\b.* (?:said|spoke|talked|saying|speaking|talking))\b"
)
"""A question for the place and the day of what somebody said."""

_THE_ANSWER = (
    r"\b(?:this|that|it|its|these|those|they|there|here|articles?|sources?|quotes?|quot(?:ation|ed)|sentences?"
    r"|passages?|paragraphs?|authors?|publish\w*|paper|newspaper|outlet|words?|sa(?:y|ys|id)|wr(?:ote|itten)"
    r"|report\w*|dates?|text|link|url|else|more)\b"
)
"""What a question about the last answer names, if only as "it"."""

_NOT_WHAT = r"(?:who|whom|where|when|why)\b.*\b(?:did|was|were|has|have|said|announced|claimed)\b"
"""A question for something else than what was said."""

_SEVERAL_THINGS = (
    r"(?:which|what)(?: other| else)?(?: \w+)? (?:countries|nations|parties|cities|towns|villages"
    r"|municipalities|regions|states|people|politicians|leaders|companies|organi[sz]ations|groups"
    r"|teams|players|ministers|senators|lawmakers|officials)\b(?!['’])"
)
"""A question for all the countries, parties or people that do something."""

_QUOTES_BY = (
    r"^quote\s+(?!the\b|a\b|where\b).+\s(?:on|about)\s|\b(?:quotes?|quotations?)\s+(?:by|from|of)\s+"
    r"(?:(?!\b(?:about|on|where)\b)[^,.?!]){2,40}[.?!]*$"
)
"""A question for whatever somebody is quoted as saying."""

_ONE_THING = (
    r"(?i)\b(?:which|what)(?:\s+(?!\w+(?<![sui])s\b|people\b|men\b|women\b)[\w’'-]+){3}"
    r"|^(?:which|what)\s+(?!\w+s\b)\w+\s+\w+s\s+(?:the|an?|in|to|on|for)\b"
    r"|^(?:which|what)(?:\s+(?!\w+(?<![sui])s\b|people\b|men\b|women\b)[\w’'-]+){1,3}?"
    r"\s+(?:is|was|has|does|did|will|would|can|could)\b"
    r"|^(?:why|when|how (?:many|much|long|old))\b"
)
"""A question for one thing, none of its next words in the plural: "which former diplomat said",
"what party does she lead"."""

_WHICH_ARTICLE = r"(?i)(?:which|what) (?:articles?|stor(?:y|ies)|reports?|pieces?)\b"
"""A question for whatever articles there are, be it one."""


@dataclass(frozen=True, kw_only=True)
class _Narrowed:
    """A core without what narrows the articles down, and that."""

    question: str
    sources: tuple[str, ...] = ()
    period: Period | None = None
    """Of publication."""
    as_of: Period | None = None
    mentioned: tuple[str, ...] = ()
    ahead_of: date | None = None
    """The last day that the articles know, where what is asked came later."""

    @property
    def filters(self) -> Filters:
        since, until = (self.period.since, self.period.until) if self.period else (None, None)
        return Filters(sources=self.sources, since=since, until=until)

    @property
    def filtered(self) -> str:
        """The articles that are left: "articles of March 2022 by CNN"; empty for all."""
        period = self.period.wording if self.period else ""
        publishers = f"by {' and '.join(self.sources)}" if self.sources else ""
        narrowing = " ".join(filter(None, (period, publishers)))
        return f"articles {narrowing}" if narrowing else ""


def understand(
    question: str,
    *,
    embed: Callable[[str], NDArray[np.float32]] | None,
    sources: Sequence[str] = (),
    library: Words | None = None,
    newest: date | None = None,
    today: date | None = None,
) -> Request:
    """Return what ``question``, which stands alone, asks.

    ``embed`` gives the unit vector ``(384,)`` of the default embedding model and is called at most
    once, with the request's ``question``; ``None`` leaves the intent to the words. ``sources`` are
    the publishers of the library, ``library`` its words, for typing errors and capitals, and
    ``newest`` is its last date of publication.
    """
    text = clean(question)
    is_english = language_of(text) in {None, "english"}  # other words would be bent to English ones
    spelt = (
        mended(text, library, kept=mentions(text, sources))
        if library and is_english
        else Mended(question=text)
    )
    asked, lead_in = core(spelt.question)
    narrowed = _narrowed(asked, sources, today=today, newest=newest)
    said, speaker = _according(narrowed.question)
    intent, confidence = certain_intent(said) or _settled(
        said, guess(said, embed(said) if embed else None)
    )
    names, article = names_wanted(said), article_asked_about(said)
    if names or article:
        intent, confidence = Intent.LIST, 1.0
    if intent is Intent.TALK and not is_english:  # it was learnt from English questions
        intent = Intent.FACT
    parts = parts_of(said, intent)
    if intent is Intent.SAYS and parts.speaker is None and speaker is None:
        intent = Intent.SURVEY  # "What did the articles say?"
    leans = lead_in and (re.search(_LEANS, said, re.I) or not re.search(_NAMES_SOMETHING, said))
    led = _names(lead_in) if leans else []
    return Request(
        text=question,
        question=said,
        intent=intent,
        confidence=confidence,
        lead_in=_matter(lead_in, led) if leans else "",
        topic=article.topic if article else " ".join((parts.topic, *led)).strip(),
        over_articles=parts.over_articles,
        names=names,
        imprint=article.imprint if article else None,
        speaker=parts.speaker or speaker,
        about=parts.about,
        sides=parts.sides,
        quoted=parts.quoted,
        filters=narrowed.filters,
        mentioned=narrowed.mentioned,
        published=narrowed.period,
        newest=bool(re.search(_NEWEST, asked, re.I)) and intent is not Intent.TALK,
        as_of=narrowed.as_of,
        times_event=narrowed.as_of is not None,
        ahead=narrowed.ahead_of is not None,
        notes=(*spelt.notes, *_notes(narrowed)),
        filtered=narrowed.filtered,
        in_english=is_english,
    )


def _notes(narrowed: _Narrowed) -> list[str]:
    notes = [only(narrowed.filtered)] if narrowed.filters else []
    if narrowed.ahead_of:
        newest = long_date(narrowed.ahead_of)
        notes.append(f"the newest article is of {newest}, before what is asked")
    return notes


def _settled(question: str, guessed: Guess) -> Guess:
    """Return the intent of a guess; an unlikely one is that of most questions, a fact."""
    if guessed.intent is Intent.FACT and re.match(_SEVERAL_THINGS, question, re.I):
        return Guess(Intent.LIST, guessed.confidence)
    if guessed.intent is Intent.QUOTE and re.search(_QUOTES_BY, question, re.I):
        return Guess(Intent.SAYS, guessed.confidence)
    one_thing = re.search(_ONE_THING, question) and not re.match(_WHICH_ARTICLE, question)
    if guessed.intent is Intent.LIST and one_thing:
        return Guess(Intent.FACT, guessed.confidence)
    if re.match(_OCCASION, question, re.I):
        return Guess(Intent.SAYS, guessed.confidence)
    if guessed.intent is Intent.ABOUT_ANSWER and not re.search(_THE_ANSWER, question, re.I):
        return Guess(Intent.FACT, guessed.confidence)
    if re.match(WHO_SAID, question, re.I):
        return Guess(Intent.QUOTE, guessed.confidence)
    if guessed.intent in {Intent.SAYS, Intent.QUOTE} and re.match(_NOT_WHAT, question, re.I):
        return Guess(Intent.FACT, guessed.confidence)
    if guessed.confidence < _LEAST_LIKELY.get(guessed.intent, _LIKELY):
        return Guess(Intent.FACT, 1 - guessed.confidence)
    return guessed


def _narrowed(
    question: str, sources: Sequence[str], *, today: date | None, newest: date | None
) -> _Narrowed:
    """Take off what says which articles are meant, and a time at the beginning."""
    found = attributed(question, sources)
    text = _begun(found.question if found else question)
    publishers = found.sources if found else ()
    others = (one.sources for one in mentions(question, sources) if one.is_distinct)
    mentioned = tuple(dict.fromkeys((*publishers, *chain.from_iterable(others))))
    named = named_period(text, today=today, newest=newest)
    plain = _Narrowed(
        question=text,
        sources=publishers,
        mentioned=mentioned,
        ahead_of=newest if newest and _is_ahead(text, named, newest) else None,
    )
    if named is None:
        return plain
    rest = _without(text, named)
    if re.search(_REPORTING, rest, re.I):
        return replace(plain, question=rest, period=named.period)
    if re.search(_HAPPENED, rest, re.I):
        period = named.period.with_days_after()
        return replace(plain, question=rest, period=period, as_of=named.period)
    is_later = newest is not None and (named.period.since or date.min) > newest
    leads = named.start == 0 and re.match(r"\s*,?\s*\w", text[named.end :])
    return replace(
        plain,
        question=rest if leads else text,
        # Nobody asks of "this week" what articles of years before have said.
        as_of=None if is_later else named.period,
    )


def _is_ahead(question: str, named: NamedPeriod | None, newest: date) -> bool:
    """Whether it asks for the outcome of what comes later than ``newest``: "the 2030 World Cup".

    "This week" is of whoever asks, and may well be the week that the articles tell of.
    """
    if not re.search(_IS_PAST, question, re.I):
        return False
    years = [int(year) for year in re.findall(r"\b20\d\d\b", question)]
    since = named.period.since if named and years else None
    return bool(since and since > newest) or any(year > newest.year for year in years)


def _without(question: str, named: NamedPeriod) -> str:
    before, after = question[: named.start].rstrip(" ,"), question[named.end :]
    rest = f"{before}{after}" if before else after.lstrip(" ,:")
    rest = " ".join(re.sub(r"\s+([?.!,])", r"\1", rest).split())
    return _begun(rest)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _according(question: str) -> tuple[str, str | None]:
    """Return a question without the "According to" before or behind it, and who that is."""
    if not re.search(r"\b(?:according|words|view|opinion)\b", question, re.I):
        return question, None
    for pattern in (_ACCORDING_FIRST, _ACCORDING_LAST):
        match = re.match(pattern, question, re.I)
        if match and not re.match(_NO_SPEAKER, match["speaker"].strip(), re.I):
            rest = match["rest"] + match.groupdict().get("mark", "")
            return _begun(rest), match["speaker"].strip()
    return question, None


def _matter(lead_in: str, names_in_it: list[str]) -> str:
    """Return what a lead-in is about, as a sentence, without what the asker says of the work."""
    about = re.search(_ABOUT, lead_in, re.I)
    matter = about["matter"] if about else ", ".join(names_in_it)
    return f"{_begun(matter)}." if matter else lead_in


def _names(lead_in: str) -> list[str]:
    from rag.language.mentions import names  # 20 ms, for the few questions with a lead-in

    return names(lead_in)
