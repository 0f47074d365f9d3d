"""``rag eval``: what it prints, where it leaves it, how it goes on, what it exits with."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from model_server import Fails, ModelServer, Says

pytestmark = pytest.mark.model

# Ctrl-C is ignored where a test run is in the background.
RAG = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " from rag.cli import main; main()",
]
CASES = (
    {
        "id": "troops",
        "question": "How many soldiers does KFOR have?",
        "answers": ["4,600"],
        "evidence": [{"article": "kfor-after-the-vote.md", "quote": "over 4,600 soldiers"}],
        "tags": ["figure"],
    },
    {"id": "cup", "question": "Who won the football world cup?", "answerable": False},
)
STEADY = ("run.json", "results.jsonl", "predictions.json")


def write_cases(*cases, name="cases.jsonl"):
    path = Path(name)
    path.write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    return path


@pytest.fixture
def cases():
    return write_cases(*CASES)


@pytest.fixture
def place(sample_library):
    return ["--library", sample_library]


def steady(folder):
    return {name: (Path(folder) / name).read_bytes() for name in STEADY}


def test_a_run_is_shown_and_kept(rag, cases, place):
    done = rag("eval", cases, *place, "--out", "runs/first")
    assert done.out.startswith("2 cases: 1 answerable, 1 not; ")
    assert (
        "retrieval by article     @1     @3     @5     @8    @10  95 % interval @10  n\n"
        in done.out
    )
    assert "\ntag     n  correct   cost     f1  ndcg@10  hit@1  coverage\n" in done.out
    assert done.err == "The results are in runs/first.\n"
    assert {file.name for file in Path("runs/first").iterdir()} >= {
        "run.json", "results.jsonl", "report.html", "report.md", "times.json", "trec",
    }  # fmt: skip


def test_a_plain_script_is_run_beside_it(rag, cases, place):
    done = rag("eval", cases, *place, "--against", "plain", "--out", "runs/first")
    assert "\nBeside plain LangChain + Chroma, on the same passages: it gives " in done.out
    measures = {line.split()[0]: line.split()[1:3] for line in done.out.splitlines() if line}
    assert measures["guessed"] == ["0.500", "0.000"]  # it answers whatever is asked
    plain = json.loads(Path("runs/first/plain/run.json").read_text())
    assert plain["models"]["answering"] == "plain LangChain + Chroma"
    page = Path("runs/first/report.html").read_text()
    assert "<h2>Beside a plain script</h2>" in page
    assert 'href="plain/report.html"' in page
    found = rag("eval", cases, *place, "--against", "plain", "--json").json["against"]
    assert found["differences"]["coverage"]["before"] == 1.0
    assert found["words"]["before"] > found["words"]["after"]


def test_as_json_undefined_is_null(rag, cases, place):
    found = rag("eval", cases, *place, "--json").json
    assert found["counts"]["cases"] == 2
    assert set(found) >= {"retrieval", "passages", "answers", "citations", "abstention", "times"}
    assert found["retrieval"]["hit@10"] == {"value": 1.0, "n": 1, "low": None, "high": None}
    assert found["answers"]["numeric_match"]["n"] == 1
    assert found["tags"]["figure"]["metrics"]["abstention_recall"]["value"] is None
    assert Path(found["run"]).parent == Path("runs")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--library", "x"], "name a test set"),
        (["x.jsonl"], "x.jsonl: cannot be read"),
        (["cases.jsonl", "--fail-under", "mrr=1"], "did you mean mrr@10?"),
        (["cases.jsonl", "--max-drop", "f1=1"], "--max-drop needs --baseline RUN"),
        (["cases.jsonl", "--by", "zzz"], "there is no measure 'zzz'"),
        (["cases.jsonl", "--baseline", "none"], "'none' is no run of rag eval"),
        (["cases.jsonl", "--matrix", "none.toml"], "the matrix 'none.toml' cannot be read"),
        (["cases.jsonl", "--articles", "none"], "the articles cannot be read"),
        (["cases.jsonl", "--judge", "gpt"], "'gpt' is not of the form provider:name"),
        (["cases.jsonl", "--workers", "0"], "greater than or equal to 1"),
        (["compare", "runs/a"], "Missing argument 'AFTER'"),
        (["compare", "runs/a", "runs/b"], "'runs/a' is no run of rag eval"),
        (["./compare"], "compare: cannot be read"),
    ],
)
def test_usage(rag, cases, arguments, says):
    done = rag("eval", *arguments, status=2)
    assert says in " ".join(done.err.split())
    assert not Path("runs").exists()


def test_a_test_set_may_be_called_as_a_command(rag, place):
    write_cases(CASES[1], name="compare")
    assert rag("eval", "./compare", *place).out.startswith("1 case: 0 answerable, 1 not; ")


def test_a_bad_line_is_told_before_anything_runs(rag, place):
    cases = write_cases(CASES[0], {"question": "Q?", "answers": "x"})
    error = " ".join(rag("eval", cases, *place, status=2).err.split())
    assert "cases.jsonl, line 2, field 'answers': Input should be a valid" in error
    assert not Path("runs").exists()


def test_further_keys_are_given_back_and_one_that_looks_misspelt_is_told(rag, place):
    cases = write_cases({"question": "Who?", "answer": "x", "difficulty": 3})
    done = rag("eval", cases, *place, "--out", "runs/first")
    told = "Note: the test set's 'answer' is kept and not read; did you mean 'answers'?"
    assert told in " ".join(done.err.split())
    (line,) = Path("runs/first/results.jsonl").read_text().splitlines()
    assert json.loads(line)["extra"] == {"answer": "x", "difficulty": 3}


def test_the_cutoffs_follow_k(rag, cases, place):
    done = rag("eval", cases, *place, "--top-k", "12")
    assert (
        "retrieval by article     @1     @3     @5    @10    @12  95 % interval @10  n\n"
        in done.out
    )


def test_evidence_that_matches_nothing_is_reported(rag, place):
    cases = write_cases(
        {"question": "Who?", "evidence": [{"article": "gone.txt"}]},
        {
            "id": "b",
            "question": "Where?",
            "evidence": [{"article": "kfor-after-the-vote.md", "quote": "no such words"}],
        },
    )
    error = " ".join(rag("eval", cases, *place).err.split())
    assert "lacks 1 of the articles that are evidence, such as 'gone.txt'" in error
    assert "1 quotes do not stand in their article, such as case 'b': 'no such words'" in error


def test_equal_runs_are_equal_but_for_their_times(rag, cases, place):
    for folder in ("a", "b"):
        rag("eval", cases, *place, "--out", folder)
    assert steady("a") == steady("b")


def test_articles_make_a_library_that_is_used_again(rag, corpus):
    cases = write_cases({"question": "How many soldiers does Italy send?", "answers": ["852"],
                         "evidence": [{"article": "kfor.txt"}]})  # fmt: skip
    first = rag("eval", cases, "--articles", corpus, "--out", "a")
    assert first.err.startswith("Went through ")
    again = rag("eval", cases, "--articles", corpus, "--out", "b")
    assert again.err == "The results are in b.\n"
    assert steady("a") == steady("b")
    (corpus / "new.txt").write_text("Snow fell.")
    assert rag("eval", cases, "--articles", corpus, "--out", "c").err.startswith("Went through ")


@pytest.fixture
def squad(tmp_path):
    context = "KFOR has 4,600 soldiers. Italy leads the mission."
    questions = [
        {"id": "a", "question": "How many soldiers does KFOR have?",
         "answers": [{"text": "4,600", "answer_start": 9}]},
        {"id": "b", "question": "Who won the cup?", "answers": [], "is_impossible": True},
    ]  # fmt: skip
    entry = {"title": "KFOR", "paragraphs": [{"context": context, "qas": questions}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"version": "v2.0", "data": [entry]}))
    return path


def test_a_set_that_brings_articles_asks_those_unless_a_library_is_named(rag, squad, place):
    own = rag("eval", squad, "--json").json
    assert own["retrieval"]["hit@1"]["value"] == 1.0
    assert own["answers"]["exact_match"]["n"] == 2
    named = rag("eval", squad, *place)
    assert "the library lacks 1 of the articles" in " ".join(named.err.split())
    assert rag("eval", squad, "--articles", squad, "--json").json["counts"]["cases"] == 2


def test_a_beir_folder_keeps_its_names_and_grades(rag, tmp_path):
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": "d1", "title": "KFOR", "text": "KFOR has 4,600 soldiers."},
                 {"_id": "d2", "title": "Rates", "text": "The bank kept its rate."}]  # fmt: skip
    write_cases(*documents, name=folder / "corpus.jsonl")
    write_cases({"_id": "q1", "text": "soldiers of KFOR"}, name=folder / "queries.jsonl")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\n")
    found = rag("eval", folder, "--out", "run", "--json").json
    assert found["retrieval"]["ndcg@10"]["value"] == 1.0
    assert found["answers"]["f1"]["value"] is None
    assert Path("run/trec/articles.qrels").read_text() == "q1 0 d1 2\n"
    assert Path("run/trec/articles.run").read_text().startswith("q1 Q0 d1 1 ")


def test_gates_are_told_by_the_exit_status(rag, cases, place):
    rag("eval", cases, *place, "--out", "first")
    held = rag("eval", cases, *place, "--baseline", "first", "--fail-under", "hit@10=1",
               "--max-drop", "correct=0")  # fmt: skip
    assert "2 cases in both first and runs/" in held.out
    failed = rag("eval", cases, *place, "--fail-under", "map@10=1", "--fail-under", "judge=0.5",
                 status=1)  # fmt: skip
    assert failed.err.endswith("Gate: judge is undefined, and 0.5 is asked for\n")


def test_compare_shows_what_flipped(rag, cases, place):
    rag("eval", cases, *place, "--out", "a")
    shutil.copytree("a", "b")
    lines = Path("b/results.jsonl").read_text().splitlines()
    changed = json.loads(lines[0])
    changed["metrics"]["correct"] = 1 - changed["metrics"]["correct"]
    Path("b/results.jsonl").write_text("\n".join([json.dumps(changed), *lines[1:], ""]))
    found = rag("eval", "compare", "a", "b")
    assert "How many soldiers does KFOR have?" in found.out
    told = rag("eval", "compare", "a", "b", "--json").json
    assert len(told["fixed"]) + len(told["broken"]) == 1
    assert abs(told["differences"]["correct"]["change"]) == 0.5
    drop = ["--max-drop", "correct=0"]
    worse = ["a", "b"] if told["broken"] else ["b", "a"]
    assert "worse by 0.5000" in rag("eval", "compare", *worse, *drop, status=1).err
    assert rag("eval", "compare", *worse[::-1], *drop).err == "Every gate holds.\n"


def test_an_ablation_ranks_variants_of_the_settings(rag, cases, place):
    Path("matrix.toml").write_text('retrieval = ["fused", "dense", "full-text"]\ntop_k = [2]\n')
    done = rag("eval", cases, *place, "--matrix", "matrix.toml", "--out", "runs", "--by", "mrr@10")
    assert done.out.startswith("variant")
    assert "Ranked by mrr@10; change and p are against 'k = 2'." in done.out
    made = {path.name for path in Path("runs").iterdir()}
    assert made == {"k-2", "dense-only-k-2", "full-text-only-k-2", "ablation.html"}
    again = rag("eval", cases, *place, "--matrix", "matrix.toml", "--out", "runs", "--by", "mrr@10")
    assert again.out == done.out
    assert " ".join(again.err.split()).count("--fresh runs it again") == 3
    run = json.loads(Path("runs/dense-only-k-2/run.json").read_bytes())
    assert (run["variant"], run["settings"]["top_k"]["value"]) == ("dense only, k = 2", 2)
    result = json.loads(Path("runs/k-2/results.jsonl").read_text().splitlines()[0])
    assert len(result["passages"]) > 2  # what is measured does not end where the answer's does


def test_an_ablation_splits_the_library_anew(rag, cases, place):
    Path("matrix.toml").write_text("passage_size = [300, 1000]\n")
    found = rag("eval", cases, *place, "--matrix", "matrix.toml", "--out", "runs", "--json").json
    assert {one["name"] for one in found["variants"]} == {"passages of 300", "passages of 1,000"}
    runs = [json.loads((folder / "run.json").read_bytes()) for folder in Path("runs").glob("*/")]
    assert len({run["articles"]["passages"] for run in runs}) == 2


def test_only_some_questions_drawn_by_the_seed(rag, place):
    cases = write_cases(*({"question": f"Who is number {n}?"} for n in range(9)))
    drawn = {}
    for seed in (1, 1, 2):
        rag("eval", cases, *place, "--limit", 3, "--seed", seed, "--out", "run", "--fresh")
        lines = Path("run/results.jsonl").read_text().splitlines()
        drawn.setdefault(seed, []).append([json.loads(line)["id"] for line in lines])
    assert len(drawn[1][0]) == 3
    assert drawn[1][0] == drawn[1][1] != drawn[2][0]


@pytest.fixture
def long_run(command_environment, place, monkeypatch):
    """Start a run of many questions and return it once some of them are answered."""
    monkeypatch.setenv("RAG_READER", "none")  # it is not what takes long that matters here
    cases = write_cases(
        *({"id": f"{n}", "question": f"How many soldiers does KFOR have in {n}?",
           "answers": ["4,600"]} for n in range(1900, 2000))
    )  # fmt: skip
    command = ["eval", cases, *map(str, place)]
    started = []

    def start():
        began = subprocess.Popen(
            [*RAG, *map(str, command)],
            env=command_environment(),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        started.append(began)
        until = time.monotonic() + 120
        while not any(len(file.read_bytes().splitlines()) > 3 for file in
                      Path("runs").glob("*/results.jsonl")):  # fmt: skip
            assert began.poll() is None, began.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.02)
        return began

    yield command, start
    for one in started:
        one.kill()
        one.wait()
        one.stderr.close()


def test_a_killed_run_goes_on_and_comes_to_the_same(rag, long_run):
    command, start = long_run
    killed = start()
    killed.kill()
    killed.wait()
    (folder,) = Path("runs").iterdir()
    with (folder / "results.jsonl").open("ab") as file:
        file.write(b'{"id": "half a li')
    done = len((folder / "results.jsonl").read_bytes().splitlines()) - 1
    again = rag(*command)
    assert f"going on in {folder}: {done} of 100 cases are done" in " ".join(again.err.split())
    assert list(Path("runs").iterdir()) == [folder]
    rag(*command, "--out", "whole")
    assert steady(folder) == steady("whole")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
def test_ctrl_c_says_how_to_go_on(long_run):
    _, start = long_run
    stopped = start()
    stopped.send_signal(signal.SIGINT)
    told = stopped.communicate(timeout=60)[1].decode()
    (folder,) = Path("runs").iterdir()
    assert stopped.returncode == 130
    assert f"the same command goes on with the run in {folder}" in " ".join(told.split())


@pytest.fixture
def with_model(rag, cases, place, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "none")

    def run(*script, judge=(), status=0, **options):
        with ModelServer(*script) as server, ModelServer(*(judge or [Fails(500)])) as other:
            given = ["--model", "openai:m", "--base-url", server.url, "--workers", 2]
            if judge:
                given += ["--judge", "openai:j", "--judge-base-url", other.url]
            done = rag("eval", cases, *place, *given, "--out", "run", "--json", status=status)
            return done, server, other

    return run


def test_a_model_answers_and_another_judges(with_model):
    done, _, judge = with_model(
        Says("KFOR has over 4,600 soldiers [1]."), judge=[Says("RIGHT: the same number.")]
    )
    found = done.json
    assert found["judge"]["judge"]["value"] == 1.0
    assert found["usage"]["calls"] == 2
    assert len(judge.requests) == found["counts"]["answered"]
    kept = json.loads(Path("run/run.json").read_bytes())["judge"]
    assert (kept["model"], kept["same_as_answering"]) == ("openai:j", False)
    assert "$answer" in kept["prompt"]
    (result, *_) = map(json.loads, Path("run/results.jsonl").read_text().splitlines())
    assert result["judgement"]["reply"] == "RIGHT: the same number."
    assert result["statements"][0]["supported"] is True


def test_a_model_that_is_gone_ends_the_run_which_then_goes_on(with_model):
    done, *_ = with_model(Fails(401), status=5)
    assert "the key for 'openai:m' was refused" in done.err
    assert not json.loads(Path("run/run.json").read_bytes())["finished"]
    done, *_ = with_model(Says("KFOR has over 4,600 soldiers [1]."))
    assert done.json["counts"]["failed"] == 0


@pytest.mark.slow
def test_the_progress_on_a_terminal(on_terminal, cases, place):
    screen = on_terminal("eval", cases, *place)
    screen.until("Asking")
    screen.until("The results are in runs/")
    screen.finish()
    assert screen.process.returncode == 0
