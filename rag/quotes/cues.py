"""Cues: the words of a sentence that say that somebody says something, and who that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from index.text.words import listed
from rag.language.speech import ACTING, REPORTING
from rag.language.words.verbs import finite, forms_of
from rag.quotes.cast import NAME
from rag.quotes.subjects import (
    FINITE,
    JOINED,
    OF,
    PRONOUN,
    who_before,
    who_behind,
    without_points,
)

_MORE = listed(
    "anticipate brand dub label liken read yell highlight continue post recollect cite tout rail"
    " lecture"
    " reflect chant shout counter"
)
_LIKE_NOUNS = listed(
    "report claim comment forecast promise pledge demand request order appeal"
    " estimate hope fear caution answer question note remark vow voice post state joke blame"
    " tweet fear stress muse plead slam"
)
"""Verbs whose present is oftener a noun's plural, so that only a name or a pronoun speaks it."""
_PHRASAL = {
    "point": "out", "call": "for on upon out", "go": "on", "speak": "out",
    "rule": "out", "lash": "out", "appeal": "for to", "complain": "about of", "warn": "against of",
    "refer": "to",
}  # fmt: skip
_FEELINGS = (
    r"(?:(?:his|her|its|their|some|the|great|deep|serious|grave|strong|full|cautious)\s+){0,3}"
    r"(?:concerns?|hope|hopes|fears?|confidence|regret|doubts?|belief|worry|worries|optimism|"
    r"conviction|view|opinion|support|outrage|dismay|frustration|skepticism|satisfaction|"
    r"gratitude|readiness|willingness)"
)
CLOSING = ("”", '"', "»", "“", "’", "›", "」", "''")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_LED_IN = re.compile(
    r"(?:\b(?:has|have|had|also|then|later|previously|further|once|again|never|first|only|even|"
    r"just|still|already|since|now|did|not|would|will|often|went\s+on\s+to|[a-z]+ly)\s+)+$"
)
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|to|gets?|got|as)\s+$")
_TO_SAY = re.compile(r"\bwent\s+on\s+to\s+$")
_NOUN_BEFORE = re.compile(
    r"\b(?:an?|the|his|her|its|their|this|that|these|those|no|of|any)\s+$", re.I
)
_OWNER = re.compile(r"[’']s?\s+$")
"""Before what may be a present or a noun: "Pyle's report"."""
_WITH_OBJECT = frozenset(["tell", "assure", "inform", "remind", "warn", "urge", "reassure"])
"""Verbs behind which stands who hears it."""
_BEFORE_GERUND = re.compile(r"(?:,|\band|[”\"»])$")
_BEFORE_QUOTE = re.compile(r"(?:\s+that)?[,:]?\s+(?:[“\"„«]|'')")
_NO_GERUND = re.compile(
    r"\b(?:as|by|of|for|from|in|without|than|about|is|are|was|were|be|been|keep|keeps|kept|heard)$"
)
"""What before "saying" makes it a part of another clause, or of none that has a speaker."""
_PLURAL = re.compile(r"s\b|\bI\b|they|we\b|you\b|and|people|men\b")
_NAMED = re.compile(rf"(?i:{PRONOUN.pattern})|(?:[Tt]he\s+)?{NAME}{OF}")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|did|does|do)\b"
)
"""What in "said the board should go" makes the board no speaker."""
_NO_SOURCE = re.compile(
    r"(?:\w+\s+)*(?:plans?|results?|rules?|schedule|calendar|law|constitution)$"
)
_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+")
_IN_VIEW = re.compile(
    rf"\b[Ii]n\s+(?P<who>his|her|their|the\s+\w+[’']s|{NAME}[’']s)\s+(?:view|opinion|words)\b"
)
_QUOTED_AS = re.compile(
    rf"(?:(?<=[”\"»])\s*,?\s*(?:the\s+)?\w+\s+)?\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?P<who>(?:(?:the|an?)\s+)?(?:[\w’'-]+\s+){{0,4}}?(?:{NAME}|[a-z]+))"
    r"\s+as\s+(?P<verb>saying|telling|writing|adding)\b"
)
"""Who is quoted by somebody else: "CNN quoted Clark as saying"."""
_IS_QUOTED = re.compile(
    rf"(?P<who>{NAME})['’]?\s+(?:is|was|has\s+been|had\s+been|were|are)\s+(?:[a-z]+\s+)?(?:quoted|cited"
    r"|reported|heard)(?:\s+(?:by|in)\s+[^“”\".;]{2,60}?)?\s+as\s+(?P<verb>saying|telling|writing|adding)\b"
)
"""Who is quoted, by whomever: "Clark was quoted by CNN as saying"."""
_MAY_NAME_A_SOURCE = re.compile(r"ccording|quot|cit(?:ed|es|ing)|reported|heard|view|opinion|words")
_END_OF_SOURCE = re.compile(r"[,.;“”\"—–\n]|:(?!\d)|\s(?:and|who|that|which|adding|said)\s|$")


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Words that say that somebody says something: "Rutte added", "said the chief"."""

    start: int
    """Where the first of the verb and the speaker begins."""
    end: int
    """Where the last of the two ends."""
    verb: str
    who: tuple[int, int] | None
    """Where the speaker is named; ``None`` where it is the subject before: "adding that"."""
    base: str
    is_inverted: bool = False
    is_gerund: bool = False
    is_source: bool = False
    """Whether it is "according to": what is said stands around it."""


class _Form(NamedTuple):
    """What a form of a verb of saying is."""

    base: str
    is_gerund: bool = False
    is_present: bool = False


@cache
def _forms() -> dict[str, _Form]:
    """Return what each form of the verbs of saying is."""
    found: dict[str, _Form] = {}
    for base in REPORTING | ACTING | _MORE | _PHRASAL.keys():
        forms = forms_of(base)
        found |= dict.fromkeys([forms.base, forms.singular], _Form(base, is_present=True))
        found |= dict.fromkeys([forms.participle, forms.past], _Form(base))
        found[forms.gerund] = _Form(base, is_gerund=True)
        if base.endswith("el"):  # "labelled", as the British spell it
            found |= {f"{base}led": _Form(base), f"{base}ling": _Form(base, is_gerund=True)}
    return found


def cues(text: str, start: int, end: int) -> Iterator[Cue]:
    """Yield the cues of the sentence ``text[start:end]``, what it quotes being masked."""
    yield from _sources(text, start, end)
    for word in _WORD.finditer(text, start, end):
        known = _forms().get(word[0]) or (
            _forms().get(word[0].lower()) if word.start() == start else None
        )
        if known and (cue := _cue(text, start, end, word, known)):
            yield cue


def _sources(text: str, start: int, end: int) -> Iterator[Cue]:
    if not _MAY_NAME_A_SOURCE.search(text, start, end):
        return  # looking for one word is quicker than for the whole of each pattern
    for match in _ACCORDING.finditer(text, start, end):
        stop = _END_OF_SOURCE.search(without_points(text[match.end() : end]))
        last = match.end() + stop.start() if stop else end
        words = text[match.end() : last].strip()
        if words and not _NO_SOURCE.match(words):
            yield Cue(
                start=match.start(), end=last, verb="according to", base="according",
                who=(match.end(), last), is_source=True,
            )  # fmt: skip
    for pattern in (_QUOTED_AS, _IS_QUOTED):
        for match in pattern.finditer(text, start, end):
            yield Cue(
                start=match.start(), end=match.end(), verb=match["verb"], base="say",
                who=match.span("who"),
            )  # fmt: skip
    for match in _IN_VIEW.finditer(text, start, end):
        yield Cue(
            start=match.start(), end=match.end(), verb=" ".join(match[0].lower().split()),
            base="view", who=match.span("who"), is_source=True,
        )  # fmt: skip


def _cue(text: str, start: int, end: int, word: re.Match[str], form: _Form) -> Cue | None:
    led = _LED_IN.search(text, start, word.start())
    verb_start = led.start() if led else word.start()
    if _is_no_verb(text, start, verb_start, word.start()):
        return None
    if form.is_present and _OWNER.search(text, start, word.start()):
        return None
    verb_end = _phrase_end(text, word, form.base, end)
    if verb_end is None:
        return None
    verb = " ".join(text[word.start() : verb_end].split())
    cue = Cue(start=verb_start, end=verb_end, verb=verb, base=form.base, who=None)
    before = text[start:verb_start].rstrip()
    if form.is_gerund:
        may = word[0] == "saying" or _BEFORE_QUOTE.match(text, verb_end, end)
        loose = may and not _NO_GERUND.search(before)
        return replace(cue, is_gerund=True) if loose or _BEFORE_GERUND.search(before) else None
    quoted = before.rstrip(" ,.").endswith(CLOSING) and form.base not in _WITH_OBJECT
    inverts = quoted or (
        before.endswith(",") and form.base in REPORTING - _WITH_OBJECT and _has_verb(before)
    )
    who = who_behind(text, verb_end, end) if inverts else None
    if who and (quoted or not _AUXILIARY.search(text, *who)):
        return replace(cue, end=who[1], who=who, is_inverted=True)
    if who := who_before(text, start, verb_start):
        named = text[slice(*who)]
        fits = (
            not form.is_present
            or _fits_present(named, word[0], form.base)
            or (word[0] == form.base and _BEFORE_QUOTE.match(text, verb_end, end))
        )
        return replace(cue, start=min(who[0], verb_start), who=who) if fits else None
    joined = not before or JOINED.search(before)
    return cue if joined and not (form.is_present and form.base in _LIKE_NOUNS) else None


def _has_verb(clause: str) -> bool:
    """Whether a clause may be a whole one, and is no name with what somebody is behind it."""
    return any(FINITE.match(word) or finite(word) for word in _WORD.findall(clause.lower()))


def _is_no_verb(text: str, start: int, verb_start: int, word_start: int) -> bool:
    """Whether the form is passive, an infinitive or a noun: "was told", "to say", "the claims"."""
    if _NOUN_BEFORE.search(text, start, word_start):
        return True
    passive = any(_BEING.search(text, start, at) for at in (verb_start, word_start))
    return passive and not _TO_SAY.search(text, start, word_start)


def _fits_present(named: str, form: str, base: str) -> bool:
    """Whether a subject goes with a present that may as well be a noun: "claims", "report"."""
    if form == base and not _PLURAL.search(named):
        return False
    return base not in _LIKE_NOUNS or bool(_NAMED.fullmatch(named))


def _phrase_end(text: str, word: re.Match[str], base: str, end: int) -> int | None:
    """Return where the verb ends with what belongs to it, ``None`` where it says nothing so."""
    if base in {"express", "voice", "raise", "reiterate"}:
        feeling = re.compile(rf"\s+{_FEELINGS}\b").match(text, word.end(), end)
        if feeling:
            return feeling.end()
        return None if base in {"raise"} else word.end()
    if base in _PHRASAL:
        particles = "|".join(_PHRASAL[base].split())
        match = re.compile(rf"\s+(?:{particles})\b").match(text, word.end(), end)
        if match:
            return match.end()
        return None if base in {"point", "go", "rule", "lash", "refer", "speak"} else word.end()
    return word.end()
