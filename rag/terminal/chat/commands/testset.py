"""A test set of what was answered: ``/right``, ``/wrong``, ``/testset``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rag.answers import Answer
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState


def _right(state: ChatState, _argument: str) -> Next:
    return _keep(state, right=True)


def _wrong(state: ChatState, expected: str) -> Next:
    return _keep(state, right=False, expected=expected)


def _testset(state: ChatState, name: str) -> Next:
    if name:
        state.testset = Path(name.strip("\"'")).expanduser()
    state.remark(f"/right and /wrong add to {state.testset}.")
    return None


def _keep(state: ChatState, *, right: bool, expected: str = "") -> Next:
    """Add the last turn to the test set, or correct what was said of it. Raises TestSetError."""
    if state.last is None:
        state.complain("There is no answer to judge yet.", "Ask something first.")
    elif state.last.stopped:
        state.complain(
            "The last answer was stopped; it cannot be judged.", "Ask again with /retry."
        )
    else:
        _judge(state, state.last.answer, right=right, expected=expected)
    return None


def _judge(state: ChatState, answer: Answer, *, right: bool, expected: str) -> None:
    # Imported here: it takes 0.1 s, and few conversations judge.
    from rag.evaluation.proposing import EvidenceNames, GrowingTestSet, case_of_answer

    testset = GrowingTestSet(state.testset)
    names = EvidenceNames(entry.origin for entry in state.backend.pipeline.library.entries())
    earlier = [turn.question for turn in state.turns[:-1]]
    case = case_of_answer(answer, names, right=right, expected=expected, earlier=earlier)
    verdict = "right" if right else "wrong"
    if testset.add(case):
        state.judged[case.id] = case
        state.remark(f"Added to {state.testset} as {verdict}: {case.id}.")
    elif state.judged.get(case.id, case) != case:
        testset.correct(case)
        state.judged[case.id] = case
        state.remark(f"Corrected in {state.testset}, now as {verdict}: {case.id}.")
    else:
        state.remark(f"{state.testset} has this question already; it is left as it is.")
        return
    if not right and not expected:
        state.remark("It names no answer yet: write it there, or add it with /wrong ANSWER.")


def _no_answer(_state: ChatState, _typed: str) -> Iterable[str]:
    return ("unanswerable",)


COMMANDS = (
    ChatCommand(
        name="right",
        usage="/right",
        does="add the last answer to a test set, as right",
        topic=Topic.TESTSET,
        run=_right,
    ),
    ChatCommand(
        name="wrong",
        usage="/wrong [ANSWER]",
        does="add it as wrong, with the right one or unanswerable",
        topic=Topic.TESTSET,
        run=_wrong,
        complete=_no_answer,
    ),
    ChatCommand(
        name="testset",
        usage="/testset [FILE]",
        does="show or name the file that they add to",
        topic=Topic.TESTSET,
        run=_testset,
    ),
)
