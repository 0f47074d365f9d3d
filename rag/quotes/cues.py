"""Cues: the words of a sentence that say that somebody says something, and who that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.text.words import fold, listed
from rag.language.lexicon import ORDINARY_OPENERS
from rag.language.speech import ACTING, REPORTING
from rag.language.stopwords import STOPWORDS
from rag.language.verbs import forms_of
from rag.quotes.cast import NAME, TOKEN

_MORE = listed("continue post begin recollect cite tout rail lecture reflect chant shout counter")
_NOT_ALONE = listed(
    "appeal call see point go rule imply indicate suggest hint describe hail voice express"
    " mention remark comment speak whisper swear lament regret"
)
_THAT_ONLY = listed("know mean show find imply think suspect hear read")
_LIKE_NOUNS = listed(
    "report claim comment forecast promise pledge demand request order appeal"
    " estimate hope fear caution answer question note remark vow voice post state joke blame"
    " tweet fear stress muse plead slam"
)
"""Verbs whose present is oftener a noun's plural, so that only a name or a pronoun speaks it."""
_PHRASAL = {
    "point": "out", "called": "", "call": "for on upon out", "go": "on", "speak": "out",
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
_BOUNDARY = re.compile(
    r"[“”„«»\";:()—–]|--|''|\b(?:but|while|when|because|although|though|if|after|before|"
    r"where|until|so|than|whether)\s",
)
_INNER = re.compile(r"\b(?:and|as|that|which|since|then|however|meanwhile)\s+", re.I)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|I|you|who|one)\b", re.I)
_ORGANISED = re.compile(r"(?:[a-z]+\s+){0,5}?[a-z]+(?:s|men|women|people|police)\b")
_DETERMINED = re.compile(
    r"(?:the|an?|one|another|some|many|several|two|three|four|most|both|his|her|its|their|this|"
    r"that|these|those|other|each|no|all|few|any)\b",
    re.I,
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|by|with|for|from|to|during|after|before|about|under|over|of|speaking|asked|"
    r"last|next|earlier|later|since|amid|despite|following|like|through|until|according)\b",
    re.I,
)
_SPEAKER_END = re.compile(
    r"[,.;:?!()“”„«»\"—–\n]|\s(?:in|on|at|during|after|before|when|as|while|who|to|about|last|this|"
    r"that|said|adding|according|by|with|earlier|yesterday|today|and|but|into|because|through|"
    r"Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)\b"
)
_DESCRIBED = re.compile(rf"(?:[a-z0-9][\w-]*\s+){{1,5}}{NAME}")
"""A name with what somebody is in lower case: "former governor Jim Doyle"."""
_WITH_OBJECT = frozenset(["tell", "assure", "inform", "remind", "warn", "urge", "reassure"])
"""Verbs behind which stands who hears it."""
_GROUPS = listed(
    "police officials critics experts analysts voters residents people officers members government parliament many some others both"
)
_DAYS = listed("Sunday Monday Tuesday Wednesday Thursday Friday Saturday")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|to)\b")
_NO_SOURCE = re.compile(
    r"(?:\w+\s+)*(?:plans?|results?|rules?|schedule|calendar|law|constitution)$"
)
_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+")
_IN_VIEW = re.compile(
    rf"\b[Ii]n\s+(?P<who>his|her|their|the\s+\w+[’']s|{NAME}[’']s)\s+(?:view|opinion|words)\b"
)
_END_OF_SOURCE = re.compile(r"[,.;:“”\"—–\n]|\s(?:and|who|that|which|adding|said)\s|$")


_ANY_VERB = re.compile(
    rf"[\s,.]*(?:(?P<who>(?:[Tt]he\s+(?:[\w’'-]+\s+){{0,4}})?(?:{NAME}|he|she)(?:\s+[a-z]+(?:ist|or|er|man|woman))?)(?:,[^,“”\"]{{2,80}},)?\s+(?:[a-z]+ly\s+)?"
    rf"(?P<verb>[a-z]+ed|read|reads|shot|goes|went|sang|quoth)\b"
    rf"|(?P<first>[a-z]+ed|read|reads|goes|went|sang)\s+(?P<behind>(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){{0,3}}?{NAME}))"
)


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


@cache
def _forms() -> dict[str, tuple[str, bool, bool]]:
    """Return for each form of a verb of saying its base, whether a gerund, whether present."""
    found: dict[str, tuple[str, bool, bool]] = {}
    for base in (
        REPORTING
        | ACTING
        | _MORE
        | {"highlight", "cite", "refer", "point", "go", "call", "lash", "rule"}
    ):
        forms = forms_of(base)
        found |= {forms.base: (base, False, True), forms.singular: (base, False, True)}
        found |= {forms.participle: (base, False, False), forms.past: (base, False, False)}
        found |= {forms.gerund: (base, True, False)}
    return found


def cues(text: str, start: int, end: int) -> Iterator[Cue]:
    """Yield the cues of the sentence ``text[start:end]``, what it quotes being masked."""
    yield from _sources(text, start, end)
    for word in _WORD.finditer(text, start, end):
        known = _forms().get(word[0]) or (
            _forms().get(word[0].lower()) if word.start() == start else None
        )
        if known and (cue := _cue(text, start, end, word, *known)):
            yield cue


def _sources(text: str, start: int, end: int) -> Iterator[Cue]:
    for match in _ACCORDING.finditer(text, start, end):
        stop = _END_OF_SOURCE.search(text, match.end(), end)
        last = stop.start() if stop else end
        words = text[match.end() : last].strip()
        if words and not _NO_SOURCE.match(words):
            yield Cue(
                start=match.start(), end=last, verb="according to", base="according",
                who=(match.end(), last), is_source=True,
            )  # fmt: skip
    for match in _IN_VIEW.finditer(text, start, end):
        yield Cue(
            start=match.start(), end=match.end(), verb=match[0][:2].lower() + " view",
            base="view", who=match.span("who"), is_source=True,
        )  # fmt: skip


def _cue(
    text: str, start: int, end: int, word: re.Match[str], base: str, gerund: bool, present: bool
) -> Cue | None:
    verb_start = word.start()
    if led := _LED_IN.search(text, start, verb_start):
        verb_start = led.start()
    if _BEING.search(text, start, verb_start) or _BEING.search(text, start, word.start()):
        if not _TO_SAY.search(text, start, word.start()):
            return None
    if _NOUN_BEFORE.search(text, start, word.start()):
        return None
    verb_end = _phrase_end(text, word, base, end)
    if verb_end is None:
        return None
    verb = " ".join(text[word.start() : verb_end].split())
    if gerund:
        if not re.search(r"(?:,|\band|[”\"»])\s+$", text[max(start, verb_start - 8) : verb_start]):
            return None
        return Cue(start=verb_start, end=verb_end, verb=verb, base=base, who=None, is_gerund=True)
    after_quote = text[start:verb_start].rstrip(" ,.").endswith(CLOSING)
    if base not in _WITH_OBJECT and (after_quote or text[start:verb_start].rstrip().endswith(",")):
        if who := _who_behind(text, verb_end, end):
            return Cue(
                start=verb_start, end=who[1], verb=verb, base=base, who=who, is_inverted=True
            )
    who = _who_before(text, start, verb_start)
    if (
        who is None
        and re.search(r"\b(?:and|but|or)\s+$|^$", text[start:verb_start])
        and not present
    ):
        return Cue(start=verb_start, end=verb_end, verb=verb, base=base, who=None)
    if who is None:
        return None
    named = text[slice(*who)]
    if (
        present
        and word[0] == base
        and not re.search(r"s\b|\bI\b|they|we\b|you\b|and|people|men\b", named)
    ):
        return None
    if (
        present
        and base in _LIKE_NOUNS
        and not re.fullmatch(
            rf"{_PRONOUN.pattern}|(?:the\s+)?{NAME}", named, re.I if named[0] in "tT" else 0
        )
    ):
        return None
    return Cue(start=min(who[0], verb_start), end=verb_end, verb=verb, base=base, who=who)


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


def _who_before(text: str, start: int, verb_start: int) -> tuple[int, int] | None:
    """Return where the subject of a verb is named before it."""
    first = start
    for match in _BOUNDARY.finditer(text, start, verb_start):
        first = match.end()
    pieces = _pieces(text, first, verb_start)
    if not pieces:
        return None
    left, right = pieces[-1]
    last = text[left:right].strip()
    if last and last not in {"who", "and", "but"}:
        return speaker_in(text, left, right)
    candidates = pieces[:-1]
    if last == "who":
        candidates = candidates[::-1]
    for left, right in candidates:
        if who := speaker_in(text, left, right):
            return who
    return None


def _pieces(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches between commas; the last one may be empty."""
    cuts = [
        first,
        *(match.end() for match in re.compile(",").finditer(text, first, last)),
        last + 1,
    ]
    return [(left, right - 1) for left, right in zip(cuts, cuts[1:], strict=False)]


def beside_quote(text: str, first: int, end: int) -> Cue | None:
    """Return who stands behind a quotation with any verb of the past: ", Brown deadpanned"."""
    match = _ANY_VERB.match(text, first, end)
    if not match:
        return None
    name = "who" if match["who"] else "behind"
    who = speaker_in(text, *match.span(name))
    verb = match["verb"] or match["first"]
    return who and Cue(start=match.start(), end=match.end(), verb=verb, base=verb, who=who)


def speaker_in(text: str, left: int, right: int) -> tuple[int, int] | None:
    """Return from where to where a stretch before a verb names who speaks."""
    for match in _INNER.finditer(text, left, right):
        if text[match.end() : right].strip():
            left = match.end()
    while left < right and text[left].isspace():
        left += 1
    while left < right and text[right - 1].isspace():
        right -= 1
    words = text[left:right]
    if not words or len(words.split()) > 16:
        return None
    if _FINITE.search(words):
        return _name_at_end(text, left, right)
    if relative := re.search(r"\s+who$", words):
        right = left + relative.start()
        words = text[left:right]
    if _PRONOUN.fullmatch(words):
        return left, right
    if _PREPOSITION.match(words) or re.match(r"[A-Z]?[a-z]+ly\b", words):
        return _name_at_end(text, left, right)
    if _DETERMINED.match(words) and len(words.split()) > 1:
        return left, right
    if words in _DAYS or (
        fold(words) in STOPWORDS | ORDINARY_OPENERS and words.lower() not in _GROUPS
    ):
        return None
    if re.match(TOKEN, words) or _ORGANISED.fullmatch(words) or _DESCRIBED.fullmatch(words):
        return left, right
    return _name_at_end(text, left, right)


def _name_at_end(text: str, left: int, right: int) -> tuple[int, int] | None:
    found = re.search(
        rf"(?:\b(?:the|a|an)\s+(?:[\w’-]+\s+){{0,4}})?(?:\b(?:he|she|they)|{NAME})$",
        text[left:right],
    )
    if not found or _PREPOSITION.match(found[0]):
        return None
    return left + found.start(), right


def _who_behind(text: str, first: int, end: int) -> tuple[int, int] | None:
    """Return where the subject is named behind a verb: "said the head of the alliance"."""
    gap = re.compile(r"\s+").match(text, first, end)
    if not gap:
        return None
    left = gap.end()
    stop = _SPEAKER_END.search(
        re.sub(r"\b(Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|[A-Z])\.", r"\1_", text[left:end])
    )
    right = left + stop.start() if stop else end
    words = text[left:right].strip()
    right = left + len(words)
    if not words or len(words.split()) > 14:
        return None
    if re.match(r"(?:he|she|they|I|we)\b", words):
        return left, left + len(words.split()[0])
    if _DESCRIBED.fullmatch(words) and not _PREPOSITION.match(words):
        return left, right
    if re.match(TOKEN, words) or (
        _DETERMINED.match(words)
        and len(words.split()) > 1
        and not re.match(r"th(?:is|at)\b", words)
    ):
        return left, right
    return None
