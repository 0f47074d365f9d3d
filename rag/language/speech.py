"""Speech: the verbs of saying, quotation marks, and who says what is quoted.

To add a verb of saying, add its base to one of the lists: its forms are made by ``verbs``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from index.text.words import FULL_NAME, listed, stem
from rag.language.words.verbs import finite, forms_of

REPORTING = listed(
    """
    acknowledge add affirm allege argue assert assure caution claim clarify comment concede
    conclude contend declare describe emphasise emphasize explain highlight hint imply indicate
    insist joke lament maintain mention muse note observe opine post proclaim quip reassure recall
    recount reiterate relate remark repeat reply report respond retort reveal say speak specify
    speculate state stress suggest summarise summarize tell testify think tweet underline
    underscore voice warn whisper write
    """
)
"""Verbs that only say that something is said: whoever speaks, they may speak of anybody."""

ACTING = listed(
    """
    accuse admit advise agree announce answer apologise apologize appeal ask beg blame boast
    complain condemn confess confirm criticise criticize demand denounce deny disclose dismiss
    estimate exclaim express fear forecast hail hope inform instruct lambast order plead pledge
    praise predict promise propose recommend refuse reject request scold shout slam swear threaten
    urge vow welcome wonder
    """
)
"""Verbs that do something by saying it, to or about somebody: to blame is not to be blamed."""

SAYING = REPORTING | ACTING


def is_saying(word: str) -> bool:
    """Whether a word is a verb of saying, in any of its forms."""
    verb = finite(word.lower())
    return (verb.base if verb else word.lower()) in SAYING


@cache
def reporting_stems() -> frozenset[str]:
    """Return the stems of verbs of which every speaker in an article is the agent in turn."""
    verbs = REPORTING | {"call", "believe", "see"}
    return frozenset(stem(form) for verb in verbs for form in forms_of(verb))


@cache
def says() -> str:
    """Return the pattern of a verb of saying in the past or the present: ``said``, ``says``."""
    return "(?:" + "|".join(sorted(said_words(), key=len, reverse=True)) + ")"


@cache
def said_words() -> frozenset[str]:
    """Return the past and the present of every verb of saying, in lower case."""
    return frozenset(
        form for verb in SAYING for form in (forms_of(verb).past, forms_of(verb).singular)
    )


def speaks(before: str, after: str) -> bool:
    """Whether who stands between ``before`` and ``after`` is said to say something."""
    verb_before, verb_after = _beside()
    return bool(verb_before.search(before) or verb_after.match(after))


def is_speaking(after: str) -> bool:
    """Whether who stands before ``after`` says something there, or is asked what they say."""
    return bool(_any_form().match(after))


@cache
def _any_form() -> re.Pattern[str]:
    forms = {form for verb in SAYING | {"want"} for form in forms_of(verb)}
    ranked = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?:\s+also|\s+has)?\s+(?:{ranked})\b")


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"\b{says()}\s+$"),
        re.compile(rf"\s+(?:(?:also|has|had|then|later)\s+){{0,2}}{says()}\b"),
    )


def without_speaker(sentence: str) -> str:
    """Return what is said without ``Somebody said that`` before it.

    The sentence itself where no more than two words would be left.
    """
    bare = _lead_in().sub("", sentence)
    return bare if len(bare.split()) > _FEWEST else sentence


_FEWEST = 2


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:[A-Z][\w'’.-]*\s+){{1,5}}(?:(?:has|also|had)\s+)?{says()}\s+(?:that\s+)?"
    )


QUOTED = re.compile(
    r"“([^“”]{2,}?)”|\"([^\"]{2,}?)\"|«([^«»]{2,}?)»|»([^«»]{2,}?)«|„([^„“”]{2,}?)[“”]"
    r"|‹([^‹›]{2,}?)›|”([^“”]{2,}?)”|‘([^‘’“”]{2,}?(?:’\w[^‘’“”]*?)*)’(?!\w)|「([^「」]{2,}?)」"
)
"""What stands between quotation marks, in the ways of several languages; one group holds it."""


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return from where to where something stands between quotation marks, without them."""
    return [match.span(match.lastindex or 0) for match in QUOTED.finditer(text)]


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """Something quoted, ``text[start:end]``, and who says it, as far as the sentence tells."""

    start: int
    end: int
    speaker: str | None = None
    verb: str | None = None


def quotations_in(text: str) -> list[Quotation]:
    """Return what a text quotes, in order, each with who is named beside it as saying it.

    The speaker stands before ("Ann Brown said: “...”"), behind ("“...”, said Ann Brown") or
    between two pieces of one quotation, which are both hers.
    """
    found = [_attributed(text, start, end) for start, end in quoted_spans(text)]
    for at, (one, following) in enumerate(pairwise(found)):
        between = text[one.end : following.start]
        if one.speaker and following.speaker is None and _one_utterance(one, between):
            found[at + 1] = replace(following, speaker=one.speaker, verb=one.verb)
    return found


def _attributed(text: str, start: int, end: int) -> Quotation:
    behind, before = _patterns()
    match = behind.match(text, end) or before.search(text, max(0, start - _REACH), start)
    if not match:
        return Quotation(start=start, end=end)
    said = {name.rstrip("12"): value for name, value in match.groupdict().items() if value}
    return Quotation(start=start, end=end, speaker=said["name"], verb=said["verb"])


_REACH = 120
"""Characters before a quotation in which who says it is looked for."""
_PRONOUN = r"[Hh]e|[Ss]he|[Tt]hey"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a speaker is named behind a quotation and before it."""
    who = rf"(?:the\s+|The\s+)?(?:{FULL_NAME}|{_PRONOUN})"
    aside = r"(?:,[^,“”\"]{2,60},)?"
    adverb = r"(?:(?:has|had|also|later|then)\s+)*"
    behind = (
        rf"[”\"»“›’」]?[,.]?[”\"»“›’」]?\s+(?:(?P<verb1>{says()})\s+(?P<name1>{who})"
        rf"|(?P<name2>{who}){aside}\s+{adverb}(?P<verb2>{says()}))\b"
    )
    before = (
        rf"(?P<name1>{who}){aside}\s+{adverb}(?P<verb1>{says()})(?:\s+(?:that|on\s+\w+|{FULL_NAME}))?"
        r"[,:]?\s*[“\"„«‘‹「»”]$"
    )
    return re.compile(behind), re.compile(before)


def _one_utterance(one: Quotation, between: str) -> bool:
    """Whether only the speaker and the verb stand between two pieces of a quotation."""
    return len(between.split()) <= len((one.speaker or "").split()) + _BETWEEN and bool(
        one.verb and one.verb in between
    )


_BETWEEN = 5
"""Words between the pieces of one quotation, besides the speaker's name."""
