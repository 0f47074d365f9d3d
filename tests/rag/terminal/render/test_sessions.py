"""Sessions as they are shown, wide and narrow, today's and older ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rag.answers import Turn
from rag.sessions import Kind, Session, SessionSummary, Unanswered
from rag.terminal.render.sessions import resumed, session_list, whole_session

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


SESSIONS = [
    summary(),
    summary("20bb33cc", title="北京\x1b[2J?", age=timedelta(days=3), kind=Kind.ASK, answers=1),
]


def test_a_table(draw):
    assert draw(session_list(SESSIONS, now=NOW, current="1f00aa11")) == (
        "id        last used   answers  kind  first question\n"
        "1f00aa11  11:55             2  chat  Who sends most? (this one)\n"
        "20bb33cc  2026-11-19        1  ask   北京[2J?\n"
    )


def test_a_narrow_table(draw):
    table = session_list(SESSIONS, now=NOW)
    assert draw(table, width=40, terminal=True, environ={"TERM": "dumb"}) == (
        "1f00aa11  11:55, 2 answers, chat\n  Who sends most?\n"
        "20bb33cc  2026-11-19, 1 answer, ask\n  北京[2J?\n"
    )


def test_numbers_to_choose_by(draw):
    lines = draw(session_list(SESSIONS, now=NOW, numbered=True)).splitlines()
    assert [line[:11] for line in lines[1:]] == ["1. 1f00aa11", "2. 20bb33cc"]


def test_of_none(draw):
    assert draw(session_list([], now=NOW)) == "No conversations are kept.\n"


def test_a_whole_session(doubles, draw):
    asked = datetime.now(UTC)
    turns = (
        Turn(question="Who sends most?", asked=asked, answer=doubles.refusal(), stopped=True),
        Unanswered(question="And when?", asked=asked),
    )
    session = Session(summary=summary(), turns=turns)
    shown = draw(whole_session(session, now=NOW))
    assert shown.startswith(
        "Session 1f00aa11: 2 answers, 11:55, about /news\n"
        "\n"
        "> Who sends most?\n"
        "The articles do not answer this question.\n"
    )
    assert shown.endswith(
        "\nThe answer was stopped here.\n\n> And when?\nThis question was not answered.\n"
    )
    assert draw(*resumed(session, now=NOW)) == (
        "Session 1f00aa11: 2 answers, 11:55, about /news\n"
        "\n"
        "> And when?\n"
        "This question was not answered.\n"
    )
