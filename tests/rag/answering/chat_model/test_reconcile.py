from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from rag.answering import REFUSAL, refused
from rag.answering.chat_model.answerer import ChatModelAnswerer
from rag.answering.chat_model.reconcile import HARDLY, LEFT_OUT, MAY_ANSWER
from rag.answers import Composed, StatementReady

TRUE = "Italy provides the most soldiers to KFOR [1]."
LIE = "KFOR has 9,999 soldiers [1]."


class Reads:
    """An answerer that always finds the same."""

    name = "extractive"

    def __init__(self, found):
        self.found = found

    def stream(self, asked, hits):  # noqa: ARG002 - the protocol's
        yield self.found


SURE = Composed(answered=True, text="Italy. [1]", confidence=0.8, short_answer="Italy")
UNSURE = Composed(answered=True, text="Italy. [1]", confidence=0.4)
NOTHING = refused(0.1)


@pytest.fixture
def told(asked, hits):
    """What is streamed when the model says this and the passages hold that."""

    def _told(text, read):
        model = GenericFakeChatModel(messages=iter([AIMessage(text)]))
        answerer = ChatModelAnswerer(model, name="fake:model", beside=Reads(read))
        *ready, composed = answerer.stream(asked, hits)
        assert all(isinstance(one, StatementReady) for one in ready)
        assert composed.answered or not ready
        return composed, [one.statement.text for one in ready]

    return _told


def test_both_answer(told):
    composed, shown = told(TRUE, SURE)
    assert (composed.answered, composed.warnings, composed.confidence) == (True, (), 1.0)
    assert composed.short_answer == "Italy"
    assert shown == [TRUE]


def test_a_short_answer_that_the_model_did_not_give_is_not_told(told):
    assert told("KFOR has over 4,600 soldiers [1].", SURE)[0].short_answer is None


def test_neither_answers(told):
    composed, shown = told(REFUSAL, NOTHING)
    assert (composed.answered, composed.text, composed.warnings) == (False, REFUSAL, ())
    assert shown == []


def test_the_model_refuses_what_a_passage_seems_to_hold(told):
    composed, _ = told(REFUSAL, SURE)
    assert (composed.answered, composed.text) == (False, REFUSAL)
    assert composed.warnings == (MAY_ANSWER,)
    assert composed.confidence == pytest.approx(0.4)
    assert told(REFUSAL, UNSURE)[0].warnings == ()


def test_the_model_answers_what_no_passage_seems_to_hold(told):
    composed, shown = told(TRUE, NOTHING)
    assert composed.answered
    assert composed.warnings == (HARDLY,)
    assert composed.confidence == pytest.approx(0.55)
    assert shown == [TRUE]


def test_lies_alone_are_no_answer_where_no_passage_seems_to_hold_one(told):
    composed, shown = told(f"{LIE} Germany cooks for all of them [1].", NOTHING)
    assert (composed.answered, composed.text) == (False, REFUSAL)
    assert composed.warnings == (LEFT_OUT,)
    assert shown == []


def test_lies_are_shown_with_their_mark_before_and_behind_what_is_true(told):
    composed, shown = told(f"{LIE} {TRUE}", NOTHING)
    assert composed.answered
    assert shown == [one.text for one in composed.statements]
    assert len(shown) == 2
    # Where a passage seems to hold an answer, a wrong one is shown for what it is.
    assert told(LIE, SURE)[1] == [LIE]
