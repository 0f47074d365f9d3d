"""What Tab offers."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from index.filters import Filters
from rag.sessions import NullRecorder
from rag.terminal.chat import ChatState
from rag.terminal.chat.commands import all_commands
from rag.terminal.input.completion import ChatCompleter


@pytest.fixture
def state(doubles, pipeline):
    return ChatState(
        doubles.ScriptedBackend(pipeline),
        console=doubles.Screen().console,
        filters=Filters(),
        recorder=NullRecorder(),
    )


@pytest.fixture
def offered(state):
    """Return the lines that completing what is typed leads to."""
    completer = ChatCompleter(state)

    def _offered(typed, *, asked=True):
        event = CompleteEvent(completion_requested=asked, text_inserted=not asked)
        found = completer.get_completions(Document(typed), event)
        return [typed[: len(typed) + one.start_position] + one.text for one in found]

    return _offered


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("/fi", ["/filter"]),
        ("/q", ["/quotes", "/exit"]),
        ("/filter ", ["/filter source=", "/filter since=", "/filter until=", "/filter off"]),
        ("/filter source=", ["/filter source=Balkan Wire", "/filter source=Tirana Times"]),
        ("/filter source=balkan w", ["/filter source=Balkan Wire"]),
        ("/filter source=Balkan Wire si", ["/filter source=Balkan Wire since="]),
        ("/filter since=20", []),
        ("/model ex", ["/model extractive"]),
        ("/nonsense x", []),
        ("What does Balk", ["What does Balkan Wire"]),
        ("What did the bank wa", ["What did The bank waits"]),
        ("about har", ["about Harbour"]),
        ("a", []),
        ("", []),
    ],
)
def test_what_is_offered(offered, typed, lines):
    assert offered(typed) == lines


def test_every_command_is_offered_and_names_only_when_asked_for(offered):
    assert offered("/", asked=False) == [f"/{command.name}" for command in all_commands()]
    assert offered("What does Balk", asked=False) == []


def test_numbers_of_the_last_answer_are_offered(doubles, state, offered):
    from rag.answers import Turn

    state.keep(Turn.of(doubles.answer()))
    assert offered("/sources ") == ["/sources 1", "/sources 2"]
    assert offered("/open 2 e") == ["/open 2 editor"]
    assert offered("/passages ") == ["/passages 1", "/passages 2"]


def test_suggested_questions_are_offered_on_an_empty_line(state, offered):
    state.suggestions = ["When did the harbour open?"]
    assert offered("") == ["When did the harbour open?"]


def test_titles_are_read_anew_when_the_library_changes(
    offered, corpus, location, settings, embedder
):
    from index.sync.update import update

    assert offered("Light") == []
    (corpus / "light.txt").write_text("Lighthouse repaired\n\nIt was about time for it.\n")
    list(update([corpus], location, settings, embedder=embedder))
    assert offered("Light") == ["Lighthouse repaired"]


def test_a_hostile_title_cannot_act_on_the_terminal(offered, corpus, location, settings, embedder):
    from index.sync.update import update

    (corpus / "evil.md").write_text("---\ntitle: Evil \x1b[2J\u202etitle\n---\n\nSome text here.\n")
    list(update([corpus], location, settings, embedder=embedder))
    assert all("\x1b" not in one and "\u202e" not in one for one in offered("Evil"))
