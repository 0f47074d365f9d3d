from itertools import count

import pytest

from rag.answers import Citation, Statement
from rag.evaluation import Answering, Case, Evidence, evaluate
from rag.evaluation.run import judge

TROOPS = Case(
    id="troops",
    question="Who sends most?",
    answers=("Italy",),
    evidence=(Evidence(article="news/kfor.txt", quote="Italy\ncontributes the most"),),
    history=("What is KFOR?",),
)


def measured(case, answer):
    return judge(case, answer, seconds=0.0)


def test_each_case_is_asked_with_its_history_as_its_turn_comes(desk):
    answering = desk.answering({"Who sends most?": desk.answer("Italy."), "2?": desk.declined()})
    typed: Answering = answering
    running = evaluate([TROOPS, Case(id="2", question="2?")], typed, clock=count().__next__)
    first = next(running)
    assert (first.case, first.seconds) == (TROOPS, 1)
    assert answering.asked == [("Who sends most?", ("What is KFOR?",))]
    assert [result.answered for result in running] == [False]


def test_what_the_answerer_raises_passes_through(desk):
    running = evaluate(
        [Case(id="2", question="2?"), TROOPS], desk.answering({"2?": desk.declined()})
    )
    assert next(running).case.id == "2"
    with pytest.raises(KeyError, match="Who sends most"):
        next(running)


def test_a_right_answer_scores_everything(desk):
    citation = desk.cite(desk.kfor, "Italy contributes")
    answer = desk.answer(
        "Italy leads [1].", citation, short="Italy", hits=desk.hits(desk.rates, desk.kfor)
    )
    result = measured(TROOPS, answer)
    assert result.metrics == {
        "hit@1": 0.0,
        "hit@3": 1.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
        "mrr@10": 0.5,
        "recall@10": 1.0,
        "containment": 1.0,
        "exact_match": 1.0,
        "f1": 1.0,
        "accuracy": 1.0,
        "citation_precision": 1.0,
        "evidence_overlap": 1.0,
        "quote_exists": 1.0,
    }
    assert result.rank == 2
    assert [passage.relevant for passage in result.passages] == [False, True]


def test_a_case_that_knows_nothing_leaves_everything_undefined(desk):
    result = measured(Case(id="1", question="?"), desk.answer("Italy.", hits=desk.hits(desk.kfor)))
    assert set(result.metrics.values()) == {None}
    assert result.rank is None
    assert result.passages[0].relevant is None


def test_not_answering_what_has_an_answer_scores_0(desk):
    # The sentence that declines may hold the answer's words; it is no answer.
    declined = desk.answer("The articles say nothing on Italy.", short="Italy", answered=False)
    metrics = measured(TROOPS, declined).metrics
    assert (metrics["containment"], metrics["exact_match"], metrics["f1"]) == (0.0, 0.0, 0.0)
    assert metrics["accuracy"] is metrics["evidence_overlap"] is None


def test_an_answer_without_a_short_answer_scores_0_on_it(desk):
    metrics = measured(TROOPS, desk.answer("Italy.")).metrics
    assert (metrics["containment"], metrics["exact_match"], metrics["f1"]) == (1.0, 0.0, 0.0)


def test_answering_the_unanswerable_is_inaccurate(desk):
    case = Case(id="1", question="?", answerable=False)
    assert measured(case, desk.answer("Italy.")).metrics["accuracy"] == 0.0
    assert measured(case, desk.declined()).metrics["accuracy"] is None


def test_markers_are_not_numbers_of_the_answer(desk):
    case = Case(id="1", question="?", answers=("1",))
    citation = desk.cite(desk.kfor, "Italy")
    assert measured(case, desk.answer("Italy [1].", citation)).metrics["containment"] == 0.0
    assert measured(case, desk.answer("It is 1 [1].", citation)).metrics["containment"] == 1.0


def test_a_marker_without_citation_is_no_number_either(desk):
    case = Case(id="1", question="?", answers=("9",))
    text = "Italy [9]."
    answer = desk.answer(text)
    answer = type(answer)(**vars(answer) | {"statements": (Statement(text=text, markers=(9,)),)})
    assert measured(case, answer).metrics["containment"] == 0.0


def test_citations_are_judged_one_by_one(desk):
    answer = desk.answer(
        "...",
        desk.cite(desk.kfor, "4,600 troops"),
        desk.cite(desk.rates, "22.03 percent", marker=2),
        Citation(marker=3, article=desk.kfor, start=70, end=700),
    )
    result = measured(TROOPS, answer)
    assert [one.from_evidence for one in result.citations] == [True, False, True]
    assert [one.overlaps_evidence for one in result.citations] == [False, False, False]
    assert [one.exists for one in result.citations] == [True, True, False]
    assert result.metrics["citation_precision"] == pytest.approx(2 / 3)
    assert result.metrics["evidence_overlap"] == 0.0
    assert result.metrics["quote_exists"] == pytest.approx(2 / 3)


def test_the_same_words_in_another_article_are_not_the_evidence(desk):
    case = Case(id="1", question="?", evidence=(Evidence(article="news/kfor.txt", quote="4,600"),))
    result = measured(case, desk.answer("...", desk.cite(desk.copy, "4,600 troops")))
    assert result.citations[0].overlaps_evidence is False


def test_an_answer_without_citations_overlaps_no_evidence(desk):
    metrics = measured(TROOPS, desk.answer("Italy.")).metrics
    assert metrics["evidence_overlap"] == 0.0
    assert metrics["citation_precision"] is metrics["quote_exists"] is None


def test_the_measures_look_at_ten_passages(desk):
    others = [desk.article(f"{number}.txt", "text") for number in range(10)]
    result = measured(TROOPS, desk.answer("Italy.", hits=desk.hits(*others, desk.kfor)))
    assert len(result.passages) == 10
    assert result.metrics["hit@10"] == 0.0
