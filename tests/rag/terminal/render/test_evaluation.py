"""The tables of an evaluation, at a fixed width."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from case_results import case_result

from rag.evaluation import FinishedRun, summarise
from rag.evaluation.compare.ablation import ranked
from rag.evaluation.compare.comparison import Change, Comparison, Flip
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.metrics.measures import STAGES, Figure
from rag.evaluation.results import Judgement, Usage
from rag.evaluation.runs.run import Articles, Judge, Models, Run, RunTimes, TestSet
from rag.terminal.layout import show
from rag.terminal.render import evaluation as figures


@pytest.fixture
def draw(doubles):
    def drawn(part):
        screen = doubles.Screen()
        show(screen.console, part)
        return screen.read()

    return drawn


def run_of(*results, **changes):
    values = {
        "finished": True,
        "testset": TestSet(path="set.jsonl", format="jsonl", cases=1, fingerprint="t"),
        "articles": Articles(place="library", articles=1, passages=1, fingerprint="a"),
        "models": Models(
            embedding="e", embedding_fingerprint="f", answering="openai:m", prompts="p"
        ),
        "judge": None,
        "settings": {},
        "variant": "",
        "versions": {},
        "seed": 0,
        "resamples": 50,
        "summary": summarise(results, resamples=50),
        "times": RunTimes(
            started="",
            seconds=1.0,
            latency_p50=Figure(value=0.12, n=1),
            latency_p95=Figure(value=None, n=0),
        ),
    }
    return Run(**(values | changes))


RANKING = {
    **{
        f"{name}@{k}": 1.0 for name in ("hit", "recall", "all_evidence") for k in (1, 3, 5, 10, "k")
    },
    **{f"{name}@10": 0.5 for name in ("mrr", "map", "ndcg")},
}


def test_an_evaluation(draw):
    result = case_result(
        metrics=RANKING | {"correct": 1.0, "f1": None, "coverage": 1.0},
        tags=("da\x1btes",),
        kind="time",
        usage=Usage(calls=1_200, input_tokens=3_000, output_tokens=12),
        judgement=Judgement(score=1.0, reply="RIGHT", usage=Usage(calls=1, cost=0.5)),
    )
    judge = Judge(model="openai:j", prompt="...", same_as_answering=True)
    assert draw(figures.evaluation(run_of(result, judge=judge))) == (
        "1 case: 1 answerable, 0 not; 1 answered, 0 not.\n"
        "\n"
        "outcomes              value  95 % interval  n\n"
        "correct               1.000        too few  1\n"
        "cost                      -              -  0\n"
        "answered_wrongly          -              -  0\n"
        "short_answer_wrong        -              -  0\n"
        "guessed                   -              -  0\n"
        "refused_though_found      -              -  0\n"
        "not_found                 -              -  0\n"
        "possible                  -              -  0\n"
        "possible_none_right       -              -  0\n"
        "\n"
        "retrieval by article     @1     @3     @5    @10  95 % interval @10  n\n"
        "ndcg                                       0.500            too few  1\n"
        "recall                1.000  1.000  1.000  1.000            too few  1\n"
        "map                                        0.500            too few  1\n"
        "mrr                                        0.500            too few  1\n"
        "hit                   1.000  1.000  1.000  1.000            too few  1\n"
        "all_evidence          1.000  1.000  1.000  1.000            too few  1\n"
        "\n"
        "abstention            value  95 % interval  n\n"
        "coverage              1.000        too few  1\n"
        "abstention_precision      -              -  0\n"
        "abstention_recall         -              -  0\n"
        "abstention_f1             -              -  0\n"
        "\n"
        "confidence  value  95 % interval  n\n"
        "aurc        0.000        too few  1\n"
        "ece         0.500        too few  1\n"
        "brier           -              -  0\n"
        "\n"
        "kind  n  correct  ndcg@10  hit@1  coverage\n"
        "time  1    1.000    0.500  1.000     1.000\n"
        "\n"
        "tag    n  correct  ndcg@10  hit@1  coverage\n"
        "dates  1    1.000    0.500  1.000     1.000\n"
        "\n"
        "Seconds a question: p50 0.120, p95 -.\n"
        "Used by openai:m: 1,200 calls, 3,000 tokens in, 12 out, cost not reported.\n"
        "Judged by openai:j: 1 call, cost 0.5000; it judged its own answers.\n"
    )


def test_where_answers_are_lost_comes_first_and_the_runs_k_is_a_column(draw):
    reached = dict.fromkeys(STAGES, 1.0)
    results = [
        case_result(metrics=RANKING | {"recall@k": 0.25} | reached),
        case_result(metrics=RANKING | {"recall@k": 0.25} | reached | {"answer_right": 0.0}),
        case_result(metrics=RANKING | {"recall@k": 0.25} | dict.fromkeys(STAGES, 0.0)),
    ]
    run = run_of(*results, settings={"top_k": {"value": 8, "from": "default"}})
    shown = draw(figures.evaluation(run)).splitlines()
    assert shown[2:5] == [
        "Of 3 questions with a known answer, the passage was there for 67%, the sentence",
        "was shown for 67%, and 33% were answered rightly; retrieval has 50% of the loss,",
        "the answer the rest.",
    ]
    heading = next(line for line in shown if line.startswith("retrieval by article"))
    recall = next(line for line in shown if line.startswith("recall"))
    assert heading.split()[3:8] == ["@1", "@3", "@5", "@8", "@10"]
    assert recall.split()[1:6] == ["1.000", "1.000", "1.000", "0.250", "1.000"]


def test_cases_that_the_model_failed_on_are_counted(draw):
    failed = case_result(answered=False, correct=False, error="no")
    shown = draw(figures.evaluation(run_of(failed)))
    assert shown.startswith(
        "1 case: 1 answerable, 0 not; 0 answered, 1 not; the model failed on 1.\n"
    )


def comparison(**changes):
    values = {
        "before": Path("runs/a"),
        "after": Path("runs/b"),
        "shared": 2,
        "only_before": 1,
        "only_after": 0,
        "changes": (Change(name="top_k", before="8", after="3"),),
        "differences": (
            Difference(name="f1", before=0.5, after=0.75, n=2, change=0.25, low=0, high=0.5, p=0.1),
            Difference(name="ece", before=0.5, after=None, n=2, change=None),
            Difference(name="brier", before=0.5, after=0.5, n=2, change=0.0, low=0, high=0, p=1),
            Difference(name="judge", before=None, after=None, n=0, change=None),
        ),
        "by": "correct",
        "fixed": (Flip(id="a", question="Who\nleads?", before="", after="Italy"),),
        "broken": (),
    }
    return Comparison(**(values | changes))


def test_a_comparison(draw):
    assert draw(figures.comparison(comparison())) == (
        "2 cases in both runs/a and runs/b; 1 that only one of them has are left out.\n"
        "\n"
        "changed  before  after\n"
        "top_k    8       3\n"
        "\n"
        "measure  before  after  change     95 % interval      p  n\n"
        "f1        0.500  0.750  +0.250  +0.000 to +0.500  0.100  2\n"
        "ece       0.500      -       -                 -      -  2\n"
        "\n"
        "1 other measure did not change.\n"
        "\n"
        "1 put right (by correct):\n"
        "  a  Who leads?\n"
        "\n"
        "0 went wrong (by correct).\n"
    )


def test_many_flips_are_cut_short(draw):
    flips = tuple(Flip(id=str(n), question="?", before="", after="") for n in range(25))
    shown = draw(figures.comparison(comparison(broken=flips)))
    assert "  19  ?\n  and 5 more, which --json lists\n" in shown


def test_an_ablation(draw):
    runs = [
        (name, FinishedRun(folder=Path("runs") / name, run=run_of(result), results=(result,)))
        for name, score in (("as set", 0.0), ("dense only", 1.0))
        for result in [case_result(metrics={"correct": score, "ndcg@10": 0.5})]
    ]
    assert draw(figures.ablation(ranked(runs))) == (
        "variant     correct  95 % interval  change  p  ndcg@10  p50 s\n"
        "dense only    1.000        too few  +1.000  -    0.500  0.120\n"
        "as set        0.000        too few  +0.000  -    0.500  0.120\n"
        "\n"
        "Ranked by correct; change and p are against 'as set'.\n"
        "dense only: runs/dense only\n"
        "as set: runs/as set\n"
    )


def test_gates(draw):
    assert draw(figures.gate([])) == "Every gate holds.\n"
    assert draw(figures.gate(["f1 is 0.2, below 0.3"])) == "Gate: f1 is 0.2, below 0.3\n"


def test_a_run_that_is_not_finished(draw):
    run = replace(run_of(), finished=False, summary=None)
    assert draw(figures.evaluation(run)) == "The run is not finished.\n"
