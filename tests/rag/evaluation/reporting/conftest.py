"""A run with a case of every outcome, some of them written by somebody who means harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evaluation.metrics.measures import (
    MEASURES,
    Counts,
    Figure,
    Group,
    ReliabilityBin,
    RiskPoint,
    Summary,
)
from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import (
    CaseResult,
    CaseTimes,
    CitationResult,
    EvidenceResult,
    Flag,
    Judgement,
    PassageResult,
    Ranking,
    StatementResult,
)
from rag.evaluation.runs.run import Articles, Judge, Models, Run, RunTimes, TestSet

KFOR = "Who keeps the peace 🕊️\n\nItaly sends 852 soldiers. The United States follow with 612."
HARM = (
    '</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 1">'
    "<!-- ${title} $data & \u2028 \ud83d"
)


def passage(rank=1, text=KFOR, **changes):
    values = {
        "rank": rank,
        "score": 1 / rank,
        "passage_id": f"passage-{text[:12]}",
        "article_id": "kfor",
        "title": "Who keeps the peace",
        "source": "Tirana Times",
        "published": "2025-01-13",
        "path": "news/kfor.txt",
        "start": 10,
        "end": 10 + len(text),
        "text": text,
        "relevant": True,
        "holds_quote": True,
        "evidence": (),
    }
    return PassageResult(**(values | changes))


def citation(quote, marker=1, text=KFOR, **changes):
    start = 10 + text.index(quote)
    values = {
        "marker": marker,
        "article_id": "kfor",
        "title": "Who keeps the peace",
        "source": "Tirana Times",
        "published": "2025-01-13",
        "url": None,
        "path": "news/kfor.txt",
        "line": 3,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "verdict": "supported",
        "exists": True,
        "from_evidence": True,
        "overlaps_evidence": True,
    }
    return CitationResult(**(values | changes))


def result(name, **changes):
    values = {
        "id": name,
        "question": f"Question {name}?",
        "history": (),
        "tags": (),
        "extra": {},
        "kind": "number",
        "gold_answers": ("852",),
        "answerable": True,
        "evidence": (),
        "standalone_question": changes.get("question", f"Question {name}?"),
        "answered": True,
        "grade": "answered" if changes.get("answered", True) else "none",
        "candidates": (),
        "outcome": Outcome.RIGHT,
        "answer": "Italy sends 852 soldiers. [1]",
        "short_answer": "852",
        "confidence": 0.5,
        "model": "extractive",
        "statements": (),
        "citations": (),
        "passages": (),
        "warnings": (),
        "correct": True,
        "rank": 1,
        "by_article": Ranking(),
        "by_passage": Ranking(),
        "metrics": {measure.name: None for measure in MEASURES} | changes.pop("measured", {}),
        "flags": (),
        "times": CaseTimes(seconds=0.25),
    }
    return CaseResult(**(values | changes))


RESULTS = (
    result(
        "right",
        question="How many soldiers does Italy send?",
        tags=("figure", "kfor"),
        confidence=0.91,
        statements=(
            StatementResult(
                text="Italy sends 852 soldiers. [1]",
                markers=(1,),
                verdict="supported",
                supported=True,
                precise=(True,),
            ),
        ),
        citations=(citation("Italy sends 852 soldiers.", url="https://example.org/kfor?a=1&b=2"),),
        evidence=(
            EvidenceResult(
                article="kfor.txt",
                quote="sends 852",
                grade=1,
                article_ids=("kfor",),
                quote_found=True,
            ),
        ),
        passages=(
            passage(evidence=((KFOR.index("sends"), KFOR.index("soldiers") - 1),)),
            passage(rank=2, text="Snow fell.", article_id="snow", title="Snow", relevant=False),
        ),
        measured={"f1": 1.0, "correct": 1.0, "hit@1": 1.0},
        times=CaseTimes(seconds=0.05),
    ),
    result(
        "wrong",
        outcome=Outcome.WRONG,
        question="Who leads the mission?",
        kind="person",
        tags=("kfor",),
        confidence=0.62,
        correct=False,
        rank=3,
        short_answer="Italy",
        gold_answers=("An admiral",),
        flags=(Flag.WRONG, Flag.NOT_RETRIEVED),
        statements=(
            StatementResult(
                text="Italy leads. [1]",
                markers=(1,),
                verdict="unsupported",
                supported=False,
                precise=(False,),
            ),
        ),
        measured={"f1": 0.25, "correct": 0.0, "hit@1": 0.0, "brier": 0.4},
        times=CaseTimes(seconds=0.1),
    ),
    result(
        "declined",
        outcome=Outcome.DECLINED,
        question="And how many does she send?",
        standalone_question="How many does Turkey send?",
        history=("Who is third?",),
        answered=False,
        answer="The articles do not answer this question.",
        short_answer=None,
        confidence=0.2,
        correct=False,
        rank=None,
        flags=(Flag.DECLINED,),
        measured={"f1": 0.0, "correct": 0.0},
        times=None,
    ),
    result(
        "refused",
        outcome=Outcome.REFUSED,
        question="Who commands the force?",
        answerable=False,
        gold_answers=(),
        answered=False,
        answer="The articles do not answer this question.",
        short_answer=None,
        confidence=0.1,
        rank=None,
        measured={"f1": 1.0, "correct": 1.0},
    ),
    result(
        "guessed",
        outcome=Outcome.GUESSED,
        question="Who was blamed?",
        answerable=False,
        gold_answers=(),
        confidence=0.4,
        correct=False,
        rank=None,
        flags=(Flag.GUESSED,),
        judgement=Judgement(score=0.5, reply="In part."),
        measured={"f1": 0.0, "correct": 0.0},
    ),
    result(
        "failed",
        outcome=Outcome.FAILED,
        question="Who failed?",
        answered=False,
        answer="",
        short_answer=None,
        confidence=0.0,
        correct=None,
        rank=None,
        error="the model is gone",
        flags=(Flag.FAILED,),
    ),
    result(
        f"harm {HARM}",
        outcome=Outcome.OPEN,
        question=f"Harm {HARM}?",
        kind="other",
        tags=(f"tag {HARM}",),
        gold_answers=(),
        answer=f"{HARM} [1]",
        short_answer=HARM,
        confidence=0.3,
        correct=None,
        warnings=(HARM,),
        citations=(
            citation(HARM, text=HARM, title=HARM, path=HARM, url="javascript:window.harmed = 1"),
        ),
        passages=(passage(text=HARM, title=HARM, evidence=((0, 9),)),),
    ),
)


def figures(**values):
    """Return a figure for every measure, undefined but for those named."""
    undefined = {measure.name: Figure(value=None, n=0) for measure in MEASURES}
    return undefined | values


def group(n, **values):
    return Group(n=n, metrics=figures(**values))


SUMMARY = Summary(
    counts=Counts(
        cases=7,
        answerable=5,
        unanswerable=2,
        with_evidence=1,
        with_quotes=1,
        with_answers=4,
        answered=4,
        not_answered=3,
        short_answers=4,
        citations=2,
        failed=1,
    ),
    metrics=figures(
        **{
            "hit@1": Figure(value=0.5, n=2, low=0.0, high=1.0),
            "correct": Figure(value=0.4, n=5, low=0.1234, high=0.8),
            "f1": Figure(value=0.45, n=5, low=0.2, high=0.7),
            "quote_exists": Figure(value=1.0, n=2, low=1.0, high=1.0),
            "aurc": Figure(value=0.25, n=4, low=0.1, high=0.4),
        }
    ),
    by_tag={
        "figure": group(1, f1=Figure(value=1.0, n=1, low=1.0, high=1.0)),
        "kfor": group(2, f1=Figure(value=0.625, n=2, low=0.25, high=1.0)),
        f"tag {HARM}": group(1),
    },
    by_kind={"number": group(5, f1=Figure(value=0.5, n=4, low=0.0, high=1.0)), "person": group(1)},
    by_turn={},
    risk_coverage=(
        RiskPoint(coverage=0.2, risk=0.0, threshold=0.9),
        RiskPoint(coverage=0.6, risk=0.5, threshold=0.4),
    ),
    reliability=(
        ReliabilityBin(low=0.0, high=0.5, n=0, confidence=None, accuracy=None),
        ReliabilityBin(low=0.5, high=1.0, n=2, confidence=0.8, accuracy=0.5),
    ),
    usage=None,
    judge_usage=None,
)
RUN = Run(
    finished=True,
    testset=TestSet(path="sets/kfor.jsonl", format="jsonl", cases=7, fingerprint="f1"),
    articles=Articles(place="/home/ann/library", articles=3, passages=12, fingerprint="a1"),
    models=Models(
        embedding="minilm", embedding_fingerprint="e1", answering="extractive", prompts="p1"
    ),
    judge=Judge(model="ollama:judge", prompt="Judge <this>.", same_as_answering=False),
    settings={"top_k": {"value": 10, "from": "default"}},
    variant="",
    versions={"dateline": "0.1.0"},
    seed=7,
    resamples=1000,
    summary=SUMMARY,
    times=RunTimes(
        started="2026-11-22T05:00:00+00:00",
        seconds=3.5,
        latency_p50=Figure(value=0.25, n=6, low=0.1, high=0.3),
        latency_p95=Figure(value=1.5, n=6, low=0.3, high=2.0),
    ),
)


@pytest.fixture
def run():
    return RUN


@pytest.fixture
def results():
    return RESULTS


@pytest.fixture
def make_result():
    return result


@pytest.fixture
def make_passage():
    return passage


@pytest.fixture
def make_citation():
    return citation


@pytest.fixture
def slower():
    """The same run on a slower day."""
    times = replace(
        RUN.times,
        started="2026-11-23T09:00:00+00:00",
        seconds=9.0,
        latency_p50=Figure(value=0.75, n=6, low=0.5, high=0.9),
    )
    took = [
        replace(one, times=CaseTimes(seconds=one.times.seconds * 3) if one.times else None)
        for one in RESULTS
    ]
    return replace(RUN, times=times), took
