from dataclasses import replace

import pytest

from rag.answers import Citation, PossibleAnswer, Statement
from rag.evaluation import Case, Evidence
from rag.evaluation.metrics.measures import OF_CASES, OUTCOME_OF, STAGES
from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import Flag

TROOPS = Case(
    id="troops",
    question="Who sends most?",
    answers=("Italy",),
    evidence=(Evidence(article="news/kfor.txt", quote="Italy\ncontributes the most"),),
    history=("What is KFOR?",),
    tags=("name",),
)
NO_ANSWER = Case(id="never", question="When did it end?", answerable=False)


@pytest.fixture
def judged(assessor):
    return lambda case, answer: assessor(case).assess(case, answer)


def test_a_right_answer_scores_everything(desk, judged):
    citation = desk.cite(desk.kfor, "Italy contributes")
    hits = desk.hits(desk.rates, desk.kfor)
    result = judged(
        TROOPS, desk.answer("Italy contributes [1].", citation, short="Italy", hits=hits)
    )
    second = {
        "hit@1": 0.0, "hit@3": 1.0, "hit@5": 1.0, "hit@10": 1.0,
        "recall@1": 0.0, "recall@3": 1.0, "recall@5": 1.0, "recall@10": 1.0,
        "all_evidence@1": 0.0, "all_evidence@3": 1.0, "all_evidence@5": 1.0,
        "all_evidence@10": 1.0, "mrr@10": 0.5, "map@10": 0.5, "ndcg@10": 0.63093,
        "hit@k": 1.0, "recall@k": 1.0, "all_evidence@k": 1.0,
    }  # fmt: skip
    assert result.metrics == {
        **second,
        **{f"passage_{name}": value for name, value in second.items()},
        "correct": 1.0,
        "cost": 0.0,
        **dict.fromkeys(OUTCOME_OF, 0.0),
        **dict.fromkeys(STAGES, 1.0),
        "standalone_match": None,
        "standalone_f1": None,
        "accuracy": 1.0,
        "exact_match": 1.0,
        "f1": 1.0,
        "has_answer_exact_match": 1.0,
        "has_answer_f1": 1.0,
        "containment": 1.0,
        "numeric_match": None,
        "quote_exists": 1.0,
        "citation_coverage": 1.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "evidence_precision": 1.0,
        "evidence_recall": 1.0,
        "quote_precision": 1.0,
        "quote_recall": 1.0,
        "coverage": 1.0,
        "abstention_precision": None,
        "abstention_recall": None,
        "brier": 0.0625,
        "judge": None,
    }
    assert (result.correct, result.rank, result.kind, result.flags) == (True, 2, "person", ())
    assert (result.times.seconds, result.times.stages["load"]) == (0.75, 2.0)


def test_every_case_has_every_measure(desk, judged, assessor):
    assert list(judged(NO_ANSWER, desk.declined()).metrics) == list(OF_CASES)
    assert list(assessor(TROOPS).failed(TROOPS, model="m", error="no").metrics) == list(OF_CASES)


def test_the_evidence_in_a_passage_is_marked(desk, judged):
    passages = judged(TROOPS, desk.declined(*desk.hits(desk.rates, desk.kfor))).passages
    assert [(one.relevant, one.holds_quote) for one in passages] == [(False, False), (True, True)]
    ((start, end),) = passages[1].evidence
    assert passages[1].text[start:end] == "Italy contributes the most"


def test_a_case_that_knows_nothing_leaves_nearly_everything_undefined(desk, judged):
    answer = desk.answer("Italy.", hits=desk.hits(desk.kfor), statements=())
    result = judged(Case(id="1", question="?"), answer)
    defined = {name for name, value in result.metrics.items() if value is not None}
    assert defined == {"coverage"}
    assert (result.rank, result.correct, result.passages[0].relevant) == (None, None, None)


def test_not_answering_what_has_an_answer_scores_0(desk, judged):
    # The sentence that declines may hold the answer's words; it is no answer.
    declined = desk.answer("The articles say nothing on Italy.", short="Italy", answered=False)
    result = judged(TROOPS, declined)
    for name in ("containment", "exact_match", "f1", "correct", "abstention_precision"):
        assert result.metrics[name] == 0.0, name
    for name in ("accuracy", "evidence_recall", "quote_recall", "brier"):
        assert result.metrics[name] is None, name
    assert set(result.flags) == {Flag.DECLINED, Flag.NOT_RETRIEVED}


def test_without_a_short_answer_the_whole_answer_is_compared(desk, judged):
    metrics = judged(TROOPS, desk.answer("Italy [1].", desk.cite(desk.kfor, "Italy"))).metrics
    assert (metrics["exact_match"], metrics["f1"]) == (1.0, 1.0)
    metrics = judged(TROOPS, desk.answer("Italy leads.")).metrics
    assert (metrics["exact_match"], metrics["f1"]) == (0.0, pytest.approx(2 / 3, abs=1e-6))


@pytest.mark.parametrize("answered", [True, False])
def test_the_unanswerable_is_right_when_it_is_declined(desk, judged, answered):
    answer = desk.answer("Italy.") if answered else desk.declined()
    result = judged(NO_ANSWER, answer)
    assert result.correct is not answered
    assert result.metrics["exact_match"] == result.metrics["f1"] == float(not answered)
    assert result.metrics["abstention_recall"] == float(not answered)
    assert result.metrics["abstention_precision"] == (None if answered else 1.0)
    assert result.metrics["has_answer_f1"] is None
    assert (Flag.GUESSED in result.flags) is answered


@pytest.mark.parametrize(
    ("answers", "given", "outcome", "cost"),
    [
        (("Italy",), {"text": "Italy leads.", "short": "Italy"}, Outcome.RIGHT, 0),
        (("Italy",), {"text": "Italy leads.", "short": None}, Outcome.RIGHT, 0),
        (("the Italians of KFOR",), {"text": "The Italians of KFOR do.", "short": "Italians"},
         Outcome.RIGHT, 0),
        (("Italy",), {"text": "Italy leads, Hungary follows.", "short": "Hungary"},
         Outcome.SHORT_WRONG, 3),
        (("4,600 troops",), {"text": "It has 4,600 troops.", "short": "troops"},
         Outcome.SHORT_WRONG, 3),
        (("Italy",), {"text": "Hungary leads.", "short": "Hungary"}, Outcome.WRONG, 3),
        ((), {"text": "Hungary leads.", "short": "Hungary"}, Outcome.GUESSED, 3),
        (("Italy",), {"possible": ["Hungary does.", "Italy does."]}, Outcome.POSSIBLE, 1),
        (("Italy",), {"possible": ["Hungary does."]}, Outcome.DOUBTFUL, 1),
        ((), {"possible": ["Hungary does."]}, Outcome.DOUBTFUL, 1),
        (("Italy",), {"passage": "kfor"}, Outcome.DECLINED, 2),
        (("Italy",), {"passage": "rates"}, Outcome.NOT_FOUND, 2),
        ((), {"passage": "kfor"}, Outcome.REFUSED, 0),
    ],
)  # fmt: skip
def test_every_case_has_an_outcome_and_a_cost(desk, judged, answers, given, outcome, cost):
    case = Case(id="1", question="Who leads?", answers=answers, answerable=bool(answers))
    if "text" in given:
        answer = desk.answer(given["text"], short=given["short"])
    else:
        answer = desk.declined(*desk.hits(getattr(desk, given.get("passage", "kfor"))))
        answer = replace(answer, candidates=tuple(
            PossibleAnswer(text=one, confidence=0.2, citations=())
            for one in given.get("possible", ())
        ))  # fmt: skip
    result = judged(case, answer)
    assert (result.outcome, result.metrics["cost"]) == (outcome, cost)
    assert result.correct is (outcome in {Outcome.RIGHT, Outcome.REFUSED})
    assert sum(result.metrics[name] for name in OUTCOME_OF) == (not result.correct)


def test_without_an_accepted_answer_the_evidence_has_to_be_cited(desk, judged):
    case = replace(TROOPS, answers=())
    cited = desk.answer("Italy [1].", desk.cite(desk.kfor, "Italy contributes"), short="Rome")
    other = desk.answer("KFOR [1].", desk.cite(desk.kfor, "4,600 troops"))
    declined = desk.declined(*desk.hits(desk.kfor))
    assert judged(case, cited).outcome is Outcome.RIGHT
    assert judged(case, other).outcome is Outcome.WRONG
    assert judged(case, declined).outcome is Outcome.DECLINED
    for citation, outcome in zip(
        (*cited.citations, *other.citations), (Outcome.POSSIBLE, Outcome.DOUBTFUL), strict=True
    ):
        one = PossibleAnswer(text="...", confidence=0.2, citations=(citation,))
        assert judged(case, replace(declined, candidates=(one,))).outcome is outcome


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({"short": "Italy"}, 5), ({"short": "Hungary"}, 4), ({"possible": "Italy does."}, 3),
        ({"possible": "Hungary does."}, 2), ({}, 1), ({"passage": "rates"}, 0),
    ],
)  # fmt: skip
def test_how_far_an_answer_came(desk, judged, given, reached):
    case = Case(id="1", question="Who leads?", answers=("Italy",))
    hits = desk.hits(getattr(desk, given.get("passage", "kfor")))
    answer = desk.answer("Italy, then Hungary.", short=given.get("short"), hits=hits)
    if "short" not in given:
        possible = [given["possible"]] if "possible" in given else []
        answer = replace(desk.declined(*hits), candidates=tuple(
            PossibleAnswer(text=one, confidence=0.2, citations=()) for one in possible
        ))  # fmt: skip
    metrics = judged(case, answer).metrics
    assert [metrics[name] for name in STAGES] == [1.0] * reached + [0.0] * (5 - reached)


def test_that_a_sentence_supports_itself_is_no_finding(desk, judged):
    answer = desk.answer("Italy contributes [1].", desk.cite(desk.kfor, "Italy contributes"))
    metrics = judged(TROOPS, replace(answer, model="extractive")).metrics
    assert (metrics["quote_exists"], metrics["evidence_precision"]) == (1.0, 1.0)
    for name in ("citation_coverage", "citation_recall", "citation_precision"):
        assert metrics[name] is None, name


def test_the_passages_that_are_read_are_those_within_k(desk, assessor):
    case = Case(id="1", question="Who leads?", answers=("Italy",))
    declined = desk.declined(*desk.hits(desk.rates, desk.kfor))
    outcomes = [
        replace(assessor(case), read=read).assess(case, declined).outcome for read in (1, 2)
    ]
    assert outcomes == [Outcome.NOT_FOUND, Outcome.DECLINED]


def test_the_reading_of_a_follow_up_is_compared_with_the_expected_one(desk, judged):
    case = replace(TROOPS, standalone="Who sends most troops to KFOR?")
    answer = replace(desk.declined(), standalone_question="Who sends the most soldiers to KFOR?")
    metrics = judged(case, answer).metrics
    assert (metrics["standalone_match"], metrics["standalone_f1"]) == (0.0, pytest.approx(5 / 6))


def test_markers_are_not_numbers_of_the_answer(desk, judged):
    case = Case(id="1", question="?", answers=("1",))
    citation = desk.cite(desk.kfor, "Italy")
    assert judged(case, desk.answer("Italy [1].", citation)).metrics["containment"] == 0.0
    assert judged(case, desk.answer("It is 1 [1].", citation)).metrics["containment"] == 1.0


def test_a_marker_without_citation_is_no_number_either(desk, judged):
    case = Case(id="1", question="?", answers=("9",))
    statement = Statement(text="Italy [9].", markers=(9,))
    answer = desk.answer("Italy [9].", statements=[statement])
    assert judged(case, answer).metrics["containment"] == 0.0


def test_citations_are_judged_one_by_one(desk, judged):
    answer = desk.answer(
        "...",
        desk.cite(desk.kfor, "4,600 troops"),
        desk.cite(desk.rates, "22.03 percent", marker=2),
        Citation(marker=3, article=desk.kfor, start=70, end=700),
    )
    result = judged(TROOPS, answer)
    assert [one.from_evidence for one in result.citations] == [True, False, True]
    assert [one.overlaps_evidence for one in result.citations] == [False, False, False]
    assert [one.exists for one in result.citations] == [True, True, False]
    assert result.metrics["evidence_precision"] == pytest.approx(2 / 3, abs=1e-6)
    assert result.metrics["quote_precision"] == result.metrics["quote_recall"] == 0.0
    assert result.metrics["quote_exists"] == pytest.approx(2 / 3, abs=1e-6)
    assert result.flags[0] is Flag.QUOTE_MISSING


def test_a_citation_of_a_copy_leads_to_the_evidence(desk, judged):
    case = Case(id="1", question="?", evidence=(Evidence(article="wire/kfor.txt"),))
    citation = desk.cite(desk.kfor, "4,600 troops")
    folded = desk.answer("...", citation, hits=[desk.hit(1, desk.kfor, desk.copy)])
    assert judged(case, folded).citations[0].from_evidence is True
    assert judged(case, desk.answer("...", citation)).citations[0].from_evidence is False


def test_an_answer_that_cites_something_else_is_flagged(desk, judged):
    answer = desk.answer(
        "Italy.", desk.cite(desk.rates, "22.03 percent"), hits=desk.hits(desk.kfor)
    )
    assert Flag.CITED_ELSEWHERE in judged(TROOPS, answer).flags


def test_a_failure_of_the_model_is_wrong_and_says_nothing_of_the_search(assessor):
    result = assessor(TROOPS).failed(TROOPS, model="m", error="no server answers")
    assert (result.correct, result.error, result.flags) == (
        False,
        "no server answers",
        (Flag.FAILED,),
    )
    assert result.metrics["cost"] == 2.0
    assert {name for name, value in result.metrics.items() if value == 0} == {
        "correct",
        *OUTCOME_OF,
        "exact_match",
        "f1",
        "has_answer_exact_match",
        "has_answer_f1",
        "containment",
    }
    metrics = assessor(NO_ANSWER).failed(NO_ANSWER, model="m", error="no").metrics
    assert metrics["abstention_recall"] is None
