import json
from itertools import count
from pathlib import Path

import pytest

import rag.evaluation
from rag.errors import SettingsError
from rag.evaluation import Case, Evidence, as_json, as_markdown, evaluate, summarise, write_results
from rag.evaluation.report import shown

CASES = [
    Case(
        id="right",
        question="Who sends most?",
        answers=("Italy",),
        evidence=(Evidence(article="news/kfor.txt", quote="Italy contributes"),),
        tags=("name", "kfor"),
    ),
    Case(
        id="wrong",
        question="How many troops?",
        answers=("4600",),
        evidence=(Evidence(article="news/kfor.txt"), Evidence(article="wire/kfor.txt")),
        tags=("kfor",),
    ),
    Case(id="declined", question="What rate?", answers=("22.03%",), tags=("a|b",)),
    Case(id="guessed", question="Who resigned?", answerable=False, tags=("trap",)),
    Case(id="refused", question="Who won?", answerable=False, tags=("trap",)),
]


@pytest.fixture
def results(desk):
    answering = desk.answering(
        {
            "Who sends most?": desk.answer(
                "Italy [1].",
                desk.cite(desk.kfor, "Italy contributes"),
                short="Italy",
                hits=desk.hits(desk.kfor, desk.rates),
            ),
            "How many troops?": desk.answer(
                "22.03 [1][2].",
                desk.cite(desk.rates, "22.03 percent"),
                desk.cite(desk.kfor, "NATO", marker=2),
                hits=desk.hits(desk.rates, desk.kfor),
            ),
            "What rate?": desk.declined(desk.hit(1, desk.rates)),
            "Who resigned?": desk.answer("Italy [1].", desk.cite(desk.copy, "Kosovo")),
            "Who won?": desk.declined(),
        }
    )
    # Read before and after each case: the cases take 1, 3, 5, 7 and 9 seconds.
    clock = (reading for case in count() for reading in (0, 2 * case + 1))
    return list(evaluate(CASES, answering, clock=clock.__next__))


def test_the_summary_against_figures_worked_out_by_hand(results):
    summary = summarise(results)
    figures = {figure.name: (figure.value, figure.n) for figure in summary.figures()}
    assert figures == {
        "hit@1": (0.5, 2),
        "hit@3": (1.0, 2),
        "hit@5": (1.0, 2),
        "hit@10": (1.0, 2),
        "mrr@10": (0.75, 2),
        "recall@10": (0.75, 2),
        "containment": (pytest.approx(1 / 3), 3),
        "exact_match": (pytest.approx(1 / 3), 3),
        "f1": (pytest.approx(1 / 3), 3),
        "accuracy": (pytest.approx(1 / 3), 3),
        # By citation: of the three on cases with evidence, two are from it.
        "citation_precision": (pytest.approx(2 / 3), 3),
        "evidence_overlap": (1.0, 1),
        "quote_exists": (1.0, 4),
        "abstention_precision": (0.5, 2),
        "abstention_recall": (0.5, 2),
        "abstention_f1": (0.5, 5),
    }
    assert vars(summary.counts) == {
        "cases": 5,
        "answerable": 3,
        "unanswerable": 2,
        "with_evidence": 2,
        "with_answers": 3,
        "answered": 3,
        "not_answered": 2,
        "short_answers": 1,
        "citations": 4,
    }
    assert (summary.latency.p50, summary.latency.p95) == (5, pytest.approx(8.6))


def test_the_summary_by_tag(results):
    tags = {tag.tag: tag for tag in summarise(results).tags}
    assert list(tags) == ["a|b", "kfor", "name", "trap"]
    assert (tags["kfor"].n, tags["kfor"].hit_at_1, tags["kfor"].containment) == (2, 0.5, 0.5)
    assert (tags["trap"].hit_at_1, tags["trap"].containment, tags["trap"].abstained) == (
        None,
        None,
        0.5,
    )


def test_the_summary_of_nothing_is_undefined_not_0():
    summary = summarise([])
    assert {figure.value for figure in summary.figures()} == {None}
    assert (summary.latency.p50, summary.tags) == (None, ())
    assert "| hit@1 | - | 0 |" in as_markdown(summary)


def test_undefined_is_null_in_json(results):
    values = json.loads(json.dumps(as_json(summarise(results))))
    assert values["retrieval"]["mrr@10"] == {"value": 0.75, "n": 2}
    assert values["citations"]["citation_precision"] == {"value": 0.6667, "n": 3}
    assert values["tags"]["trap"] == {"n": 2, "hit@1": None, "containment": None, "abstained": 0.5}
    assert values["times"] == {"latency_p50": 5, "latency_p95": 8.6}


def test_the_whole_report(results):
    assert as_markdown(summarise(results)) == (
        """\
# Evaluation

5 cases: 3 answerable, 2 not; 3 answered, 2 not.

## Retrieval

| measure | value | n |
| --- | ---: | ---: |
| hit@1 | 0.500 | 2 |
| hit@3 | 1.000 | 2 |
| hit@5 | 1.000 | 2 |
| hit@10 | 1.000 | 2 |
| mrr@10 | 0.750 | 2 |
| recall@10 | 0.750 | 2 |

## Answers

| measure | value | n |
| --- | ---: | ---: |
| containment | 0.333 | 3 |
| exact_match | 0.333 | 3 |
| f1 | 0.333 | 3 |
| accuracy | 0.333 | 3 |

## Citations

| measure | value | n |
| --- | ---: | ---: |
| citation_precision | 0.667 | 3 |
| evidence_overlap | 1.000 | 1 |
| quote_exists | 1.000 | 4 |

## Abstention

| measure | value | n |
| --- | ---: | ---: |
| abstention_precision | 0.500 | 2 |
| abstention_recall | 0.500 | 2 |
| abstention_f1 | 0.500 | 5 |

## By tag

| tag | n | hit@1 | containment | abstained |
| --- | ---: | ---: | ---: | ---: |
| a\\|b | 1 | - | 0.000 | 1.000 |
| kfor | 2 | 0.500 | 0.500 | 0.000 |
| name | 1 | 1.000 | 1.000 | 0.000 |
| trap | 2 | - | - | 0.500 |

Seconds a question: p50 5.000, p95 8.600.
"""
    )


def written(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def test_a_run_is_three_files(tmp_path, results):
    folder = tmp_path / "runs" / "first"
    write_results(folder, results, summarise(results), {"top_k": 10, "library": tmp_path})
    files = written(folder)
    assert sorted(files) == ["report.md", "results.jsonl", "run.json"]
    assert files["report.md"] == as_markdown(summarise(results))
    assert json.loads(files["run.json"]) == {
        "format": 1,
        "settings": {"top_k": 10, "library": str(tmp_path)},
        "summary": as_json(summarise(results)),
    }


def test_a_line_of_the_results_tells_why_its_case_failed(tmp_path, desk, results):
    write_results(tmp_path, results, summarise(results), {})
    lines = [json.loads(line) for line in written(tmp_path)["results.jsonl"].splitlines()]
    assert [line["id"] for line in lines] == [case.id for case in CASES]
    wrong = lines[1]
    assert wrong["gold_answers"] == ["4600"]
    assert (wrong["answer"], wrong["short_answer"]) == ("22.03 [1][2].", None)
    assert wrong["rank"] == 2
    assert wrong["metrics"]["containment"] == 0.0
    assert wrong["citations"][0] == {
        "marker": 1,
        "article_id": desk.rates.id,
        "path": "news/rates.txt",
        "start": 26,
        "end": 39,
        "quote": "22.03 percent",
        "verdict": "supported",
        "exists": True,
        "from_evidence": False,
        "overlaps_evidence": None,
    }
    assert [(one["path"], one["relevant"]) for one in wrong["passages"]] == [
        ("news/rates.txt", False),
        ("news/kfor.txt", True),
    ]
    assert wrong["times"] == {"seconds": 3, "stages": {"answer": 0.5}}


def test_equal_runs_differ_in_their_times_only(tmp_path, desk):
    answering = desk.answering({"Who won?": desk.declined(desk.hit(1, desk.kfor))})
    for name in ("a", "b"):
        results = list(evaluate(CASES[-1:], answering))
        write_results(tmp_path / name, results, summarise(results), {})
    runs = [json.loads(written(tmp_path / name)["run.json"]) for name in ("a", "b")]
    lines = [json.loads(written(tmp_path / name)["results.jsonl"]) for name in ("a", "b")]
    for values in (*lines, *(run["summary"] for run in runs)):
        assert values.pop("times")
    assert runs[0] == runs[1]
    assert lines[0] == lines[1]


def test_a_run_replaces_the_one_before(tmp_path, results):
    write_results(tmp_path, results, summarise(results), {"run": 1})
    write_results(tmp_path, results[:1], summarise(results[:1]), {"run": 2})
    files = written(tmp_path)
    assert len(files) == 3
    assert len(files["results.jsonl"].splitlines()) == 1
    assert json.loads(files["run.json"])["settings"] == {"run": 2}


def test_a_run_that_cannot_be_written_leaves_the_one_before(tmp_path, results):
    write_results(tmp_path, results, summarise(results), {"run": 1})
    before = written(tmp_path)
    (tmp_path / ".run.json.draft").mkdir()
    with pytest.raises(SettingsError, match="cannot be written"):
        write_results(tmp_path, results[:1], summarise(results[:1]), {"run": 2})
    (tmp_path / ".run.json.draft").rmdir()
    assert written(tmp_path) == before


def test_a_lone_surrogate_can_be_written(tmp_path, desk):
    case = Case(id="1", question="?")
    results = list(evaluate([case], desk.answering({"?": desk.answer("half a \ud83d")})))
    write_results(tmp_path, results, summarise(results), {})
    assert json.loads(written(tmp_path)["results.jsonl"])["answer"] == "half a \ud83d"


def test_undefined_is_shown_as_a_dash():
    assert (shown(None), shown(0.0), shown(2 / 3)) == ("-", "0.000", "0.667")


def test_the_package_exports_its_public_names_in_order():
    public = rag.evaluation.__all__
    assert public == sorted(public)
    assert all(hasattr(rag.evaluation, name) for name in public)
