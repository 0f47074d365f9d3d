"""Kept conversations: in a list, whole, and where one is resumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Turn
from rag.sessions import Session, SessionSummary, Unanswered
from rag.terminal.layout import BLANK, PROMPT, Block, Columns, Either
from rag.terminal.render.answers import whole_answer
from rag.terminal.render.messages import remark, sentence
from rag.terminal.text import counted, one_line

_NARROW = 64
"""Columns below which the rows of a list become paragraphs."""


def session_list(
    sessions: Sequence[SessionSummary],
    *,
    now: datetime,
    current: str | None = None,
    numbered: bool = False,
) -> RenderableType:
    """Return the sessions in rows; ``current`` is the one that is going on.

    They are ``numbered`` where one is to be chosen.
    """
    if not sessions:
        return sentence("No conversations are kept.")
    table = Columns("id", "last used", "answers", "kind", "first question", right=("answers",))
    paragraphs: list[RenderableType] = []
    for number, session in enumerate(sessions, start=1):
        lead = f"{number}. {session.id}" if numbered else session.id
        title = one_line(session.title) + (" (this one)" if session.id == current else "")
        used, count = when(session.changed, now), counted(session.answers, "answer")
        table.add(lead, used, str(session.answers), str(session.kind), title)
        paragraphs += [
            Block(Text(f"{used}, {count}, {session.kind}"), lead=f"{lead}  "),
            Block(Text(title, style="heading"), lead="  "),
        ]
    return Either(table, Group(*paragraphs), width=_NARROW)


def whole_session(session: Session, *, now: datetime) -> Group:
    """Return a session from its first question to its last answer."""
    parts: list[RenderableType] = [_heading(session, now)]
    for turn in session.turns:
        parts += [BLANK, *_turn(turn)]
    return Group(*parts)


def resumed(session: Session, *, now: datetime) -> Iterator[RenderableType]:
    """Yield which session it is and how it ended."""
    yield _heading(session, now)
    if session.turns:
        yield BLANK
        yield from _turn(session.turns[-1])


def when(then: datetime, now: datetime) -> str:
    """Return a time of today as the hour, another one as the day, on the user's own clock."""
    local, today = then.astimezone(), now.astimezone()
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%Y-%m-%d}"


def _heading(session: Session, now: datetime) -> Block:
    summary = session.summary
    count = counted(summary.answers, "answer")
    about = f", about {one_line(summary.library)}" if summary.library else ""
    return remark(f"Session {summary.id}: {count}, {when(summary.changed, now)}{about}")


def _turn(turn: Turn | Unanswered) -> Iterator[RenderableType]:
    yield Block(Text(one_line(turn.question), style="heading"), lead=PROMPT)
    if isinstance(turn, Unanswered):
        yield remark("This question was not answered.")
        return
    yield whole_answer(turn.answer)
    if turn.stopped:
        yield remark("The answer was stopped here.")
