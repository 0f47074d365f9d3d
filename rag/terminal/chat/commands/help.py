"""``/help`` and ``/exit``."""

from __future__ import annotations

from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from rag.terminal.chat.command import ChatCommand, Invocation, Leave, Next, Topic, parse
from rag.terminal.chat.commands import all_commands
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import Definitions

_KEYS = (
    ("Ctrl-C", "stop an answer, or clear the line"),
    ("Ctrl-D", "leave"),
    ("Ctrl-R", "search what was typed before"),
    ("Esc Enter", "begin a new line"),
    ("Ctrl-X Ctrl-E", "write the question in $EDITOR"),
)


def _help(state: ChatState, _argument: str) -> Next:
    rows = [(command.usage, command.does) for command in all_commands()]
    width = max(len(term) for term, _ in (*rows, *_KEYS))
    parts: list[RenderableType] = [Text("Ask a question, or give a command:")]
    for topic, commands in groupby(all_commands(), key=lambda command: command.topic):
        lines = [(command.usage, command.does) for command in commands]
        parts += [Text(topic, style="heading"), Definitions(lines, width=width)]
    parts += [Text("Keys", style="heading"), Definitions(_KEYS, width=width)]
    state.say(*parts)
    return None


def _exit(_state: ChatState, _argument: str) -> Next:
    return Leave()


COMMANDS = (
    ChatCommand(
        name="help",
        usage="/help",
        does="list the commands",
        topic=Topic.CHAT,
        run=_help,
        aliases=("?",),
        bare=True,
    ),
    ChatCommand(
        name="exit",
        usage="/exit",
        does="leave, as Ctrl-D does",
        topic=Topic.CHAT,
        run=_exit,
        aliases=("quit", "bye"),
        bare=True,
    ),
)


def leaves(line: str) -> bool:
    """Whether a line would leave the chat; so it does where something is asked before it begins."""
    meant = parse(line, COMMANDS)
    return isinstance(meant, Invocation) and meant.command.run is _exit
