"""What a command of the chat is, and whether a typed line is one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.terminal.chat.state import ChatState

SLASH = "/"


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The conversation ends."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question is to be answered as if it had been typed."""

    question: str
    alone: bool = False
    """Whether it leans on nothing that was said before."""


Next = Leave | Ask | None
"""What comes after a command; ``None`` is the next line."""

Run = Callable[[ChatState, str], Next]
"""Carries out a command; the text is its argument, stripped, empty where there is none.

It may raise RagError and LibraryError, which are shown, and KeyboardInterrupt, which stops it.
"""

Complete = Callable[[ChatState, str], Iterable[str]]
"""Yields the whole arguments that may be meant by the part of one that is typed so far."""


class Topic(StrEnum):
    """The headings of ``/help``, in its order."""

    ANSWER = "The last answer"
    ARTICLES = "Articles and models"
    CONVERSATION = "Conversations"
    TESTSET = "A test set of your own"
    CHAT = "This chat"


def _nothing(_state: ChatState, _typed: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class ChatCommand:
    """A command: its name behind the slash, its line in ``/help``, and what it does."""

    name: str
    usage: str
    does: str
    topic: Topic
    run: Run
    complete: Complete = _nothing
    aliases: tuple[str, ...] = ()
    bare: bool = False
    """Whether its names are obeyed without the slash too, where they are all that is typed."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A line that is to be answered."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """A command and what stands behind its name."""

    command: ChatCommand
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class UnknownCommand:
    """A name that is no command, and the command it most resembles."""

    name: str
    nearest: str | None = None


def parse(
    line: str, commands: Sequence[ChatCommand]
) -> Question | Invocation | UnknownCommand | None:
    """Return what the line means; ``None`` where it is blank.

    Only a single word behind the slash can be a command, so a question may begin with a path.
    """
    text = line.strip()
    if text.startswith(f"{SLASH} "):
        text = SLASH + text.removeprefix(SLASH).lstrip()
    if not text:
        return None
    named = by_name(commands)
    word, *rest = text.split(maxsplit=1)
    name = word.removeprefix(SLASH).lower()
    if not word.startswith(SLASH) or SLASH in name:
        command = named.get((text.rstrip(".!?") or text).lower())
        return Invocation(command=command) if command and command.bare else Question(text=text)
    if name in named:
        return Invocation(command=named[name], argument=rest[0].strip() if rest else "")
    near = difflib.get_close_matches(name, named, n=1)
    return UnknownCommand(name=name, nearest=near[0] if near else None)


def by_name(commands: Sequence[ChatCommand]) -> dict[str, ChatCommand]:
    """Return the commands by their names and aliases."""
    return {name: command for command in commands for name in (command.name, *command.aliases)}
