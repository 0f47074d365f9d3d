import threading
import time

import pytest

from rag.errors import ModelError
from rag.evaluation import Answering, Case, evaluate
from rag.evaluation.results import Judgement
from rag.evaluation.runs.asking import MOST_FAILURES, in_parallel
from rag.pipeline import Pipeline


def cases(count):
    return [Case(id=str(number), question=f"{number}?") for number in range(count)]


def test_a_pipeline_is_what_answers(pipeline):
    answering: Answering = pipeline
    assert isinstance(answering, Pipeline)


def test_each_case_is_asked_as_its_turn_comes(desk, asker):
    asked = cases(2)
    one = asker(asked, {"0?": desk.answer("Italy."), "1?": desk.declined()})
    running = evaluate(asked, one)
    assert next(running).answered
    assert one.answering.asked == [("0?", ())]
    assert [result.answered for result in running] == [False]


def test_earlier_questions_are_asked_once_for_all_cases_of_a_conversation(desk, asker):
    history = ("What is KFOR?",)
    asked = [Case(id=str(n), question=f"{n}?", history=history) for n in range(2)]
    one = asker(asked, {"0?": desk.declined(), "1?": desk.declined()})
    assert len(list(evaluate(asked, one))) == 2
    assert one.answering.replayed == [history]
    assert one.answering.asked == [("0?", history), ("1?", history)]


def test_a_case_whose_model_fails_is_a_result(desk, asker):
    asked = cases(4)
    answers = {"0?": desk.declined(), "1?": ModelError("cut off"), "2?": ModelError("cut off"),
               "3?": desk.declined()}  # fmt: skip
    results = list(evaluate(asked, asker(asked, answers)))
    assert [(one.id, one.error) for one in results] == [
        ("0", None), ("1", "cut off"), ("2", "cut off"), ("3", None),
    ]  # fmt: skip


def test_a_last_case_that_fails_is_a_result_too(desk, asker):
    asked = cases(2)
    answers = {"0?": desk.declined(), "1?": ModelError("cut off")}
    assert [one.error for one in evaluate(asked, asker(asked, answers))] == [None, "cut off"]


def test_a_server_that_is_gone_ends_the_run_without_results_of_its_failures(desk, asker):
    asked = cases(1 + MOST_FAILURES)
    answers = {one.question: ModelError("no server answers") for one in asked}
    answers["0?"] = desk.declined()
    found = []
    with pytest.raises(ModelError, match="no server answers"):
        found.extend(evaluate(asked, asker(asked, answers)))
    running = evaluate(asked, asker(asked, answers))
    assert next(running).id == "0"


def test_where_all_cases_fail_there_is_no_result(asker):
    asked = cases(1)
    with pytest.raises(ModelError):
        list(evaluate(asked, asker(asked, {"0?": ModelError("no")})))


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_no_failure_of_a_model_passes_through(asker, workers):
    asked = cases(3)
    with pytest.raises(KeyError):
        list(evaluate(asked, asker(asked, {}), workers=workers))


def test_several_workers_ask_every_case_once(desk, asker):
    asked = cases(20)
    one = asker(asked, {case.question: desk.declined() for case in asked})
    results = list(evaluate(asked, one, workers=4))
    assert sorted(int(result.id) for result in results) == list(range(20))
    assert threading.get_ident() not in one.answering.threads


def test_workers_work_at_the_same_time():
    meeting = threading.Barrier(3, timeout=20)
    assert sorted(in_parallel(lambda one: (meeting.wait(), one)[1], [1, 2, 3], 3)) == [1, 2, 3]


def test_workers_take_nothing_more_once_nobody_reads():
    taken = []

    def work(item):
        taken.append(item)
        time.sleep(0.01)
        return item

    results = in_parallel(work, range(1000), 2)
    next(results)
    results.close()
    time.sleep(0.1)
    seen = len(taken)
    time.sleep(0.1)
    assert len(taken) == seen < 1000


def test_the_judge_has_a_measure_of_its_own(desk, asker):
    asked = cases(2)
    answers = {"0?": desk.answer("Italy."), "1?": desk.declined()}
    judge = {"0": Judgement(score=0.5, reply="PARTLY: half"), "1": None}
    results = list(evaluate(asked, asker(asked, answers, judge=lambda one: judge[one.id])))
    assert [one.metrics["judge"] for one in results] == [0.5, None]
    assert results[0].judgement.reply == "PARTLY: half"
