"""Commands that make a test set of what was said: ``/right``, ``/wrong``, ``/testset``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rag.terminal.chat.command import ChatCommand, Next
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
    """Add the last turn to the test set. Raises TestSetError."""
    from rag.evaluation.proposing import (  # it is rarely asked for
        EvidenceNames,
        GrowingTestSet,
        case_of_answer,
    )

    if state.last is None:
        state.complain("There is no answer to judge yet.", "Ask something first.")
        return None
    if state.last.stopped:
        state.complain(
            "The last answer was stopped; it cannot be judged.", "Ask again with /retry."
        )
        return None
    testset = GrowingTestSet(state.testset)
    names = EvidenceNames(entry.origin for entry in state.desk.pipeline.library.entries())
    earlier = [turn.question for turn in state.turns[:-1]]
    case = case_of_answer(state.last.answer, names, right=right, expected=expected, earlier=earlier)
    if not testset.add(case):
        state.remark(f"{state.testset} has this question already; it is left as it is.")
        return None
    state.remark(f"Added to {state.testset} as {'right' if right else 'wrong'}: {case.id}.")
    if not right and not expected:
        state.remark("It names no answer yet: write it there, or give it with /wrong next time.")
    return None


def _no_answer(_state: ChatState, _typed: str) -> Iterable[str]:
    return ("unanswerable",)


COMMANDS = (
    ChatCommand(
        name="right",
        usage="/right",
        does="add the last question to the test set, with its answer as right",
        run=_right,
    ),
    ChatCommand(
        name="wrong",
        usage="/wrong [ANSWER]",
        does="add it as wrong, with the answer that was expected, or unanswerable",
        run=_wrong,
        complete=_no_answer,
    ),
    ChatCommand(
        name="testset",
        usage="/testset [FILE]",
        does="which file they add to, testset.jsonl unless another is named",
        run=_testset,
    ),
)
