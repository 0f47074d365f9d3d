"""What a conversation is about: its last question, and the one that the last ones lean on.

A follow-up that cannot be put into words of its own carries the question it leans on in brackets
behind it: "How many seats (How many percent did the PDK get)?". The next one leans on the same
question, not on the follow-up, so a topic keeps over many turns and brackets never nest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers import Turn
from rag.language.mentions import names

_BRACKETED = re.compile(r"^(?P<own>.+?)\s+\((?P<root>.+)\)\s*\??$")
_MARKER = re.compile(r"\s*\[\d+\]")
_FOR_A_NAME = re.compile(r"(?:(?:which|what)\s+(?!is|are|was|were|did|do|does)[a-z]+|who)\b", re.I)
_LOOKED_BACK = 5
"""Turns in which what a word points to is looked for."""


@dataclass(frozen=True, kw_only=True)
class RecentTurns:
    """The turns before a follow-up question."""

    turns: tuple[Turn, ...]
    """The last ones, the latest first; never empty."""

    @property
    def question(self) -> str:
        """The last question as it stood alone."""
        return self.turns[0].standalone_question

    @property
    def own(self) -> str:
        """The last question without what it leans on."""
        match = _BRACKETED.match(self.question)
        return match["own"] if match else self.question

    @property
    def topic(self) -> str:
        """What a question that says nothing of it is about, to be put in brackets."""
        match = _BRACKETED.match(self.question)
        root = (match["root"] if match else self.question).rstrip(" ?.")
        own = names(match["own"]) if match else []
        new = [name for name in (*own, self.told) if name and name not in root]
        return f"{', '.join(new)}: {root.rpartition(': ')[2]}" if new else root

    @property
    def told(self) -> str:
        """The name that the last answer gave to a question for one, as "Which party won?"."""
        short = self.turns[0].short_answer or ""
        return short if _FOR_A_NAME.match(self.own) and names(f"is {short}") else ""

    @property
    def answer(self) -> str:
        """The first sentence of the last answer; empty where it was refused."""
        return first_sentence(self.turns[0].said)

    @property
    def last_said(self) -> str:
        """The first sentence of the last answer that there was."""
        return next((said for turn in self.turns if (said := first_sentence(turn.said))), "")

    @property
    def said(self) -> str:
        """All of the questions and answers, the latest first."""
        return "\n".join(f"{turn.standalone_question}\n{turn.said}" for turn in self.turns)


def recent_turns(history: Sequence[Turn]) -> RecentTurns:
    """Return the context of the next question; ``history`` is not empty."""
    return RecentTurns(turns=tuple(reversed(history[-_LOOKED_BACK:])))


def first_sentence(answer: str) -> str:
    """Return an answer up to its first marker."""
    return _MARKER.split(answer, maxsplit=1)[0].strip()
