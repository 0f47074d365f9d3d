"""The commands of the chat, each in one place: what it does, its help line, what Tab completes.

To add a command, add a module here with a tuple ``COMMANDS`` of ``ChatCommand``. ``/help``,
completion and the hint for a mistyped name follow from there.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from rag.terminal.chat.command import ChatCommand, Topic


@cache
def all_commands() -> tuple[ChatCommand, ...]:
    """Return every command in the order of ``/help``: by topic, then by module."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    commands: list[ChatCommand] = [command for one in modules for command in one.COMMANDS]
    return tuple(sorted(commands, key=lambda command: list(Topic).index(command.topic)))
