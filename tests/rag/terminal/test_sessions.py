"""Sessions as they are shown, wide and narrow, today's and older ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rag.answers import Turn
from rag.sessions import Kind, Session, SessionSummary, Unanswered
from rag.terminal import sessions as kept
from rag.terminal.layout import show

NOW = datetime(2026, 11, 22, 12, 0).astimezone()


def summary(session_id="1f00aa11", *, title="Who sends most?", age=timedelta(minutes=5), **changes):
    values = {
        "id": session_id,
        "kind": Kind.CHAT,
        "title": title,
        "library": "/news",
        "started": NOW - age,
        "changed": NOW - age,
        "answers": 2,
        "size": 900,
    }
    return SessionSummary(**(values | changes))


@pytest.fixture
def draw(doubles):
    def _draw(*parts, **screen):
        screen = doubles.Screen(**screen)
        show(screen.console, *parts)
        return screen.read()

    return _draw


SESSIONS = [
    summary(),
    summary("20bb33cc", title="北京\x1b[2J?", age=timedelta(days=3), kind=Kind.ASK, answers=1),
]


def test_a_table(draw):
    assert draw(kept.table(SESSIONS, now=NOW, current="1f00aa11")) == (
        "id        last used   answers  kind  first question\n"
        "1f00aa11  11:55             2  chat  Who sends most? (this one)\n"
        "20bb33cc  2026-11-19        1  ask   北京[2J?\n"
    )


def test_a_narrow_table(draw):
    table = kept.table(SESSIONS, now=NOW)
    assert draw(table, width=40, terminal=True, environ={"TERM": "dumb"}) == (
        "1f00aa11  11:55, 2 answers, chat\n  Who sends most?\n"
        "20bb33cc  2026-11-19, 1 answer, ask\n  北京[2J?\n"
    )


def test_of_none(draw):
    assert draw(kept.table([], now=NOW)) == "No conversations are kept.\n"


def test_a_whole_session(doubles, draw):
    asked = datetime.now(UTC)
    turns = (
        Turn(question="Who sends most?", asked=asked, answer=doubles.refusal(), stopped=True),
        Unanswered(question="And when?", asked=asked),
    )
    session = Session(summary=summary(), turns=turns)
    shown = draw(kept.whole(session, now=NOW))
    assert shown.startswith(
        "Session 1f00aa11: 2 answers, 11:55, about /news\n"
        "\n"
        "> Who sends most?\n"
        "The articles do not answer this question.\n"
    )
    assert shown.endswith(
        "\nThe answer was stopped here.\n\n> And when?\nThis question was not answered.\n"
    )
    assert draw(*kept.taken_up(session, now=NOW)) == (
        "Session 1f00aa11: 2 answers, 11:55, about /news\n"
        "\n"
        "> And when?\n"
        "This question was not answered.\n"
    )
