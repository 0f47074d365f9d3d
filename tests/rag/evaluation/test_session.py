import json
from dataclasses import replace

import pytest

from rag.errors import RunError
from rag.evaluation import Case, Evidence, load_run, run_session
from rag.evaluation.session import finished_before, unfinished_run

CASES = [
    Case(
        id=str(number),
        question=f"{number}?",
        answers=("Italy",) if number % 2 else (),
        answerable=bool(number % 2),
        evidence=(Evidence(article="news/kfor.txt", quote="Italy"),) if number % 2 else (),
        tags=("odd",) if number % 2 else (),
    )
    for number in range(6)
]
STEADY = ("run.json", "results.jsonl", "predictions.json", "trec/articles.run")


@pytest.fixture
def answers(desk):
    right = desk.answer("Italy [1].", desk.cite(desk.kfor, "Italy"), hits=desk.hits(desk.kfor))
    return {case.question: right if case.answerable else desk.declined() for case in CASES}


@pytest.fixture
def conduct(asker, answers, run):
    """Conduct a run; with ``stop``, only as far as that many results."""

    def go(folder, *, stop=None, cases=CASES, about=run, fresh=False, workers=1):
        one = asker(cases, answers)
        with run_session(folder, about, cases, fresh=fresh) as seat:
            done = seat.done
            for number, _ in enumerate(seat.results(one, workers=workers), start=1):
                if number == stop:
                    return done, one.answering.asked
            return done, one.answering.asked, seat.finish()

    return go


def steady(folder):
    return {name: (folder / name).read_bytes() for name in STEADY}


def test_a_run_is_a_folder_that_other_tools_read_too(tmp_path, conduct):
    *_, finished = conduct(tmp_path)
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")) == [
        ".lock", "predictions.json", "report.html", "report.md", "results.jsonl", "run.json",
        "times.json", "times.jsonl", "trec/articles.qrels", "trec/articles.run",
        "trec/passages.qrels", "trec/passages.run",
    ]  # fmt: skip
    assert load_run(tmp_path) == finished.run
    assert finished.run.finished
    assert finished.run.summary.metrics["correct"].value == 1.0
    assert finished.run.times.latency_p50.value == 0.75
    assert finished.run.times.seconds == 4.5


def test_two_runs_of_the_same_differ_in_nothing_but_times(tmp_path, conduct):
    conduct(tmp_path / "a")
    conduct(tmp_path / "b")
    assert steady(tmp_path / "a") == steady(tmp_path / "b")


def test_several_workers_leave_the_same_files(tmp_path, conduct):
    conduct(tmp_path / "a")
    conduct(tmp_path / "b", workers=4)
    assert steady(tmp_path / "a") == steady(tmp_path / "b")


@pytest.mark.parametrize("stop", [1, 3, 6])
def test_a_run_that_was_stopped_goes_on_and_comes_to_the_same(tmp_path, conduct, stop):
    conduct(tmp_path / "whole")
    conduct(tmp_path / "stopped", stop=stop)
    assert not load_run(tmp_path / "stopped").finished
    done, asked, _ = conduct(tmp_path / "stopped")
    assert done == stop
    assert [question for question, _ in asked] == [case.question for case in CASES[stop:]]
    assert steady(tmp_path / "whole") == steady(tmp_path / "stopped")


def test_a_finished_run_is_run_anew(tmp_path, conduct):
    conduct(tmp_path)
    done, asked, _ = conduct(tmp_path)
    assert (done, len(asked)) == (0, len(CASES))


def test_a_run_may_be_asked_to_begin_anew(tmp_path, conduct):
    conduct(tmp_path, stop=3)
    assert conduct(tmp_path, fresh=True)[0] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 7},
        {"variant": "dense only"},
        {"versions": {"dateline": "9"}},
        {"settings": {"top_k": {"value": 3, "from": "default"}}},
    ],
)
def test_a_run_under_other_circumstances_begins_anew(tmp_path, conduct, run, change):
    conduct(tmp_path, stop=3)
    assert conduct(tmp_path, about=replace(run, **change))[0] == 0


def test_where_a_setting_came_from_makes_no_other_run(tmp_path, conduct, run):
    conduct(tmp_path, stop=3)
    settings = {name: one | {"from": "--top-k"} for name, one in run.settings.items()}
    assert conduct(tmp_path, about=replace(run, settings=settings))[0] == 3


def test_the_latest_run_that_was_stopped_is_found(tmp_path, conduct, run):
    conduct(tmp_path / "1", stop=1)
    conduct(tmp_path / "2", stop=2)
    conduct(tmp_path / "3")
    conduct(tmp_path / "4", stop=1, about=replace(run, seed=9))
    (tmp_path / "5").mkdir()
    assert unfinished_run(tmp_path, run) == tmp_path / "2"
    assert unfinished_run(tmp_path / "none", run) is None


def test_one_process_writes_a_run_at_a_time(tmp_path, run):
    with run_session(tmp_path / "a", run, CASES):
        assert unfinished_run(tmp_path, run) is None
        with (
            pytest.raises(RunError, match="another process is writing"),
            run_session(tmp_path / "a", run, CASES),
        ):
            pass
    assert unfinished_run(tmp_path, run) == tmp_path / "a"


def test_a_file_in_the_place_of_the_folder(tmp_path, run):
    (tmp_path / "a").write_text("")
    with (
        pytest.raises(RunError, match="cannot be written"),
        run_session(tmp_path / "a", run, CASES),
    ):
        pass


def test_predictions_are_as_squads_script_takes_them(tmp_path, conduct):
    conduct(tmp_path)
    predictions = json.loads((tmp_path / "predictions.json").read_bytes())
    assert predictions == {
        "0": "",
        "1": "Italy .",
        "2": "",
        "3": "Italy .",
        "4": "",
        "5": "Italy .",
    }


def test_a_run_that_is_finished_can_be_taken_as_it_is(tmp_path, conduct, run):
    conduct(tmp_path, stop=2)
    assert finished_before(tmp_path, run) is None
    *_, finished = conduct(tmp_path)
    assert finished_before(tmp_path, run) == finished
    assert finished_before(tmp_path, replace(run, seed=9)) is None
    assert finished_before(tmp_path / "none", run) is None
