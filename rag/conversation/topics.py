"""Topics: what a conversation is about, by its last turns.

A follow-up that cannot be rewritten carries the question that it depends on in brackets behind it:
"How many seats (How many percent did the PDK get)?". The next follow-up depends on the same
question, so a topic lasts for many turns and brackets never nest.
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
"""Turns that are searched for what a word refers to."""


@dataclass(frozen=True, kw_only=True)
class RecentTurns:
    """The turns before a follow-up question, and what they were about."""

    turns: tuple[Turn, ...]
    """The last ones, the latest first; never empty."""

    @property
    def question(self) -> str:
        """The last question, as it was rewritten to stand alone."""
        return self.turns[0].standalone_question

    @property
    def own(self) -> str:
        """The last question without the one in brackets that it depends on."""
        match = _BRACKETED.match(self.question)
        return match["own"] if match else self.question

    @property
    def topic(self) -> str:
        """What the turns are about, for the brackets behind a question that does not say it."""
        match = _BRACKETED.match(self.question)
        root = (match["root"] if match else self.question).rstrip(" ?.")
        own = names(match["own"]) if match else []
        new = [name for name in (*own, self.named_answer) if name and name not in root]
        return f"{', '.join(new)}: {root.rpartition(': ')[2]}" if new else root

    @property
    def named_answer(self) -> str:
        """The last short answer, if the question asked for a name, such as "Which party won?"."""
        short = self.turns[0].short_answer or ""
        return short if _FOR_A_NAME.match(self.own) and names(f"is {short}") else ""

    @property
    def answer(self) -> str:
        """The first sentence of the last answer; empty where it was refused."""
        return first_sentence(self.turns[0].said)

    @property
    def last_said(self) -> str:
        """The first sentence of the last answer that was no refusal."""
        return next((said for turn in self.turns if (said := first_sentence(turn.said))), "")

    @property
    def said(self) -> str:
        """All of the questions and answers, the latest first."""
        return "\n".join(f"{turn.standalone_question}\n{turn.said}" for turn in self.turns)


def recent_turns(history: Sequence[Turn]) -> RecentTurns:
    """Return what the next question may refer to; ``history`` is not empty."""
    return RecentTurns(turns=tuple(reversed(history[-_LOOKED_BACK:])))


def first_sentence(answer: str) -> str:
    """Return an answer up to its first marker."""
    return _MARKER.split(answer, maxsplit=1)[0].strip()
