"""What a command of the chat is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rag.terminal.chat.state import ChatState


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The conversation ends."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question is to be answered as if it had been typed."""

    question: str


Next = Leave | Ask | None
"""What comes after a command; ``None`` is the next line."""

Run = Callable[[ChatState, str], Next]
"""Obeys a command; the text is its argument, stripped, empty where there is none.

It may raise RagError and LibraryError, which are shown, and KeyboardInterrupt, which stops it.
"""

Complete = Callable[[ChatState, str], Iterable[str]]
"""Yields whole arguments that may be meant by the part of one that is typed so far."""


def _nothing(_state: ChatState, _typed: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class ChatCommand:
    """A command: its name behind the slash, how ``/help`` tells of it, and what it does."""

    name: str
    usage: str
    does: str
    run: Run
    complete: Complete = _nothing
    aliases: tuple[str, ...] = ()
