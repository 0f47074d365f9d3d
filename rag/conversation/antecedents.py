"""Antecedents: who and what was mentioned in the turns before, for a pronoun to refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto
from functools import cached_property

from index.text.words import CAPITALISED, listed
from rag.answers import Turn
from rag.conversation.gender import Gender, gender_of
from rag.conversation.phrases import BEING, Phrase
from rag.conversation.questions import ParsedQuestion, parse
from rag.language.mentions import TIME, is_acronym, is_place, names, persons
from rag.language.offices import OFFICES
from rag.language.people import GROUPS, PERSONS
from rag.language.words.stopwords import content_stems

_LOOKED_BACK = 6
"""Turns that are searched for what a word refers to."""

NO_TOPIC = frozenset({"talk", "about_answer"})
"""Intents of turns that say nothing of the matter itself."""

_MARKER = re.compile(r"\s*\[\d+\]")
_NAME = re.compile(
    rf"(?:the\s+)?{CAPITALISED}(?:\s+(?:(?:of|for|de|van|von|the|and)\s+)*{CAPITALISED})*"
)
_OTHERS = re.compile(
    r"^any\b|^(?:first|second|third|last)$|\b(?:others?|else|interesting|aspects?|anything|something|facts?|things?)\b",
    re.IGNORECASE,
)
EVENTS = listed(
    """
    accident attack attacks battle bombing campaign championship conference crash crisis cup
    earthquake election elections eruption explosion festival fire fires flood floods game games
    hurricane match meeting olympics outbreak pandemic protest protests quake race raid referendum
    riot riots shooting storm strike summit talks tournament trial typhoon vote war wildfire
    """
)
"""Heads of what happens: "in" leads to them, and they do nothing themselves."""
_NOT_PLURAL = ("ss", "us", "is", "’s", "'s")
_PLURAL = listed("people police men women children members media")
_ASKS_WHO = re.compile(r"^(?:(?:by|to|with|for|from)\s+)?who(?:m|se)?\b", re.IGNORECASE)
_ASKS_FOR_A_NAME = re.compile(r"^(?:who|which|what)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a phrase names."""

    PERSON = auto()
    PLACE = auto()
    GROUP = auto()
    TIME = auto()
    NAME = auto()
    """A name of which nothing more is known."""
    THING = auto()


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Somebody or something that was mentioned."""

    text: str
    """As a pronoun can be replaced by it: "the elections in Kosovo"."""
    kind: Kind
    plural: bool
    role: str
    """As in ``Phrase``; ``short`` and ``answer`` where the answer named it."""
    salience: float = 0.0
    """How likely it is to be taken up: by its role, how long ago it was, how often, and how
    ``carried`` its words are."""
    carried: float = 0.0
    """The mean probability that the question takes its words up; 0 where no model was asked."""
    back: int = 0
    """How many turns lie between."""


@dataclass(frozen=True, kw_only=True)
class RecentTurns:
    """The turns before a follow-up question that were about the matter, the latest first."""

    turns: tuple[Turn, ...]
    carried: Mapping[str, float] = field(default_factory=dict)
    """Of stems of words that were said: how likely it is that the question takes them up."""

    @property
    def question(self) -> str:
        """The last question, as it was rewritten to stand alone."""
        return self.turns[0].standalone_question

    @property
    def short_answer(self) -> str:
        """The last short answer; empty where there is none."""
        return self.turns[0].short_answer or ""

    @property
    def named_answer(self) -> str:
        """The last short answer, if the question asked for a name, such as "Which party won?"."""
        short = self.short_answer
        if not _ASKS_FOR_A_NAME.match(self.question) or not names(f"is {short}"):
            return ""
        return _with_article(short, self.said)

    @property
    def said(self) -> str:
        """All of the questions and answers, the latest first."""
        return "\n".join(f"{turn.standalone_question}\n{_said(turn)}" for turn in self.turns)

    @property
    def said_by_turn(self) -> list[str]:
        """Each question with its answer, without markers, the latest first."""
        return [
            " ".join([turn.standalone_question, *sentences(_said(turn))]) for turn in self.turns
        ]

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What was mentioned, the likeliest to be meant first."""
        asked = [turn.standalone_question.lower() for turn in self.turns]
        fullest = _fullest_names(self.said)
        found = []
        for back, turn in enumerate(self.turns):
            for one in _mentions(turn):
                text = re.sub(r"['’]s?$", "", one.text)
                text = fullest.get(text, text)
                last = text.split()[-1].lower()
                often = sum(last in question for question in asked) - 1
                weight = _WEIGHTS.get(one.role, _OF_PHRASE) - back
                weight += _EACH_TIME * max(0, min(often, _OFTENEST))
                stems = content_stems(text)
                carried = sum(self.carried.get(one, 0.0) for one in stems) / max(1, len(stems))
                weight += _CARRIED * carried
                found.append(replace(one, text=text, salience=weight, carried=carried, back=back))
        return tuple(sorted(found, key=lambda one: -one.salience))

    def likelihood(self, stems: Iterable[str]) -> float:
        """Return how likely it is that the likeliest of these words is taken up; 1 for none."""
        return max((self.carried.get(one, 0.0) for one in stems), default=1.0)

    def gender(self, person: str) -> Gender | None:
        """Return what the person is called by, as far as the name or the articles tell."""
        texts = [self.said]
        texts += [hit.passage.text for turn in self.turns[:2] for hit in turn.answer.passages]
        return gender_of(person, "\n".join(texts))


_WEIGHTS = {"short": 3.5, "subject": 3.0, "object": 2.6, "asked": 2.0, "answer": 1.2, "in": 2.0}
_WEIGHTS |= {
    "named": 2.2,
    "owner": 2.4,
    "topic": 3.4,
    "about": 2.8,
    "on": 2.6,
    "of": 2.6,
    "inside": 1.2,
}
_OF_PHRASE = 2.3
_EACH_TIME, _OFTENEST = 0.4, 2
"""What it counts that another question mentions it too, and how many such questions count."""
_CARRIED = 2.0
"""What it counts that the follow-up model is sure of a mention's words."""


def _fullest_names(said: str) -> dict[str, str]:
    """Return the full name by which somebody was mentioned for the last word of it."""
    lines = [part for line in said.splitlines() for part in sentences(line)]
    found = (name for line in lines for name in names(line) if " and " not in name)
    every = [re.sub(r"['’]s?$", "", name) for name in found]
    # "the Orrin incident" names no fuller Orrin.
    full = [name for name in every if " " in name.removeprefix("the ") and not is_acronym(name)]
    return {name.split()[-1]: name for name in reversed(full) if len(name.split()) <= _LONGEST_NAME}


def recent_turns(history: Sequence[Turn]) -> RecentTurns:
    """Return what the next question may refer to."""
    of_matter = [turn for turn in history if turn.answer.intent not in NO_TOPIC]
    return RecentTurns(turns=tuple(reversed(of_matter[-_LOOKED_BACK:])))


def _with_article(name: str, said: str) -> str:
    """Return a name as it is said within a sentence: "the PDK", but "NATO" of "the NATO chief"."""
    said_so = re.finditer(rf"\b[Tt]he {re.escape(name)}\b(?: (\w+))?", said)
    alone = any(not one[1] or one[1] not in OFFICES for one in said_so)
    return f"the {name}" if alone else name


def sentences(answer: str) -> list[str]:
    """Return an answer's statements without their markers."""
    return [part.strip() for part in _MARKER.split(answer) if part.strip()]


def kind_of(text: str, said: str) -> Kind:
    """Return what a phrase names, by its own words and by what was ``said``."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    if TIME.fullmatch(text) or TIME.fullmatch(bare) or re.fullmatch(r"[\d\s,.-]+", bare):
        return Kind.TIME
    if not _NAME.fullmatch(text):
        return _kind_of_noun(bare)
    if is_acronym(bare):
        return Kind.GROUP
    if is_place(bare, said):
        return Kind.PLACE
    if head_of(bare).lower() in GROUPS:
        return Kind.GROUP
    known = persons(said) if " " not in bare else persons(f"{said}\n{bare} said so.")
    if any(bare == one or bare in one.split() or one in bare for one in known):
        return Kind.PERSON
    return Kind.NAME


def _kind_of_noun(phrase: str) -> Kind:
    head = head_of(phrase).lower()
    if head in PERSONS:
        return Kind.PERSON
    return Kind.GROUP if head in GROUPS else Kind.THING


def head_of(phrase: str) -> str:
    """Return the noun of a phrase: "head" of "the head of NATO"."""
    words = re.split(r"\s(?:of|in|at|on|for|to|between|with|from|by)\s", phrase)[0].split()
    return words[-1] if words else ""


def is_plural(phrase: str) -> bool:
    """Whether a phrase takes "they": "gas prices", "Serbia and Kosovo"; a name counts as one."""
    head = head_of(phrase)
    if re.search(r"\band\b", phrase) and " of " not in phrase:
        return True
    if head.lower() in _PLURAL:
        return True
    counted = head.endswith("s") and not head.endswith(_NOT_PLURAL) and len(head) > 3
    return counted and not head[0].isupper()


def _mentions(turn: Turn) -> Iterator[Mention]:
    question = turn.standalone_question
    said = f"{question}\n{_said(turn)}"
    asked = list(_of_question(question, said))
    answered = list(_of_answer(turn, said))
    asks_for_it = bool(_ASKS_FOR_A_NAME.match(question))
    if _ASKS_WHO.match(question):
        answered = [
            replace(one, role="named") if one.kind is Kind.PERSON and one.role == "answer" else one
            for one in answered
        ]
    elif not asks_for_it:
        answered = [replace(one, role="answer") for one in answered]
    yield from asked
    yield from answered


def _of_question(question: str, said: str) -> Iterator[Mention]:
    parsed = parse(question)
    for phrase in parsed.phrases:
        if _OTHERS.search(phrase.text) or _is_adjective(phrase, parsed):
            continue
        whole = extended(phrase, parsed.phrases, parsed.text, said)
        kind = kind_of(phrase.text, said)
        if kind is Kind.TIME or (phrase.role == "asked" and not is_plural(phrase.text)):
            continue
        yield Mention(
            text=definite(whole),
            kind=kind,
            plural=is_plural(phrase.text),
            role="topic" if parsed.is_command else phrase.role,
        )
        for inner in names(phrase.text):  # "Kosovo" of "the elections of Kosovo"
            owns = (
                inner.endswith(("'s", "’s"))
                or f"{inner}’s" in phrase.text
                or f"{inner}'s" in phrase.text
            )
            role = "owner" if owns else "inside"
            if inner.removeprefix("the ") != phrase.text.removeprefix("the "):
                yield Mention(text=inner, kind=kind_of(inner, said), plural=False, role=role)


def _is_adjective(phrase: Phrase, parsed: ParsedQuestion) -> bool:
    """Whether it is what somebody is said to be: "successful", "a member"."""
    behind_being = parsed.auxiliary.lower() in BEING and not parsed.verb and phrase.role == "object"
    return behind_being and phrase.text == phrase.text.lower()


def extended(phrase: Phrase, phrases: Sequence[Phrase], text: str, said: str) -> str:
    """Return a phrase with the place or name that says which one: "the elections in Kosovo"."""
    if _NAME.fullmatch(phrase.text):
        return phrase.text
    behind = next((one for one in phrases if one.start > phrase.end), None)
    between = text[phrase.end : behind.start].split() if behind else []
    if behind is None or between not in (["in"], ["of"], ["at"], ["between"], ["with"], ["on"]):
        return phrase.text
    if phrase.role in {"asked", "in", "at"} or kind_of(behind.text, said) is Kind.TIME:
        return phrase.text
    if phrase.role == "subject" and not text[phrase.end :].lstrip().startswith(between[0]):
        return phrase.text
    return text[phrase.start : behind.end]


def definite(phrase: str) -> str:
    """Return a phrase as it is mentioned again: "the soldiers" for "soldiers"."""
    again = re.sub(r"^(?:a|an|any|some|most|many|no)\s+", "the ", phrase, flags=re.IGNORECASE)
    if (
        again != phrase
        or not is_plural(phrase)
        or re.match(r"(?i)(?:the|his|her|its|their)\b", phrase)
    ):
        return again
    return again if again[0].isupper() else f"the {again}"


_APPOSITION = re.compile(r",\s+[a-zà-ÿ].*$", re.DOTALL)
"""What is said of a name behind it: "Ada Holm, mayor of Osen"."""


def _of_answer(turn: Turn, said: str) -> Iterator[Mention]:
    short = _APPOSITION.sub("", turn.short_answer or "")
    office = bool(short) and OFFICES.issuperset(short.lower().split())  # no name of anybody
    if names(f"is {short}") and not office:
        yield Mention(
            text=_with_article(short, said), kind=kind_of(short, said), plural=False, role="short"
        )
    for sentence in sentences(_said(turn))[:2]:
        people = persons(sentence)
        yield from (
            Mention(text=_without_titles(one), kind=Kind.PERSON, plural=False, role="answer")
            for one in people
        )
        for name in names(sentence):
            if not any(name in one or one in name for one in people):
                yield Mention(
                    text=_with_article(name.removeprefix("the "), sentence),
                    kind=kind_of(name, said),
                    plural=is_plural(name),
                    role="answer",
                )


def _said(turn: Turn) -> str:
    """Return the answer, or what may answer where nothing does for certain."""
    if turn.said:
        return turn.said
    return turn.answer.candidates[0].text if turn.answer.candidates else ""


def _without_titles(name: str) -> str:
    """Return the last two words of a long name; the words before them are titles."""
    words = name.split()
    return " ".join(words[-2:]) if len(words) > _LONGEST_NAME else name


_LONGEST_NAME = 3


def topic_of(recent: RecentTurns) -> str:
    """Return what the last turns were about: a thing, a group or a place before a person."""
    every = [one for one in recent.mentions if one.role not in {"answer", "asked"}]
    back = min((one.back for one in every), default=0)
    latest = [one for one in every if one.back == back and not _RANKED.match(one.text)]
    things = [one for one in latest if one.kind is not Kind.PERSON]
    chosen = next(iter([*things, *latest]), None)
    return chosen.text if chosen else ""


_RANKED = re.compile(r"the (?:most|least|first|last|same|second|third)\b", re.IGNORECASE)
