"""What a line typed in the chat means: a question, a command or a slip of the pen."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

SLASH = "/"


@dataclass(frozen=True, kw_only=True)
class CommandHelp:
    """A command as ``/help`` lists it."""

    name: str
    usage: str
    does: str


COMMANDS = (
    CommandHelp(name="help", usage="/help", does="list the commands"),
    CommandHelp(
        name="sources",
        usage="/sources [n]",
        does="show the passage around each quote of the last answer, or around quote n",
    ),
    CommandHelp(name="clear", usage="/clear", does="forget the conversation and start afresh"),
    CommandHelp(name="exit", usage="/exit", does="leave, as Ctrl-D does; also /quit"),
)
ALIASES = {"quit": "exit"}
NAMES = (*(command.name for command in COMMANDS), *ALIASES)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A line that is to be answered."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Command:
    """One of ``COMMANDS`` and what stands behind its name."""

    name: str
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class UnknownCommand:
    """A name that is no command, and the command it most resembles."""

    name: str
    nearest: str | None = None


def parse(line: str) -> Question | Command | UnknownCommand | None:
    """Return what the line means; ``None`` where it is blank.

    Only a single word behind the slash can be a command, so a question may begin with a path.
    """
    text = line.strip()
    if not text:
        return None
    word, _, argument = text.partition(" ")
    name = word.removeprefix(SLASH).lower()
    if not word.startswith(SLASH) or SLASH in name:
        return Question(text=text)
    if name in NAMES:
        return Command(name=ALIASES.get(name, name), argument=argument.strip())
    near = difflib.get_close_matches(name, NAMES, n=1)
    return UnknownCommand(name=name, nearest=near[0] if near else None)
