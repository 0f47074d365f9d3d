"""Cues: the words of a sentence that say that somebody says something, and who that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from index.text.words import fold, listed
from rag.language.lexicon import ORDINARY_OPENERS
from rag.language.people import is_person
from rag.language.speech import ACTING, REPORTING
from rag.language.stopwords import STOPWORDS
from rag.language.verbs import Form, finite, forms_of
from rag.quotes.cast import NAME, TOKEN, split_office
from rag.quotes.office_names import is_office

_MORE = listed(
    "brand dub label liken read yell highlight continue post recollect cite tout rail lecture"
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
_BOUNDARY = re.compile(
    r"[“”„«»\";:()—–]|--|''|\b(?:but|while|when|because|although|though|if|after|before|"
    r"where|until|so|than|whether|provided)\s",
)
_INNER = re.compile(r"\b(?:and|as|that|which|since|then|however|meanwhile)\s+", re.I)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|I|you|who|one)\b", re.I)
_ORGANISED = re.compile(r"(?:[a-z]+\s+){0,5}?[a-z]+(?:s|men|women|people|police)\b")
_DETERMINED = re.compile(
    r"(?:the|an?|one|another|some|many|several|two|three|four|most|both|his|her|its|their|my|our|this|"
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
_OF = rf"(?:\s+(?:of|from|at)\s+(?:the\s+)?{NAME})*"
_DESCRIBED = re.compile(rf"(?:[a-z0-9][\w/-]*\s+){{1,5}}{NAME}{_OF}")
"""A name with what somebody is in lower case: "former governor Jim Doyle"."""
_WITH_OBJECT = frozenset(["tell", "assure", "inform", "remind", "warn", "urge", "reassure"])
"""Verbs behind which stands who hears it."""
_GROUPS = listed(
    "police officials critics experts analysts voters residents people officers members"
    " government parliament many some others both"
)
_LONGEST = 16
"""Words that name a speaker, with an office and where it is."""
_RELATIVE = re.compile(r"\s+who$")
_ADVERB = re.compile(r"[A-Z]?[a-z]+ly\b")
_BEFORE_GERUND = re.compile(r"(?:,|\band|[”\"»])$")
_SUFFIX = re.compile(r",?\s+(?:I{2,3}|IV|[JS]r\.?)$")
_NO_GERUND = re.compile(
    r"\b(?:as|by|of|for|from|in|without|than|about|is|are|was|were|be|been|keep|keeps|kept|heard)$"
)
"""What before "saying" makes it a part of another clause, or of none that has a speaker."""
_JOINED = re.compile(r"\b(?:and|but|or)$")
_PLURAL = re.compile(r"s\b|\bI\b|they|we\b|you\b|and|people|men\b")
_NAMED = re.compile(rf"(?i:{_PRONOUN.pattern})|(?:[Tt]he\s+)?{NAME}{_OF}")
_OPENER = re.compile(
    r"(?:When|While|But|Yet|As|Although|Though|And|So|If|Since|After|Because|Still|Then|Instead)"
    r"\s+(?=\S)"
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
_QUOTED_AS = re.compile(
    rf"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?P<who>(?:(?:the|an?)\s+)?(?:[\w’'-]+\s+){{0,4}}?(?:{NAME}|[a-z]+))"
    r"\s+as\s+(?P<verb>saying|telling|writing|adding)\b"
)
"""Who is quoted by somebody else: "CNN quoted Clark as saying"."""
_END_OF_SOURCE = re.compile(r"[,.;:“”\"—–\n]|\s(?:and|who|that|which|adding|said)\s|$")


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
    for match in _ACCORDING.finditer(text, start, end):
        stop = _END_OF_SOURCE.search(text, match.end(), end)
        last = stop.start() if stop else end
        words = text[match.end() : last].strip()
        if words and not _NO_SOURCE.match(words):
            yield Cue(
                start=match.start(), end=last, verb="according to", base="according",
                who=(match.end(), last), is_source=True,
            )  # fmt: skip
    for match in _QUOTED_AS.finditer(text, start, end):
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
    verb_end = _phrase_end(text, word, form.base, end)
    if verb_end is None:
        return None
    verb = " ".join(text[word.start() : verb_end].split())
    cue = Cue(start=verb_start, end=verb_end, verb=verb, base=form.base, who=None)
    before = text[start:verb_start].rstrip()
    if form.is_gerund:
        loose = word[0] == "saying" and not _NO_GERUND.search(before)
        return replace(cue, is_gerund=True) if loose or _BEFORE_GERUND.search(before) else None
    quoted = before.rstrip(" ,.").endswith(CLOSING) and form.base not in _WITH_OBJECT
    inverts = quoted or (before.endswith(",") and form.base in REPORTING - _WITH_OBJECT)
    if inverts and (who := _who_behind(text, verb_end, end)):
        return replace(cue, end=who[1], who=who, is_inverted=True)
    if who := _who_before(text, start, verb_start):
        named = text[slice(*who)]
        fits = not form.is_present or _fits_present(named, word[0], form.base)
        return replace(cue, start=min(who[0], verb_start), who=who) if fits else None
    joined = not before or _JOINED.search(before)
    return cue if joined and not (form.is_present and form.base in _LIKE_NOUNS) else None


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
    if last and last != "who":
        return None if _JOINED.search(last) else speaker_in(text, left, right)
    # "Rutte, the chief, said" and "Brown, a lawyer who said": the name stands before the aside.
    earlier = pieces[:-1][::-1]
    if person := _person_among(text, earlier):
        return person
    candidates = earlier if last == "who" else [*earlier[1:], *earlier[:1]]
    return next((who for left, right in candidates if (who := speaker_in(text, left, right))), None)


def _person_among(text: str, pieces: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the nearest piece that is somebody's name, with only what they are behind it.

    "A spokesman, Ann Brown, said", "Ann Brown, a member of the party, the largest, said".
    """
    for left, right in pieces:
        words = text[left:right].strip()
        if re.fullmatch(NAME, words) and is_person(_SUFFIX.sub("", split_office(words)[1])):
            first = left + text[left:right].index(words)
            return first, first + len(words)
        if not (_DETERMINED.match(words) or words[:1].islower() or is_office(words)):
            return None
    return None


def _pieces(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches between commas; the last one may be empty."""
    cuts = [
        first,
        *(match.end() for match in re.compile(",").finditer(text, first, last)),
        last + 1,
    ]
    return [(left, right - 1) for left, right in pairwise(cuts)]


def speaker_in(text: str, left: int, right: int) -> tuple[int, int] | None:
    """Return from where to where a stretch before a verb names who speaks."""
    left, right = _without_openers(text, left, right)
    words = text[left:right]
    if not words or len(words.split()) > _LONGEST:
        return None
    if relative := _RELATIVE.search(words):
        right = left + relative.start()
        words = text[left:right]
    if _PRONOUN.fullmatch(words):
        return left, right
    if (
        _FINITE.search(words)
        or _is_clause(words)
        or _PREPOSITION.match(words)
        or _ADVERB.match(words)
    ):
        return _name_at_end(text, left, right)
    if words in _DAYS or _opens_only(words):
        return None
    forms = (re.compile(TOKEN).match, _ORGANISED.fullmatch, _DESCRIBED.fullmatch)
    described = _DETERMINED.match(words) and len(words.split()) > 1
    if described or any(form(words) for form in forms):
        return left, right
    return _name_at_end(text, left, right)


def _is_clause(words: str) -> bool:
    """Whether a verb follows on a name: "Kosovo holds an election"."""
    verbs = (finite(word) for word in words.split()[1:-1])
    return words[0].isupper() and any(verb and verb.form is not Form.PLURAL for verb in verbs)


def _without_openers(text: str, left: int, right: int) -> tuple[int, int]:
    """Return the stretch without what joins its clause to the one before, and without spaces."""
    for match in _INNER.finditer(text, left, right):
        if text[match.end() : right].strip():
            left = match.end()
    words = text[left:right]
    left += len(words) - len(words.lstrip())
    right -= len(words) - len(words.rstrip())
    if opener := _OPENER.match(text, left, right):
        left = opener.end()
    return left, max(left, right)


def _opens_only(words: str) -> bool:
    """Whether it is a word that begins sentences and names nobody: "However"."""
    opens = fold(words) in STOPWORDS | ORDINARY_OPENERS and words.lower() not in _GROUPS
    return opens or (words.endswith("ed") and finite(words.lower()) is not None)  # "Described as"


def _name_at_end(text: str, left: int, right: int) -> tuple[int, int] | None:
    found = re.search(
        rf"\b(?:he|she|they)$|(?:\b(?:the|a|an)\s+(?:[\w’-]+\s+){{0,4}})?{NAME}$",
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
    if not words or len(words.split()) > 14 or words.split()[0] in _DAYS:
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
