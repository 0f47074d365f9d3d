"""Sessions as they are shown: in a list, whole, and when one is taken up again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Turn
from rag.sessions import Session, SessionSummary, Unanswered
from rag.terminal.counting import counted
from rag.terminal.layout import BLANK, PROMPT, Block, Columns, Either
from rag.terminal.render import whole_answer
from rag.terminal.text import one_line

_NARROW = 64
"""Columns below which the rows of a list become paragraphs."""


def table(
    sessions: Sequence[SessionSummary], *, now: datetime, current: str | None = None
) -> RenderableType:
    """Return the sessions in rows; ``current`` is the one that is being held."""
    if not sessions:
        return Block(Text("No conversations are kept."))
    rows = Columns("id", "last used", "answers", "kind", "first question", right=("answers",))
    listed: list[RenderableType] = []
    for one in sessions:
        title = one_line(one.title) + (" (this one)" if one.id == current else "")
        used, count = when(one.changed, now), counted(one.answers, "answer")
        rows.add(one.id, used, str(one.answers), str(one.kind), title)
        listed += [
            Block(Text(f"{used}, {count}, {one.kind}"), lead=f"{one.id}  "),
            Block(Text(title, style="heading"), lead="  "),
        ]
    return Either(rows, Group(*listed), width=_NARROW)


def whole(session: Session, *, now: datetime) -> Group:
    """Return a session from its first question to its last answer."""
    parts: list[RenderableType] = [_heading(session, now)]
    for turn in session.turns:
        parts += [BLANK, *_turn(turn)]
    return Group(*parts)


def taken_up(session: Session, *, now: datetime) -> Iterator[RenderableType]:
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
    return Block(
        Text(f"Session {summary.id}: {count}, {when(summary.changed, now)}{about}", style="note")
    )


def _turn(turn: Turn | Unanswered) -> Iterator[RenderableType]:
    yield Block(Text(one_line(turn.question), style="heading"), lead=PROMPT)
    if isinstance(turn, Unanswered):
        yield _remark("This question was not answered.")
        return
    yield whole_answer(turn.answer)
    if turn.stopped:
        yield _remark("The answer was stopped here.")


def _remark(text: str) -> Block:
    return Block(Text(text, style="note"))
