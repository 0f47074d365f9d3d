from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evaluation.proposing import EvidenceNames, case_of_answer
from rag.evaluation.testsets.cases import Evidence

QUOTE = "Italy contributes the most of them."


@pytest.fixture
def answer(desk):
    made = desk.answer(
        "Italy [1].",
        desk.cite(desk.kfor, QUOTE),
        desk.cite(desk.kfor, QUOTE, marker=2),
        short="Italy",
        hits=desk.hits(desk.rates, desk.kfor),
    )
    return replace(made, question="Who sends most?", standalone_question="Who sends most?")


@pytest.fixture
def names(desk):
    return EvidenceNames([desk.kfor.origin, desk.rates.origin, desk.copy.origin])


def test_a_right_answer_expects_what_it_said_and_quoted(answer, names):
    case = case_of_answer(answer, names, right=True, earlier=("What is KFOR?",))
    assert (case.question, case.answers, case.answerable) == ("Who sends most?", ("Italy",), True)
    assert case.evidence == (Evidence(article="news/kfor.txt", quote=QUOTE),)
    assert case.history == ()  # it stands alone
    assert case.tags == ("chat", "right")


def test_a_follow_up_takes_what_it_leaned_on_along(answer, names):
    leaning = replace(answer, standalone_question="Who sends most to KFOR?")
    case = case_of_answer(leaning, names, right=True, earlier=("What is KFOR?",))
    assert case.history == ("What is KFOR?",)
    assert case.id != case_of_answer(answer, names, right=True).id


def test_a_right_refusal_expects_none(desk, names):
    case = case_of_answer(desk.declined(desk.hit(1, desk.kfor)), names, right=True)
    assert (case.answers, case.answerable, case.evidence) == ((), False, ())
    assert case.tags == ("chat", "right", "unanswerable")


def test_a_wrong_answer_expects_what_was_said_and_finds_its_sentence(answer, names):
    case = case_of_answer(answer, names, right=False, expected="22.03 percent")
    assert case.answers == ("22.03 percent",)
    assert case.evidence == (
        Evidence(article="rates.txt", quote="The bank kept its rate at 22.03 percent."),
    )
    assert case.tags == ("chat", "wrong")


def test_an_expected_answer_that_no_passage_has_comes_without_evidence(answer, names):
    case = case_of_answer(answer, names, right=False, expected="Turkey")
    assert (case.answers, case.evidence) == (("Turkey",), ())


def test_a_wrong_answer_to_a_question_without_one(answer, names):
    case = case_of_answer(answer, names, right=False, expected="unanswerable")
    assert (case.answers, case.answerable, case.evidence) == ((), False, ())
    assert case.tags == ("chat", "wrong", "unanswerable")


def test_a_wrong_answer_without_the_right_one_waits(answer, names):
    case = case_of_answer(answer, names, right=False)
    assert (case.answers, case.answerable, case.evidence) == ((), True, ())
