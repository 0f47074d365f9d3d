"""``rag eval new`` as its user meets it, in scripts and pipes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from model_server import ModelServer, Says

import seeds
from rag.evaluation.metrics import contains_answer
from rag.evaluation.testsets.formats import load_cases

MODELLED = {
    "question": "Which country has 852 soldiers in the mission of Kosovo?",
    "answer": "Italy",
    "quote": "Italy sends 852 soldiers to the mission.",
}


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Soldiers\n\nItaly sent 852 soldiers to Kosovo.\n\nThe Serbian Guard was founded in 1816.\n"
    )
    (folder / "b.md").write_text("# Trade\n\nPeru bought 40 ships in Chile.\n")
    return folder


def test_some_are_taken_without_asking(rag, articles):
    done = rag("eval", "new", articles, "-o", "set.jsonl", "--yes", 3)
    assert done.out.endswith("; it has 3 now.\n")
    cases = load_cases(Path("set.jsonl"))
    assert len({case.question for case in cases}) == 3
    for case in cases:
        for evidence in case.evidence:
            text = (articles / evidence.article).read_text()
            assert evidence.quote in text
            assert contains_answer(evidence.quote, case.answers)


def test_the_same_command_again_adds_what_is_new_alone(rag, articles):
    first = rag("eval", "new", articles, "--yes", 2).out
    before = Path("testset.jsonl").read_text()
    second = rag("eval", "new", articles, "--yes", 50).out
    third = rag("eval", "new", articles, "--yes", 50).out
    assert "The articles give no more questions." not in first
    assert "The articles give no more questions." in second
    assert third.startswith("0 questions were added to testset.jsonl; it has")
    lines = Path("testset.jsonl").read_text()
    assert lines.startswith(before)
    assert len({json.loads(line)["question"] for line in lines.splitlines()}) == len(
        lines.splitlines()
    )


def test_a_review_through_a_pipe_is_a_transcript(rag, articles):
    arguments = ("eval", "new", articles, "-o", "set.jsonl", "--unanswerable", 0)
    done = rag(*arguments, stdin="a\nr\nq\n")
    assert "\x1b" not in done.out
    assert done.out.startswith("1. ")
    assert "accept, edit, reject, skip or quit? [a/e/r/s/q] r\n\n3. " in done.out
    assert done.out.endswith(
        "1 question was added to set.jsonl; it has 1 now.\n"
        "What was rejected is not proposed again: it stands in set.rejected.txt.\n"
    )
    (kept,) = load_cases(Path("set.jsonl"))
    again = rag(*arguments, stdin="q\n").out
    assert kept.question not in again
    assert Path("set.rejected.txt").read_text().strip() not in again
    assert done.out.partition("3. ")[2].splitlines()[0] in again


@pytest.mark.model
def test_a_library_gives_questions_that_can_be_run_on_it(rag, sample_library):
    rag("eval", "new", "--library", sample_library, "--yes", 4)
    evidence = [one for case in load_cases(Path("testset.jsonl")) for one in case.evidence]
    assert evidence
    assert all((seeds.articles() / one.article).is_file() for one in evidence)
    done = rag("eval", "testset.jsonl", "--library", sample_library, "--out", "run", "--json")
    assert done.json
    assert Path("run/report.html").is_file()


def test_a_model_proposes_what_the_article_bears_out(rag, monkeypatch, tmp_path):
    article = tmp_path / "kfor.txt"
    article.write_text("Kosovo\n\nItaly sends 852 soldiers to the mission.\n")
    made_up = MODELLED | {"quote": "Italy leads the mission.", "question": "Who leads KFOR?"}
    reply = f"{json.dumps(MODELLED)}\n{json.dumps(made_up)}"
    with ModelServer(Says(reply)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        done = rag(
            "eval", "new", article, "--yes", 5, "--unanswerable", 0,
            "--model", "openai:scripted", "--base-url", server.url,
        )  # fmt: skip
    (case,) = load_cases(Path("testset.jsonl"))
    assert (case.question, case.answers) == (MODELLED["question"], ("Italy",))
    assert case.tags == ("by-model",)
    assert "1 of the model's questions were left out" in done.err


def test_a_file_that_cannot_be_read_is_named_and_the_rest_done(rag, articles):
    done = rag("eval", "new", articles, "nowhere", "--yes", 1, status=6)
    assert "nowhere: no such file or folder" in done.err
    assert len(load_cases(Path("testset.jsonl"))) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere", "--yes", "1"], "there is no article in nowhere"),
        ([".", "--samples"], "takes articles or --samples, one of the two"),
        ([".", "-o", "set.csv"], "questions cannot be put into 'set.csv'"),
        ([".", "--model", "nobody"], "--model must be"),
        ([".", "--yes", "0"], "--yes"),
    ],
)
def test_what_cannot_be_done_is_said(rag, arguments, told):
    done = rag("eval", "new", *arguments, status=2)
    assert told in " ".join(done.err.split())
    assert done.out == ""
