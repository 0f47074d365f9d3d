"""A store in a folder of its own, and answers to keep in it."""

from __future__ import annotations

import pytest

from rag.answers import Turn
from rag.sessions import Kind, SessionRecorder, SessionStore


@pytest.fixture
def notes():
    """What the store and its recordings have said."""
    return []


@pytest.fixture
def store(tmp_path, notes):
    return SessionStore(tmp_path / "sessions", most_bytes=10_000_000, notify=notes.append)


@pytest.fixture
def recording(store, notes):
    return SessionRecorder(store, kind=Kind.CHAT, library="/news", notify=notes.append)


@pytest.fixture
def answer(pipeline):
    return pipeline.answer("How many soldiers does Italy send to the mission?")


@pytest.fixture
def hold(answer):
    """Ask questions of a recording and have each answered."""

    def ask(recording, *questions):
        for question in questions:
            recording.asked(question)
            recording.record(Turn.of(answer))
        return recording.session_id

    return ask
