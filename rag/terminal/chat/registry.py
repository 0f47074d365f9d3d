"""Every command of the chat, in the order in which ``/help`` lists them."""

from __future__ import annotations

from rich.text import Text

from rag.terminal.chat import copy as copying
from rag.terminal.chat import filter as filtering
from rag.terminal.chat import index as indexing
from rag.terminal.chat import judge as judging
from rag.terminal.chat import model as switching
from rag.terminal.chat import open as opening
from rag.terminal.chat import quotes as quoting
from rag.terminal.chat import retry as repeating
from rag.terminal.chat import sessions as keeping
from rag.terminal.chat import sources as looking
from rag.terminal.chat.command import ChatCommand, Leave, Next
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
    rows = [(command.usage, command.does) for command in COMMANDS] + list(_KEYS)
    state.say(Text("Ask a question, or give a command:", style="heading"), Definitions(rows))
    return None


def _clear(state: ChatState, _argument: str) -> Next:
    state.replace(())
    state.recorder.renew()
    if state.console.is_terminal:
        state.console.clear()
    state.remark("The conversation is forgotten.")
    return None


def _exit(_state: ChatState, _argument: str) -> Next:
    return Leave()


COMMANDS = (
    *looking.COMMANDS,
    *quoting.COMMANDS,
    *opening.COMMANDS,
    *copying.COMMANDS,
    *repeating.COMMANDS,
    *filtering.COMMANDS,
    *switching.COMMANDS,
    *indexing.COMMANDS,
    *keeping.COMMANDS,
    *judging.COMMANDS,
    ChatCommand(
        name="clear", usage="/clear", does="forget the conversation and start afresh", run=_clear
    ),
    ChatCommand(name="help", usage="/help", does="list the commands", run=_help),
    ChatCommand(
        name="exit", usage="/exit", does="leave, as Ctrl-D does", run=_exit, aliases=("quit",)
    ),
)
