"""Questions as people type them: without capitals and marks, as commands, with errors."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_QUESTION_WORD = re.compile(r"^(who|what|when|where|why|how|which|in what|in which)\b", re.I)
_COMMANDS = ("Tell me {}", "I want to know {}", "Please say {}", "can you tell me {}?")
_LEAD_INS = (
    "I have been reading about this.",
    "Quick question.",
    "I need this for a report.",
    "One more thing:",
    "Sorry to bother you.",
)
_OUTLETS = ("Reuters", "the BBC", "the article", "the report", "the New York Times", "officials")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typed(question: str, chance: random.Random) -> str:
    """Return the question in one of the forms that people give it; its meaning is the same."""
    form: Callable[[str, random.Random], str] = chance.choices(
        (_small, _unmarked, _command, _led_in, _attributed, _misspelt),
        (4, 3, 2, 2, 2, 3),
    )[0]
    return form(question, chance)


def _small(question: str, _chance: random.Random) -> str:
    return question.casefold().rstrip("?").rstrip()


def _unmarked(question: str, _chance: random.Random) -> str:
    return question.rstrip("?").rstrip()


def _command(question: str, chance: random.Random) -> str:
    """ "Who leads?" becomes "Tell me who leads"."""
    if not _QUESTION_WORD.match(question):
        return _unmarked(question, chance)
    told = question[0].casefold() + question[1:].rstrip("?").rstrip()
    return chance.choice(_COMMANDS).format(told)


def _led_in(question: str, chance: random.Random) -> str:
    return f"{chance.choice(_LEAD_INS)} {question}"


def _attributed(question: str, chance: random.Random) -> str:
    return f"According to {chance.choice(_OUTLETS)}, {question[0].casefold()}{question[1:]}"


def _misspelt(question: str, chance: random.Random) -> str:
    """Leave a letter out, double one, or exchange two neighbours, in one long word."""
    places = [found for found in re.finditer(r"[A-Za-z]{5,}", question) if found.start() > 0]
    if not places:
        return question
    word = chance.choice(places)
    at = chance.randrange(word.start() + 1, word.end() - 1)
    way = chance.randrange(4)
    put = ("", question[at] * 2, question[at + 1] + question[at], chance.choice(_LETTERS))[way]
    return question[:at] + put + question[at + 1 + (way == 2) :]
