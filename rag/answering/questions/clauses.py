"""Clauses: a plain statement parsed into subject, verb and the rest, or left alone.

Only sentences of one simple shape are understood: perhaps a date in front, a subject without a
relative clause, a verb from ``verbs``, and what follows it up to a comma that can be cut at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.text.words import listed
from rag.answering.questions.casing import Casing
from rag.language.dates import dates
from rag.language.nations import COUNTRIES
from rag.language.words.verbs import (
    AUXILIARIES,
    BEING,
    HAVING,
    Form,
    Verb,
    finite,
    is_participle,
)

_UNPLAIN = re.compile(r"[“”\"«»()\[\]{}:;…!?|<>*_=#/\\]|--|\s[–—-]\s|\n")
_ACRONYM_IN_BRACKETS = re.compile(r"\s\([A-Z][A-Za-z-]{1,9}\)")
_WORD = re.compile(r"(?:[^\s,]|,(?=\S))+|,")
_HAVE = {
    "has": Verb(base="have", form=Form.SINGULAR),
    "have": Verb(base="have", form=Form.PLURAL),
    "had": Verb(base="have", form=Form.PAST),
}
_ADVERBS = listed(
    """
    also already now still then later first finally subsequently officially formally eventually
    initially currently recently previously originally alone
    """
)
_CONJUNCTIONS = listed(
    """
    that which who whom whose where when because as after before while if but or although though
    to until since
    """
)
_NOT_IN_SUBJECT = _CONJUNCTIONS | listed("than not there here what how why despite")
_NOT_FIRST = listed(
    """
    in on at by for from with under over during among between of into about against without
    through according following further meanwhile out however moreover thus therefore additionally
    also instead finally overall later earlier such both each every another other others some
    many most several few all no none nobody nothing one two three four five six this that these
    those it he she they we i you his her its their our my your and but or so yet
    """
)
_COUNT_IN_FRONT = re.compile(
    r"^(?:(?:over|about|around|nearly|almost|some|more than|less than|at least|up to)\s+)?"
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten)%?\s+",
    re.IGNORECASE,
)
_OPENS_PART = _CONJUNCTIONS | {"and", "so"}
"""Words behind which another verb is no surprise."""
_CUT_BEFORE = listed(
    """
    which who whom whose where when while but although though because as after with including
    according so making leaving followed
    """
)
"""What may begin behind a comma so that everything from the comma on can be left out."""
_SETTING = re.compile(
    r"(?P<first>According to|During|At|In|Under|Among|After|Before|Due to)"
    r"(?P<others>\s(?!which|that|this|these|him|her|it|them|other)[^,]{4,60}(?:,\s[A-Z]\w+)?),\s"
)
SAYS_MORE = re.compile(
    r"\b(?:that|which|who|and|but|or|as|than|when|where|because|while|whether)\b"
)
"""A word behind which a phrase may belong to something else than the verb."""
_LONGEST_SUBJECT = 9
"""Words."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A statement: ``subject verb rest``."""

    subject: str
    """As it stands inside a sentence: without the capital that only the beginning gave it."""
    auxiliary: str | None
    """``was`` in "was founded"; ``is`` also where it is the only verb."""
    verb: str
    """The verb as it stands, behind the auxiliary if there is one; may then be empty."""
    lexical: Verb | None
    """The verb where there is no auxiliary."""
    rest: str
    date: str | None = None
    """The date that stood in front."""
    setting: str = ""
    """Another phrase that stood in front, as it is put at the end: "according to the count"."""

    def asked(self, rest: str) -> str:
        """Return the clause as it follows "When", with ``rest`` in the place of its own."""
        if self.lexical is not None:
            words = (self.lexical.support, self.subject, self.lexical.base, rest, self.setting)
        else:
            words = (self.auxiliary or "", self.subject, self.verb, rest, self.setting)
        return " ".join(filter(None, words))

    @property
    def predicate(self) -> str:
        """All but the subject."""
        return " ".join(filter(None, (self.auxiliary, self.verb, self.rest, self.setting)))


def clause(sentence: str, casing: Casing) -> Clause | None:
    """Return the parsed sentence, or ``None`` where it is not of the plain shape."""
    text = _ACRONYM_IN_BRACKETS.sub("", sentence.strip())
    if not text.endswith(".") or _UNPLAIN.search(text):
        return None
    date, body = _date_in_front(text.removesuffix("."))
    setting = None if date else _SETTING.match(body)
    body = body[setting.end() :] if setting else body
    words = [word[0] for word in _WORD.finditer(body)]
    position = _finite_at(words)
    if position is None:
        return None
    subject = _subject(words[:position], casing, begins=not date and not setting)
    found = _from_verb(words[position:]) if subject else None
    if subject is None or found is None or (setting and SAYS_MORE.search(found.rest)):
        return None  # at the end, the setting would belong to what is said last
    moved = f"{setting['first'].lower()}{setting['others']}" if setting else ""
    return replace(found, subject=subject, date=date, setting=moved)


def _date_in_front(text: str) -> tuple[str | None, str]:
    """Return the date of "In June 1999, ..." and what follows, or ``None`` and the text."""
    found = dates(text)
    if not found or text[: found[0].start] not in {"In ", "On "}:
        return None, text
    shown = found[0].text.rstrip(", ")
    behind = text[found[0].start + len(shown) :].lstrip(" ,")
    return (None, text) if behind[:1].isdigit() else (shown, behind)  # "April 1191" of old


def _finite_at(words: Sequence[str]) -> int | None:
    """Return the position of the first finite verb that is not the first word."""
    for position, word in list(enumerate(words))[1:]:
        verb, noun = finite(word), words[position - 1]
        plural = noun.endswith("s") or noun in {"people", "police"} or "and" in words[:position]
        if verb and verb.form is Form.PLURAL and not plural:
            continue  # "a steam pump", "the travel ban"
        if verb or word in AUXILIARIES:
            return position
    return None


def _subject(words: Sequence[str], casing: Casing, *, begins: bool) -> str | None:
    last = words[-1]
    words = words[:-1] if last in _ADVERBS or (last.islower() and last.endswith("ly")) else words
    if not words or len(words) > _LONGEST_SUBJECT or "," in words:
        return None
    lowered = _COUNT_IN_FRONT.sub("", " ".join(words)).lower().split()
    if not lowered or lowered[0] in _NOT_FIRST or not _NOT_IN_SUBJECT.isdisjoint(lowered):
        return None
    if lowered[0].endswith(("ing", "ly")) and words[0] not in COUNTRIES:  # but Italy
        return None
    # Only the capital of the sentence's first word may not be its own.
    return casing.inside(words) if begins else " ".join(words)


def _from_verb(words: list[str]) -> Clause | None:
    """Return a clause without its subject."""
    auxiliary, verb, lexical, following = _verb_group(words)
    rest = _plain_rest(following)
    if rest is None:
        return None
    return Clause(subject="", auxiliary=auxiliary, verb=verb, lexical=lexical, rest=rest)


def _verb_group(words: list[str]) -> tuple[str | None, str, Verb | None, list[str]]:
    """Return auxiliary, verb, lexical verb and the words that follow them."""
    first, following = words[0], words[1:]
    if first not in AUXILIARIES:
        return None, first, finite(first), following
    while following and following[0] in _ADVERBS:
        following = following[1:]
    behind = following[0] if following else ""
    participle = behind.islower() and is_participle(behind)
    if first in HAVING and not participle:
        return None, first, _HAVE[first], following
    if behind in {"been", "be"} and len(following) > 1 and is_participle(following[1]):
        return first, " ".join(following[:2]), None, following[2:]
    modal = first not in HAVING | BEING and behind.islower() and behind.isalpha()
    if participle or modal:
        return first, behind, None, following[1:]
    return first, "", None, following


def _plain_rest(words: list[str]) -> str | None:
    """Return the words up to a comma that can be cut at; ``None`` where more verbs come first."""
    if "not only" in " ".join(words):
        return None
    if "," in words:
        comma = words.index(",")
        if not _can_be_cut(words[comma + 1 :]):
            return None
        words = words[:comma]
    for position, word in enumerate(words):
        if word.lower() in _OPENS_PART:
            return None if _is_another_clause(words[position:]) else " ".join(words)
        before = words[position - 1].lower() if position else ""
        # "were killed in attacks claimed by": a past here casts doubt on the verb.
        if word in AUXILIARIES or (_is_past(word) and before not in {"a", "an", "the"}):
            return None
    return " ".join(words)


def _is_another_clause(words: Sequence[str]) -> bool:
    """Whether "and the others lost" begins here, but not "and lost" or "and barely lost"."""
    if words[0] not in {"and", "but", "or"}:
        return False
    same_subject = any(finite(word) or word in AUXILIARIES for word in words[1:2]) or (
        len(words) > 2 and words[1].endswith("ly")
    )
    return not same_subject and any(word in AUXILIARIES or _is_past(word) for word in words[2:])


def _is_past(word: str) -> bool:
    verb = finite(word)
    return verb is not None and verb.form is Form.PAST


def _can_be_cut(behind: Sequence[str]) -> bool:
    """Whether what follows a comma can be left out: a clause of its own, no part of a list."""
    first = behind[0] if behind else ""
    if first == "and":
        return "," not in behind and any(word in AUXILIARIES or finite(word) for word in behind)
    return first in _CUT_BEFORE or first.endswith("ing")
