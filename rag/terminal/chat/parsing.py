"""What a line typed in the chat means: a question, a command or a slip of the pen."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from rag.terminal.chat.command import ChatCommand

SLASH = "/"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A line that is to be answered."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command and what stands behind its name."""

    command: ChatCommand
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class UnknownCommand:
    """A name that is no command, and the command it most resembles."""

    name: str
    nearest: str | None = None


def parse(line: str, commands: Sequence[ChatCommand]) -> Question | Order | UnknownCommand | None:
    """Return what the line means; ``None`` where it is blank.

    Only a single word behind the slash can be a command, so a question may begin with a path.
    """
    text = line.strip()
    if not text:
        return None
    word, *rest = text.split(maxsplit=1)
    name = word.removeprefix(SLASH).lower()
    if not word.startswith(SLASH) or SLASH in name:
        return Question(text=text)
    named = by_name(commands)
    if name in named:
        return Order(command=named[name], argument=rest[0].strip() if rest else "")
    near = difflib.get_close_matches(name, named, n=1)
    return UnknownCommand(name=name, nearest=near[0] if near else None)


def by_name(commands: Sequence[ChatCommand]) -> dict[str, ChatCommand]:
    """Return the commands by their names and aliases."""
    return {name: command for command in commands for name in (command.name, *command.aliases)}
