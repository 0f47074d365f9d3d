"""The conversation in the terminal.

A line is a question or a command (``parsing``). A question is answered as it streams
(``answering``); a command is a function of the conversation's state (``state``) and its argument.

To add a command, write a module with a function ``run(state, argument)`` (see ``command.Run``),
put it into a tuple ``COMMANDS`` of ``ChatCommand`` at the module's end, and name that tuple in
``registry``. ``/help``, completion and the hint for a slip of the pen follow from there.

Turns are kept by a ``rag.sessions.Recorder``, which whoever starts the chat passes in.
"""

from rag.terminal.chat.command import Ask, ChatCommand, Leave, Next
from rag.terminal.chat.loop import chat
from rag.terminal.chat.state import ChatState, Desk

__all__ = [
    "Ask",
    "ChatCommand",
    "ChatState",
    "Desk",
    "Leave",
    "Next",
    "chat",
]
