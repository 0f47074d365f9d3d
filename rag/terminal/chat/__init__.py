"""The conversation in the terminal.

A line is a question or a command (``command``). A question is answered as it streams (``answers``);
a command is a function of the conversation's state (``state``) and its argument (``commands``).
Turns are kept by a ``rag.sessions.Recorder``, which whoever starts the chat passes in.
"""

from rag.terminal.chat.loop import chat
from rag.terminal.chat.state import ChatBackend, ChatState

__all__ = ["ChatBackend", "ChatState", "chat"]
