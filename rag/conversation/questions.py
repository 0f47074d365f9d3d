"""The parts of a question: what it asks with, its auxiliary, subject, verb, and what follows.

A small grammar of questions as people type them, not of English: it finds the noun phrases that a
later question may take up, and where another one can stand in their place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.words import listed
from rag.conversation.phrases import (
    AROUND,
    ASKING_WORDS,
    AUXILIARIES,
    BEING,
    CALLED,
    DETERMINERS,
    DOING,
    HAVING,
    PREPOSITIONS,
    PRONOUNS,
    Phrase,
    Token,
    phrases,
    tokens_of,
)
from rag.language.offices import OFFICES
from rag.language.words.verbs import finite, is_base, is_participle

OPENING = re.compile(
    r"^(?:(?:and|but|so|also|then|or|ok(?:ay)?|well|yes|no|right|now)\b[\s,]*)+", re.IGNORECASE
)
"""What stands before a question that goes on from another."""
_COMMAND = re.compile(
    r"(?:please\s+)?(?:tell|show|give|find|list|name|explain|summari[sz]e|compare|describe|outline"
    r"|recap|brief)\b(?:\s+(?:me|us))?(?:\s+(?:more|everything|something))?",
    re.IGNORECASE,
)
_MEASURES = listed("many much long often far old big high large tall soon fast deep big")
_PARTICLES = listed("off up out down away back")
_OVER = listed("take takes took taken taking hand handed turn turned")


@dataclass(frozen=True, kw_only=True)
class ParsedQuestion:
    """A question in its parts; each is empty where it has none, and all of them follow in order."""

    text: str
    """Without the question mark."""
    asks: str = ""
    """ "How many votes", "Who", "Tell me"."""
    auxiliary: str = ""
    """Before the subject; that of "who was killed" is here too."""
    subject: str = ""
    """Empty where the asking words are the subject."""
    verb: str = ""
    rest: str = ""
    """What follows the verb."""
    phrases: tuple[Phrase, ...] = ()

    @property
    def is_command(self) -> bool:
        """Whether it tells and does not ask."""
        return bool(self.asks) and self.asks.split()[0].lower() not in ASKING_WORDS | PREPOSITIONS

    @property
    def asking(self) -> str:
        """Its asking word, in lower case: ``how`` of "How many votes"."""
        found = (word for word in self.asks.lower().split() if word in ASKING_WORDS)
        return next(found, "")

    @property
    def noun_asked(self) -> str:
        """What is asked for: "votes" of "How many votes"; empty for "who" and "when"."""
        return next((one.text for one in self.phrases if one.role == "asked"), "")

    @property
    def predicate(self) -> str:
        """The verb and what follows it."""
        return f"{self.verb} {self.rest}".strip()

    @property
    def behind_asking(self) -> str:
        """What follows what it asks with: "does KFOR have"."""
        return self.text[len(self.asks) :].strip()

    def phrase(self, *roles: str) -> Phrase | None:
        """Return the first phrase that has one of these roles."""
        return next((one for one in self.phrases if one.role in roles), None)


@lru_cache(maxsize=256)
def parse(question: str) -> ParsedQuestion:
    """Return a question in its parts."""
    text = OPENING.sub("", question.strip()).rstrip(" ?.!")
    tokens = tokens_of(text)
    if not tokens:
        return ParsedQuestion(text=text)
    command = _COMMAND.match(text)
    if command:
        return ParsedQuestion(
            text=text,
            asks=command[0],
            rest=text[command.end() :].strip(),
            phrases=tuple(phrases(text, tokens, _after(tokens, command.end()), "object")),
        )
    asked_to = _asked(tokens)
    return _Parser(text, tokens).parse(asked_to)


def _asked(tokens: Sequence[Token]) -> int:
    """Return how many tokens ask: 3 of "How many votes did", 0 where none does."""
    first = 1 if tokens[0].lower in PREPOSITIONS and len(tokens) > 1 else 0
    if tokens[first].lower not in ASKING_WORDS:
        return 0
    end = first + 1
    if end < len(tokens) and tokens[end].lower == "else":
        end += 1
    noun = tokens[first].lower in {"what", "which", "whose"}
    if tokens[first].lower == "how" and end < len(tokens) and tokens[end].lower in _MEASURES:
        noun, end = tokens[end].lower in {"many", "much"}, end + 1
    if not noun:
        return end
    if tokens[first].lower == "what" and end < len(tokens) - 1 and _acts(tokens[end].lower):
        return end
    for place in range(end, len(tokens)):
        verb = finite(tokens[place].lower)
        # "Meet" may be a noun, but not behind "members".
        behind_plural = tokens[place - 1].lower.endswith("s") and is_base(tokens[place].lower)
        is_verb = (verb is not None or behind_plural) and not tokens[place].is_name
        if tokens[place].lower in AUXILIARIES or is_verb:
            return place
    # No verb that is known: one noun is asked for, and a verb follows it.
    return min(end + 1, len(tokens)) if len(tokens) - end > 1 else len(tokens)


def _acts(word: str) -> bool:
    """Whether it may be the present of a verb, as in "What causes malaria?"."""
    return word.endswith("s") and (is_base(word[:-1]) or is_base(word[:-2]))


class _Parser:
    """Takes one question apart."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text, self._tokens = text, tokens

    def parse(self, asked_to: int) -> ParsedQuestion:
        tokens = self._tokens
        found = list(self._asked_noun(asked_to))
        place, auxiliary, subject, verb = asked_to, "", "", ""
        if place < len(tokens) and tokens[place].lower in AUXILIARIES:
            auxiliary = tokens[place].word
            place += 1
            if self._has_subject(place, auxiliary.lower(), asked_to):
                end = self._subject_end(place, auxiliary.lower())
                found += phrases(self._text, tokens[:end], place, "subject")[:1]
                subject, place = self._between(place, end), end
                place = self._past_adverbs(place)
        elif not asked_to:
            place = 0
        if place < len(tokens) and self._is_verb(place, auxiliary, subject, asked_to):
            verb_end = self._with_particle(place)
            verb, place = self._between(place, verb_end), verb_end
        found += phrases(self._text, tokens, place, "object")
        return ParsedQuestion(
            text=self._text,
            asks=self._between(0, asked_to),
            auxiliary=auxiliary,
            subject=subject,
            verb=verb,
            rest=self._between(place, len(tokens)),
            phrases=tuple(found),
        )

    def _between(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self._text[self._tokens[start].start : self._tokens[end - 1].end]

    def _asked_noun(self, asked_to: int) -> list[Phrase]:
        words = [one for one in range(asked_to) if self._tokens[one].lower not in _NOT_ASKED_FOR]
        if not words:
            return []
        start, end = self._tokens[words[0]].start, self._tokens[asked_to - 1].end
        return [Phrase(text=self._text[start:end], start=start, end=end, role="asked")]

    def _has_subject(self, place: int, auxiliary: str, asked_to: int) -> bool:
        """Whether a subject follows: of "who was the mayor", not of "who was killed"."""
        if place >= len(self._tokens):
            return False
        asking = {token.lower for token in self._tokens[:asked_to]}
        if auxiliary in DOING or not asked_to or asking & {"when", "where", "why"}:
            return True
        if "how" in asking and not asking & {"many", "much"}:
            return True
        token = self._tokens[place]
        if token.is_name or token.lower in DETERMINERS | PRONOUNS:
            return True
        if token.lower in PREPOSITIONS | AROUND or is_participle(token.lower):
            return False
        if auxiliary not in BEING | HAVING:
            return not is_base(token.lower)  # "must members spend", but "must pay"
        return auxiliary in BEING and not token.lower.endswith("ing") and "many" not in asking

    def _subject_end(self, place: int, auxiliary: str) -> int:
        """Return where the subject ends, in tokens."""
        tokens = self._tokens
        alone = len(tokens) == place + 1 or is_base(tokens[place + 1].lower)
        if tokens[place].lower in PRONOUNS and (alone or tokens[place].lower not in DETERMINERS):
            return place + 1
        end = self._run_end(place)
        if tokens[place].is_name and tokens[place].lower not in DETERMINERS:
            named = _name_end(tokens, place)
            if not tokens[named - 1].word.endswith(("’s", "'s")):
                return named if auxiliary not in BEING else max(named, min(end, named))
        last = end - 1
        if last == place + 1 and tokens[place].lower in DETERMINERS:
            return end if auxiliary in BEING | HAVING else self._behind_prepositions(end)
        if last <= place or tokens[last].is_name:
            return end
        if auxiliary in BEING:
            return last if _is_lexical(tokens[last].lower, being=True) else end
        after_names = max(
            (number + 1 for number in range(place, end) if tokens[number].is_name), default=place
        )
        known = [
            number
            for number in range(max(place + 1, after_names), end)
            if _is_lexical(tokens[number].lower, being=False)
        ]
        if known:
            return known[-1]
        behind = self._behind_prepositions(end)
        return last if behind == end else behind

    def _behind_prepositions(self, end: int) -> int:
        """Return where a subject ends that goes on: "did the talks between the two last"."""
        tokens = self._tokens
        goes_on = PREPOSITIONS | {"that", "who", "which"}
        if end < len(tokens) - 2 and tokens[end].lower in goes_on:
            behind = range(end + 2, len(tokens))
            verbs = (n for n in behind if not tokens[n].is_name and is_base(tokens[n].lower))
            return next(verbs, end)
        return end

    def _run_end(self, place: int) -> int:
        """Return where the words end that may be one phrase with its verb behind it."""
        tokens = self._tokens
        for number in range(place, len(tokens)):
            word = tokens[number].lower
            if number > place and (
                word in AUXILIARIES | ASKING_WORDS | PRONOUNS
                or word in {",", ";", ":", "(", ")", "“", "”", '"'}
                or (word in DETERMINERS and tokens[number - 1].lower not in {"of", "and"})
                or (word in PREPOSITIONS | AROUND and word != "and")
                or (tokens[number].is_name and self._begins_object(number, place))
            ):
                return number
        return len(tokens)

    def _begins_object(self, number: int, place: int) -> bool:
        """Whether a name stands behind a lower-case word that is no part of a name."""
        before = self._tokens[number - 1]
        if before.lower in CALLED | OFFICES:
            return False
        return number - place > 1 and not before.is_name and before.lower not in {"of", "and"}

    def _past_adverbs(self, place: int) -> int:
        while place < len(self._tokens) - 1 and self._tokens[place].lower in AROUND:
            place += 1
        return place

    def _is_verb(self, place: int, auxiliary: str, subject: str, asked_to: int) -> bool:
        word = self._tokens[place].lower
        if word in PREPOSITIONS | DETERMINERS | PRONOUNS or self._tokens[place].is_name:
            return False
        if auxiliary.lower() in BEING and subject:
            return _is_lexical(word, being=True)
        if not auxiliary and not asked_to:
            return False
        return bool(auxiliary) or place == asked_to

    def _with_particle(self, place: int) -> int:
        tokens, behind = self._tokens, place + 1
        if behind < len(tokens) and (
            tokens[behind].lower in _PARTICLES
            or (tokens[behind].lower == "over" and tokens[place].lower in _OVER)
        ):
            return behind + 1
        return behind


_NOT_ASKED_FOR = ASKING_WORDS | PREPOSITIONS | _MEASURES | {"else", "of"}


def _is_lexical(word: str, *, being: bool) -> bool:
    if being:
        return is_participle(word) or (word.endswith("ing") and len(word) > _SHORTEST_GERUND)
    return is_base(word)


_SHORTEST_GERUND = 5


def _after(tokens: Sequence[Token], position: int) -> int:
    return next((n for n, one in enumerate(tokens) if one.start >= position), len(tokens))


def _name_end(tokens: Sequence[Token], place: int) -> int:
    """Return where the name ends that begins at ``place``."""
    end = place + 1
    while end < len(tokens):
        joined = tokens[end].lower in {"of", "for", "de", "van", "von", "the", "and", "&", "al"}
        behind = tokens[end + 1 : end + 3] if joined else ()
        if tokens[end].is_name:
            end += 1
        elif behind and behind[0].is_name:
            end += 2
        elif len(behind) > 1 and behind[0].lower == "the" and behind[1].is_name:
            end += 3
        else:
            break
    return end
