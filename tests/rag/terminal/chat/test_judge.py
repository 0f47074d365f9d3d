"""``/right``, ``/wrong`` and ``/testset``, with real files."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rag.evaluation.testsets.formats import load_cases
from rag.terminal.chat import ChatState, chat
from rag.terminal.prompting import PipedLines


@dataclass(frozen=True)
class Entry:
    origin: str


class Shelf:
    """The part of a library that naming articles needs."""

    def entries(self):
        return [Entry("/news/kfor.txt"), Entry("/news/all.jsonl#7"), Entry("/news/all.jsonl#8")]


@pytest.fixture
def talk(doubles, tmp_path, monkeypatch):
    """Hold a chat in an empty folder; return what was printed."""
    monkeypatch.chdir(tmp_path)

    def _talk(*lines, answers=()):
        screen = doubles.Screen()
        pipeline = doubles.ScriptedPipeline(*map(doubles.events_of, answers))
        pipeline.library = Shelf()
        state = ChatState(
            doubles.ScriptedDesk(pipeline),
            console=screen.console,
            filters=None,
            recorder=doubles.Recorder(),
        )
        chat(state, PipedLines(lines, screen.console))
        return screen.read()

    return _talk


def test_a_right_answer_becomes_a_case(doubles, talk, tmp_path):
    printed = talk("Who sends most?", "/right", "/right", answers=[doubles.answer()])
    (case,) = load_cases(tmp_path / "testset.jsonl")
    assert case.question == "Who sends most?"
    assert case.answers == ("852",)
    assert [one.article for one in case.evidence] == ["kfor.txt", "all.jsonl#7"]
    assert case.tags == ("chat", "right")
    assert f"Added to testset.jsonl as right: {case.id}.\n" in printed
    assert "testset.jsonl has this question already; it is left as it is.\n" in printed


def test_a_wrong_answer_takes_the_one_that_was_expected(doubles, talk, tmp_path):
    talk("Who sends most?", "/wrong June 1999", answers=[doubles.answer()])
    (case,) = load_cases(tmp_path / "testset.jsonl")
    assert case.answers == ("June 1999",)
    assert case.tags == ("chat", "wrong")
    assert case.evidence[0].quote == "The mission began in June 1999."


def test_a_wrong_answer_without_one_says_what_is_missing(doubles, talk, tmp_path):
    printed = talk("Who sends most?", "/wrong", answers=[doubles.answer()])
    assert "It names no answer yet" in printed
    (case,) = load_cases(tmp_path / "testset.jsonl")
    assert (case.answers, case.answerable) == ((), True)


def test_a_follow_up_is_kept_with_the_questions_before_it(doubles, talk, tmp_path):
    second = doubles.answer(question="Since when?", standalone_question="Since when do they?")
    talk("Who sends most?", "Since when?", "/right", answers=[doubles.answer(), second])
    (case,) = load_cases(tmp_path / "testset.jsonl")
    assert (case.question, case.history) == ("Since when?", ("Who sends most?",))


def test_another_file(doubles, talk, tmp_path):
    printed = talk(
        "/testset", "/testset own/set.jsonl", "q", "/wrong unanswerable", answers=[doubles.answer()]
    )
    assert "/right and /wrong add to testset.jsonl.\n" in printed
    assert "/right and /wrong add to own/set.jsonl.\n" in printed
    (case,) = load_cases(tmp_path / "own" / "set.jsonl")
    assert not case.answerable


def test_what_cannot_be_kept_is_said_and_the_chat_goes_on(doubles, talk, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{")
    printed = talk(
        "/right", "/testset bad.jsonl", "q", "/right", "/testset", answers=[doubles.answer()]
    )
    assert "Error: There is no answer to judge yet.\nHint: Ask something first.\n" in printed
    assert "Error: bad.jsonl, line 1" in printed
    assert printed.endswith("/right and /wrong add to bad.jsonl.\n\n")
    assert (tmp_path / "bad.jsonl").read_text() == "{"
