"""Pronouns of a follow-up question, replaced by what they refer to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.text.words import listed
from rag.conversation.antecedents import (
    EVENTS,
    Kind,
    Mention,
    RecentTurns,
    definite,
    head_of,
    is_plural,
    kind_of,
)
from rag.conversation.counted import with_noun
from rag.conversation.gender import Gender
from rag.conversation.phrases import DOING, PREPOSITIONS
from rag.conversation.questions import parse
from rag.language.mentions import TIME, is_acronym, names
from rag.language.speech import is_saying
from rag.language.words.verbs import finite, is_base

_HE, _SHE = listed("he him his himself"), listed("she her hers herself")
_THEY = listed("they them their theirs themselves")
_IT = listed("it its itself")
_OWNING = listed("his her hers its their theirs")
_EVERY = sorted(_HE | _SHE | _THEY | _IT | {"that", "this", "there"})
_PRONOUN = re.compile(rf"\b(?P<word>{'|'.join(_EVERY)})\b(?!['’-])", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?P<which>the|this|that|these|those)\s+(?!the\b)(?P<noun>[a-z][a-z-]{2,})\b(?!\s+(?:of|in|that|which|who)\b)"
)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|isn['’]t|wasn['’]t|would)\s+it\s+(?:true|correct|right|possible|legal|likely|clear|known|said"
    r"|that|a\s+fact|the\s+case|expected|important|necessary|too\s+late|raining|ok(?:ay)?)\b"
    r"|\bhow\s+(?:long|far|much)\s+(?:does|did|will|would|is)\s+it\s+(?:take|cost|to)\b.*\bto\b"
    r"|\bit\s+(?:is|was)\s+(?:said|reported|claimed|true|possible|expected)\b|\bwhat\s+time\b",
    re.IGNORECASE,
)
_WHO_DID_IT = re.compile(r"who\s+did\s+(?:it|that|this)(?=\s*\??$)", re.IGNORECASE)
_MOST_WORDS_OWNING = 4
"""Words of a name that can take ``’s``; what is longer comes behind "of"."""


def with_references(question: str, recent: RecentTurns) -> str:
    """Return ``question`` with the words that refer to earlier turns replaced by what they mean."""
    mentions = list(recent.mentions)
    if (did := _WHO_DID_IT.match(question)) and (event := _event("behind", recent)):
        return f"Who was behind {event}{question[did.end() :]}"
    text, place, used = with_noun(question, recent), 0, list[str]()
    while match := _PRONOUN.search(text, place):
        found = None
        if not _EMPTY_IT.search(text) or match["word"].lower() not in _IT:
            found = _meaning(match, mentions, recent, used)
        if found is None:
            place = match.end()
            continue
        used.append(found)
        text, place = _replaced(text, match, found)
    return _with_definites(text, mentions)


def _meaning(
    match: re.Match[str], mentions: list[Mention], recent: RecentTurns, used: list[str]
) -> str | None:
    word, text = match["word"].lower(), match.string
    before = text[: match.start()]
    if word in _HE | _SHE:
        gender = Gender.HE if word in _HE else Gender.SHE
        if not _names_somebody(before, used):
            return _person(gender, mentions, recent, used)
        if not _is_done_to_another(match):
            return None
        own = {name.split()[-1] for name in names(before)}
        others = [one for one in mentions if own.isdisjoint(one.text.split())]
        return _person(gender, others, recent, used)
    if word in _THEY:
        return None if _names_several(before, used) else _several(match, mentions, used)
    if word == "there":
        return _place(match, mentions)
    if word in {"that", "this"}:
        return _what_was_said(match, mentions, recent) if _is_alone(match) else None
    if event := _event(before, recent):
        return event
    return None if _names_a_thing(before, used) else _thing(match, mentions, used)


def _names_somebody(before: str, used: list[str]) -> bool:
    """Whether the question itself names somebody before the pronoun."""
    own = [name for name in names(before) if name not in " ".join(used)]
    return any(kind_of(name, before) in {Kind.PERSON, Kind.NAME} for name in own) or bool(
        re.search(r"\bthe\s+(?:\w+\s+)?(?:minister|president|mayor|man|woman|king|queen)\b", before)
    )


def _is_done_to_another(match: re.Match[str]) -> bool:
    """Whether a pronoun is the object of the clause of whoever is named before it.

    In "What did Biden say about him?" it is somebody else than Biden, who would be "himself".
    """
    text, before = match.string, match.string[: match.start()].partition(" ")[2]
    word, behind = match["word"].lower(), text[match.end() :]
    is_object = word == "him" or (word == "her" and not re.match(r"\s+[^\W\d_]", behind))
    return is_object and not _NEXT_CLAUSE.search(before)


_NEXT_CLAUSE = re.compile(
    r"\b(?:that|whether|if|because|when|while|after|before|who|which|and|but)\b", re.IGNORECASE
)


def _names_several(before: str, used: list[str]) -> bool:
    phrases = [one for one in parse(before).phrases if one.text not in used]
    return len(names(before)) > 1 or any(
        is_plural(one.text) for one in phrases if one.role in {"subject", "object"}
    )


def _names_a_thing(before: str, used: list[str]) -> bool:
    own = [name for name in names(before) if name not in " ".join(used)]
    if any(kind_of(name, before) is not Kind.PERSON for name in own):
        return True
    subject = parse(before).phrase("subject")
    return bool(subject and subject.text not in used and not _is_person(subject.text, before))


def _is_person(text: str, said: str) -> bool:
    return kind_of(text, said) is Kind.PERSON


def _first(mentions: Iterable[Mention], fits: Callable[[Mention], bool]) -> str | None:
    return next((one.text for one in mentions if fits(one)), None)


def _person(
    gender: Gender, mentions: list[Mention], recent: RecentTurns, used: list[str]
) -> str | None:
    """Return the person mentioned last who is called so."""
    genders: dict[str, Gender | None] = {}

    def fits(one: Mention, *kinds: Kind) -> bool:
        if one.kind not in kinds or one.plural or one.text in used or is_acronym(one.text):
            return False
        if one.text == one.text.lower() and not one.text.startswith("the "):
            return False  # "prime minister" is what somebody becomes
        if one.text not in genders:
            genders[one.text] = recent.gender(one.text)
        return genders[one.text] in {gender, None}

    named = _first(mentions, lambda one: fits(one, Kind.PERSON) and bool(names(f"is {one.text}")))
    return named or _first(
        mentions,
        lambda one: (
            fits(one, Kind.PERSON, Kind.NAME)
            and one.role != "answer"
            and not one.text.lower().startswith("the ")
        ),
    )


def _several(match: re.Match[str], mentions: list[Mention], used: list[str]) -> str | None:
    """Return the several mentioned last: "the soldiers", "the elections in Kosovo".

    Where they do something, rather somebody: "Did they release an album?" is asked of a band.
    """
    fresh = [one for one in mentions if one.text not in used and one.kind is not Kind.PERSON]
    fresh += [
        one for one in mentions if one.text not in used and one.kind is Kind.PERSON and one.plural
    ]
    fresh = sorted((one for one in fresh if _may_be_several(one)), key=lambda one: -one.salience)
    groups = {Kind.GROUP, Kind.NAME, Kind.PERSON, Kind.PLACE}
    parsed = parse(match.string)
    acts = (
        bool(parsed.verb) and parsed.auxiliary.lower() in DOING and match["word"].lower() == "they"
    )
    if acts:
        doing = _first(fresh, _does_things)
        return doing or _first(fresh, lambda one: one.plural)
    several = next((one for one in fresh if one.plural), None)
    group = next((one for one in fresh if one.kind in groups and not one.plural), None)
    counted = re.search(r"\bof\s+$", match.string[: match.start()])
    if several and (counted or group is None or several.salience > group.salience - 1):
        return several.text
    return group.text if group else None


def _may_be_several(one: Mention) -> bool:
    """Whether "they" may be this: several, or a group, a country or a band that does something."""
    if one.plural or one.kind is Kind.GROUP:
        return one.role != "answer"
    return one.role in {"subject", "short", "object", "of", "for", "by"}


def _does_things(one: Mention) -> bool:
    if one.kind is Kind.PLACE:
        return one.role in {"subject", "short", "for", "by"}
    if one.kind is Kind.NAME:
        return head_of(one.text).lower() not in EVENTS
    return one.kind in {Kind.GROUP, Kind.PERSON} or head_of(one.text).lower() in _DOERS


_DOERS = listed(
    """
    people police members soldiers troops protesters voters scientists researchers workers articles
    papers ministers leaders officials experts authorities parties countries companies mayors
    women men children players teams judges doctors critics reporters rebels attackers
    """
)


def _thing(match: re.Match[str], mentions: list[Mention], used: list[str]) -> str | None:
    """Return the thing, group or place mentioned last; a place where something is comes last."""
    owned = match["word"].lower() == "its"
    text = match.string
    located = owned or _OF_A_PLACE.search(text[: match.start()])
    fresh = [
        one
        for one in mentions
        if one.kind is not Kind.PERSON
        and (located or one.kind is not Kind.PLACE)
        and not one.plural
        and one.text not in used
    ]
    if not fresh:
        return None
    near = [one for one in fresh if one.salience > fresh[0].salience - _AS_LIKELY]
    no_place = _first(near, lambda one: one.kind is not Kind.PLACE or (owned and one.role != "in"))
    return no_place or fresh[0].text


_OF_A_PLACE = re.compile(r"\b(?:is|was|in|of|to|from|at|about|on|for|with)\s+$", re.IGNORECASE)
"""What stands before an "it" that may be a place: "Who did it?" is not asked of one."""
_AS_LIKELY = 1.7
"""Salience below that of the likeliest within which a thing comes before a place."""


def _place(match: re.Match[str], mentions: list[Mention]) -> str | None:
    text = match.string
    behind = text[match.end() :].split()
    if re.search(r"\b(?:is|are|was|were|be|been)\s+$", text[: match.start()], re.I) or (
        behind and behind[0].lower() in {"is", "are", "was", "were", "be", "been", "any", "a"}
    ):
        return None  # "Are there any others?"
    where = next(
        (
            one
            for one in mentions
            if one.role in {"in", "at", "near", "on"} or one.kind is Kind.PLACE
        ),
        None,
    )
    if where is None:
        return None
    preposition = where.role if where.role in {"at", "near", "on"} else "in"
    return f"{preposition} {where.text}"


def _event(before: str, recent: RecentTurns) -> str | None:
    """Return "what happened in Banjska" for "it", where that was asked: "Who was behind it?"."""
    last = before.split()[-1].lower() if before.split() else ""
    if last not in PREPOSITIONS | _TO_AN_EVENT | {"of"}:
        return None
    asked = (parse(turn.standalone_question) for turn in recent.turns[:_EVENT_TURNS])
    happened = (
        f"what happened {one.rest}"
        for one in asked
        if one.verb in {"happened", "happen"} and one.rest and one.asking in {"what", "how"}
    )
    return next(happened, None)


_TO_AN_EVENT = listed(
    "admit deny do cause condemn plan order investigate explain stop prevent expect confirm report"
)
"""Verbs of which what happened is the object."""
_EVENT_TURNS = 5
"""Turns within which what happened is what "it" may be."""


def _is_alone(match: re.Match[str]) -> bool:
    """Whether "that" stands for something: no conjunction, and nothing is called by it."""
    behind = match.string[match.end() :].split()
    if not behind or not behind[0][0].isalnum():
        return True
    word = behind[0].lower().strip("?.,!")
    if word in PREPOSITIONS | {"and", "or", "happen", "mean", "true", "exactly", "still"}:
        return True
    return bool(finite(word) or (is_base(word) and match["word"].lower() == "this"))


def _what_was_said(
    match: re.Match[str], mentions: list[Mention], recent: RecentTurns
) -> str | None:
    """Return what "that" stands for: "what happened in Banjska", "that about coalitions"."""
    before = match.string[: match.start()].split()
    last = before[-1].lower() if before else ""
    if is_saying(last):
        told = parse(recent.question)
        about = told.phrase("about", "on")
        return f"that about {told.text[about.start :]}" if about else None
    if last not in PREPOSITIONS | {"of"}:
        return None
    parsed = parse(recent.question)
    if parsed.asking == "what" and parsed.verb == "happened" and last != "after":
        return f"what {parsed.predicate}"
    about = parsed.phrase("about", "on")
    if about:
        return parsed.text[about.start :]
    return _first(
        mentions,
        lambda one: (
            one.kind is not Kind.PERSON
            and (one.plural or one.text.startswith("the ") or bool(names(f"is {one.text}")))
        ),
    )


def _replaced(text: str, match: re.Match[str], meant: str) -> tuple[str, int]:
    """Return the text with the pronoun replaced, and where to read on."""
    start, end = match.span()
    word, rest = match["word"].lower(), text[end:]
    owns = word in _OWNING and (word != "her" or bool(re.match(r"\s+[a-zà-ÿ]", rest)))
    owns = owns and not (word == "her" and rest.split()[0].lower() in PREPOSITIONS | {"and", "or"})
    if owns and (len(meant.split()) > _MOST_WORDS_OWNING or " of " in meant or " in " in meant):
        owned = _owned(rest)
        if owned:
            shown = f"the {owned} of {meant}"
            return text[:start] + shown + rest[len(owned) + 1 :], start + len(shown)
    shown = meant + ("’" if meant.endswith("s") and is_plural(meant) else "’s") * owns
    return text[:start] + shown + rest, start + len(shown)


def _owned(rest: str) -> str:
    """Return what is owned: "leader" of " leader in Kosovo?"."""
    phrase = next(iter(parse(f"the{rest}").phrases), None)
    return phrase.text.removeprefix("the").strip() if phrase and phrase.start == 0 else ""


def _with_definites(text: str, mentions: list[Mention]) -> str:
    """Replace "the attack", once, by the fuller name by which it was mentioned before."""
    for match in _DEFINITE.finditer(text):
        if TIME.fullmatch(match[0]):
            continue
        noun = match["noun"]
        fuller = next(
            (
                one.text
                for one in mentions
                if head_of(one.text).lower() == noun
                and len(one.text.split()) > len(match[0].split())
            ),
            None,
        )
        if fuller is None and match["which"] != "the":
            fuller = _of_that_kind(noun, mentions)
        if fuller and fuller not in text:
            return text[: match.start()] + definite(fuller) + text[match.end() :]
    return text


def _of_that_kind(noun: str, mentions: list[Mention]) -> str | None:
    """Return the name that "this party" or "that man" stands for."""
    kind = kind_of(f"the {noun}", "")
    if kind is Kind.THING:
        return None
    return _first(mentions, lambda one: one.kind is kind and bool(names(f"is {one.text}")))
