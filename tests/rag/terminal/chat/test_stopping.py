"""Answers that are stopped or fail, and what is kept of them."""

from __future__ import annotations

import pytest

from index.errors import LibraryLockedError
from index.filters import Filters
from rag.errors import ModelError
from rag.terminal.chat import ChatState, chat


@pytest.mark.parametrize("error", [LibraryLockedError, ModelError])
def test_an_error_is_one_line_and_the_chat_goes_on(doubles, talk, script, error):
    failing = [*list(script(doubles.answer()))[:2], error("It broke.", hint="Mend it.")]
    printed, asked = talk(["q", "r"], failing, script(doubles.refusal(passages=())))
    assert printed == (
        "> q\n"
        "Italy sends 852 soldiers, the most of all [1].\n"
        "Error: It broke.\nHint: Mend it.\n"
        "\n"
        "> r\n"
        "The articles do not answer this question.\n"
        "\n"
    )
    assert asked[1][1] == ()


def test_an_interrupted_answer_is_kept_as_far_as_it_came(doubles, talk, script):
    heard = doubles.answer(question="q", standalone_question="Q, read?", short_answer=None)
    stopped = [*list(script(heard))[:2], KeyboardInterrupt()]
    lines, recorder = ["q", "/sources", "r"], doubles.Recorder()
    printed, asked = talk(
        lines,
        stopped,
        script(doubles.refusal(passages=())),
        person=True,
        recorder=recorder,
        width=100,
    )
    assert printed.splitlines()[2:] == [
        "Read as: Q, read?",
        "",
        "Italy sends 852 soldiers, the most of all [1].",
        "",
        "[1] Who keeps the peace - Tirana Times, 13 January 2025",
        "    “Italy sends 852 soldiers, the most of all.”",
        "    news/kfor.txt:3",
        "",
        "Stopped; what was said is kept.",
        "",
        "[1] Who keeps the peace - Tirana Times, 13 January 2025",
        "    news/kfor.txt:3",
        "    Who keeps the peace",
        "",
        "    >>Italy sends 852 soldiers, the most of all.<< The United States follow with 612.",
        "",
        "    The mission began in 1999.",
        "",
        "The articles do not answer this question.",
        "",
    ]
    question, turn, *_ = recorder.kept
    assert asked[1][1] == (turn,)
    assert turn.said == "Italy sends 852 soldiers, the most of all [1]."
    assert turn.standalone_question == "Q, read?"
    assert (question, turn.stopped, turn.answer.passages) == ("q", True, heard.passages)


def test_a_question_stopped_before_anything_was_said_is_leant_on_all_the_same(
    doubles, talk, script
):
    printed, asked = talk(
        ["q", "r"], [KeyboardInterrupt()], script(doubles.refusal(passages=())), person=True
    )
    assert "\n\nStopped.\n\n" in printed
    [remembered] = asked[1][1]
    assert (remembered.question, remembered.said, remembered.stopped) == ("q", "", True)


def test_an_answer_that_is_whole_is_kept_once_whatever_is_stopped_behind_it(doubles):
    screen, recorder = doubles.Screen(), doubles.Recorder()

    def _stopped_at_once():
        raise KeyboardInterrupt
        yield

    pipeline = doubles.ScriptedPipeline(doubles.events_of(doubles.refusal(passages=())))
    pipeline.suggested = _stopped_at_once()
    state = ChatState(
        doubles.ScriptedBackend(pipeline),
        console=screen.console,
        filters=Filters(),
        recorder=recorder,
        interactive=True,
    )
    chat(state, ["Who won?"])
    assert screen.read().endswith("question.\n\nStopped.\n\n")
    assert [one.stopped for one in recorder.kept[1:]] == [False]


def test_an_interrupt_ends_a_piped_chat(doubles, talk, script):
    with pytest.raises(KeyboardInterrupt):
        talk(["q", "r"], [KeyboardInterrupt()])


def test_an_unexpected_failure_is_not_hidden(talk):
    with pytest.raises(ZeroDivisionError):
        talk(["q"], [ZeroDivisionError()])
