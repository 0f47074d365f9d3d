"""Ellipses put into the question before: "And the PDK?", "And about Russia?", "and when?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.words import CAPITALISED
from rag.conversation.antecedents import Kind, RecentTurns, head_of, kind_of, topic_of
from rag.conversation.asking_words import BARE, with_asking_alone
from rag.conversation.phrases import ASKING_WORDS, AUXILIARIES, PREPOSITIONS, Phrase
from rag.conversation.pronouns import with_references
from rag.conversation.questions import ParsedQuestion, parse
from rag.conversation.relations import with_relation_asked
from rag.language.mentions import TIME, is_acronym, names
from rag.language.names import fold
from rag.language.nations import is_country
from rag.language.speech import is_saying
from rag.language.words.stopwords import content_stems
from rag.language.words.verbs import finite

_WHAT_ABOUT = re.compile(
    r"^(?P<open>(?:and|but|so|or|also|then|now)\b[\s,]*)?"
    r"(?P<asks>(?:what|how)\s+about|what\s+of|(?:and\s+)?the\s+same(?:\s+question)?\s+for|as\s+for)?"
    r"\s*(?P<other>.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:please\s+)?(?:tell me more|more|go on|continue|more details?|any more|what more"
    r"|anything else|what else)(?:\s+(?:please|(?:about|on) (?:it|that|this)|is there|is known))?"
    r"\s*[?.!]*$",
    re.IGNORECASE,
)


def completed(question: str, recent: RecentTurns) -> str | None:
    """Return an ellipsis put into the question before; ``None`` where ``question`` is none."""
    before = parse(recent.question)
    if _MORE.match(question):
        topic = topic_of(recent)
        return f"Tell me more about {topic}" if topic else None
    if bare := BARE.match(question):
        return with_asking_alone(bare, before, recent)
    match = _WHAT_ABOUT.match(question)
    if match is None:
        return None
    other = match["other"].strip()
    asked = with_relation_asked(other, before) or _with_asking(other, before, recent)
    if asked:
        return asked
    first = other.split()[0].lower()
    if (
        ASKING_WORDS & set(other.lower().split())
        or first in AUXILIARIES
        or not _is_fragment(other, match)
    ):
        return None
    other = with_references(other, recent)
    if TIME.fullmatch(other):
        return _with_time(before.text, other)
    preposition = other.split()[0].lower()
    if preposition in PREPOSITIONS and len(other.split()) > 1:
        return _with_preposition(preposition, other, before, recent)
    return _with_other(other, before, recent, wide="about" in (match["asks"] or "").lower())


def _is_fragment(other: str, match: re.Match[str]) -> bool:
    """Whether words are no question of their own: behind "and", or a name and a question mark."""
    if parse(other).is_command:
        return False
    if match["asks"]:
        return True
    words = other.split()
    if any(finite(word.lower()) and word.islower() for word in words[1:]):
        return False
    if match["open"]:
        return len(words) <= _LONGEST_FRAGMENT
    named = (
        bool(names(f"is {other}"))
        and other[0].isupper()
        and all(word[0].isupper() or word in {"of", "the", "and"} for word in words)
    )
    short = named or TIME.fullmatch(other) or words[0].lower() in PREPOSITIONS | {"the"}
    return match.string.rstrip().endswith("?") and len(words) <= _LONGEST_NAME and bool(short)


_LONGEST_FRAGMENT, _LONGEST_NAME = 8, 4


def _with_time(before: str, time: str) -> str:
    time = time[0].lower() + time[1:] if time.split()[0].lower() in PREPOSITIONS else time
    if TIME.search(before):
        return TIME.sub(lambda _: time, before, count=1) + "?"
    return f"{before} {time}?"


def _with_preposition(
    preposition: str, other: str, before: ParsedQuestion, recent: RecentTurns
) -> str:
    """Put "about defence spending" in the place of "about Russia", or behind the question."""
    other = preposition + other[len(preposition) :]
    said = f"{recent.said}\n{other}"
    kind = kind_of(other[len(preposition) :].strip(), said)
    alike = [
        phrase
        for phrase in before.phrases
        if phrase.role == preposition
        and (kind is Kind.TIME) == (kind_of(phrase.text, said) is Kind.TIME)
    ]
    if alike:  # "in China" takes the place of "in Afghanistan", and not of "in the earthquake"
        phrase = min(alike, key=lambda one: kind_of(one.text, said) is not kind)
        start = before.text.rfind(preposition, 0, phrase.start)
        return f"{before.text[:start]}{other}{before.text[_whole_end(phrase, before) :]}?"
    if preposition in {"about", "on"} and before.is_command:
        return f"{before.asks} about {other[len(preposition) :].strip()}"
    return f"{before.text} {other}?"


def _whole_end(phrase: Phrase, before: ParsedQuestion) -> int:
    """Return where a phrase ends with the place that belongs to it: "the war in Ukraine"."""
    behind = next((one for one in before.phrases if one.start > phrase.end), None)
    if phrase.role not in {"about", "on", "for"} or behind is None or behind.role != "in":
        return phrase.end
    is_time = TIME.fullmatch(behind.text) is not None
    return phrase.end if is_time or phrase.text[0].isupper() else behind.end


def _with_other(
    other: str, before: ParsedQuestion, recent: RecentTurns, *, wide: bool
) -> str | None:
    """Return the last question with ``other`` in the place of what is of its kind."""
    other = _shown(other, recent)
    replaced = _most_like(other, before, recent)
    is_thing = kind_of(other, f"{recent.said}\n{other}") is Kind.THING
    if wide and is_thing and not _goes_on(before, recent):
        replaced = None
    for turn in recent.turns[1:_LOOKED_BACK] if replaced is None else ():
        before = parse(turn.standalone_question)
        if is_thing and not before.is_command:
            continue  # any other thing is of its kind
        replaced = _of_its_kind(other, before, recent)
        if replaced and replaced.text in turn.question:  # not one that was put there
            break
        replaced = None
    if replaced is None:
        return f"What about {other}?" if wide else None
    other = re.sub(r"\bones?$", head_of(replaced.text), other)
    if is_thing and (whose := _OF_A_NAME.search(replaced.text)) and " of " not in other:
        other += whose[0]
    introduced = _survey_of(replaced.text, recent) if wide else None
    if introduced:
        return introduced.replace(replaced.text, other)
    end = _whole_end(replaced, before)
    if replaced.role == "subject":
        end = max(end, before.text.find(before.subject) + len(before.subject))
    mark = "" if before.is_command else "?"
    return f"{before.text[: replaced.start]}{other}{before.text[end:]}{mark}"


_OF_A_NAME = re.compile(rf"\s+of\s+(?:the\s+)?{CAPITALISED}.*")
"""What "the area" is of behind "What is the population of Pristina?"."""


def _goes_on(before: ParsedQuestion, recent: RecentTurns) -> bool:
    """Whether what is done in the last question is likely to be asked of something else, too."""
    if not recent.carried or is_saying(before.verb):
        return True
    return recent.likelihood(content_stems(before.verb)) >= _LIKELY


_LIKELY = 0.35
_LOOKED_BACK = 4
"""Turns among whose questions one is looked for that names something of the same kind."""


def _survey_of(topic: str, recent: RecentTurns) -> str | None:
    """Return the "Tell me about the tunnel" of the turns before with which a topic began.

    Only where the last question spoke of it by a pronoun: another topic is to be told of then.
    """
    if topic in recent.turns[0].question:
        return None
    for turn in recent.turns[1:]:
        parsed = parse(turn.standalone_question)
        if topic in turn.question:
            return turn.standalone_question if parsed.is_command else None
    return None


def _shown(other: str, recent: RecentTurns) -> str:
    """Return a name in the capitals that it was said in before: "the PDK" for "the pdk"."""
    if other != other.lower():
        return other
    known = {fold(name).removeprefix("the "): name for name in names(recent.said)}
    bare = other.removeprefix("the ")
    name = known.get(fold(bare))
    if name is None:
        return other.title() if is_country(bare) else other
    return f"the {name.removeprefix('the ')}" if bare != other else name


def _kinds(before: ParsedQuestion, said: str) -> dict[Phrase, Kind]:
    phrases = [inner for one in before.phrases for inner in (one, *_names_inside(one))]
    return {one: kind_of(one.text, said) for one in phrases if one.role != "asked"}


def _of_its_kind(other: str, before: ParsedQuestion, recent: RecentTurns) -> Phrase | None:
    """Return the phrase of exactly the kind that ``other`` is."""
    said = f"{recent.said}\n{other}"
    kind = kind_of(other, said)
    alike = [one for one, its in _kinds(before, said).items() if its is kind]
    return (alike[-1] if is_acronym(other) else alike[0]) if alike else None


def _most_like(other: str, before: ParsedQuestion, recent: RecentTurns) -> Phrase | None:
    """Return the phrase that ``other`` can take the place of; ``None`` where none is like it."""
    said = f"{recent.said}\n{other}"
    kinds, kind = _kinds(before, said), kind_of(other, said)
    if kind is Kind.NAME and before.verb and is_saying(before.verb) and before.subject:
        told = before.phrase("about", "on")
        if told is None or kinds.get(told) is not Kind.NAME:
            return before.phrase("subject")
    if alike := _of_its_kind(other, before, recent):
        return alike
    person = Kind.PERSON
    loose = [one for one, its in kinds.items() if (its is person) == (kind is person)]
    if about := [one for one in loose if one.role in {"about", "on"}]:
        return about[0]
    if kind in {Kind.PLACE, Kind.GROUP}:
        loose = [one for one in loose if kinds[one] in {Kind.PLACE, Kind.GROUP, Kind.NAME}]
    if kind is Kind.THING:
        loose = [one for one in loose if kinds[one] is Kind.THING]
    unknown = [one for one, its in kinds.items() if Kind.NAME in (its, kind)]
    objects = [one for one in loose if one.role != "subject"]
    return next(iter([*unknown, *objects, *loose]), None)


def _names_inside(phrase: Phrase) -> Iterator[Phrase]:
    """Yield the names within a phrase: "Kosovo" of "the leader of Kosovo"."""
    for name in names(phrase.text):
        start = phrase.start + phrase.text.rfind(name)
        if (
            name != phrase.text.removeprefix("the ")
            and phrase.role != "asked"
            and not name.startswith("the ")
        ):
            yield Phrase(text=name, start=start, end=start + len(name), role="inside")


def _with_asking(other: str, before: ParsedQuestion, recent: RecentTurns) -> str | None:
    """Put "how many seats" in the place of "how many percent"."""
    asked = parse(other)
    if not asked.asking or asked.auxiliary or asked.verb or asked.rest or not asked.noun_asked:
        return None
    asks = asked.asks[0].upper() + asked.asks[1:]
    if before.auxiliary and before.subject and asks.split()[0].lower() in PREPOSITIONS:
        return f"{asks} {before.behind_asking} {before.noun_asked}".rstrip() + "?"
    if before.auxiliary and before.subject:
        return f"{asks} {before.behind_asking}?"
    if before.asking == "how" and before.predicate:
        return f"{asks} {before.behind_asking}?"
    subject = recent.named_answer or _described(before)
    if not subject:
        return None
    return f"{asks} did {subject} get?" if asked.asking == "how" else f"{asks} is {subject}?"


def _described(before: ParsedQuestion) -> str:
    """Return "the party that came second" for what "Which party came second?" asked for."""
    if before.is_command or not before.predicate or not before.asks:
        return ""
    which = f"the {before.noun_asked} that" if before.noun_asked else "the one who"
    return f"{which} {before.behind_asking}"
