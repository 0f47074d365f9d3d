import json
import os
from dataclasses import replace

import pytest
from case_results import case_result
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import RunError
from rag.evaluation import Case, load_results, load_run
from rag.evaluation.results import CaseTimes
from rag.evaluation.runs.storage import ResultsFile, save_results, save_run

CASE = Case(id="a", question="Who?", answers=("Italy",))


@pytest.fixture
def result(assessor, desk):
    answer = desk.answer("Italy [1].", desk.cite(desk.kfor, "Italy"), hits=desk.hits(desk.kfor))
    return assessor(CASE).assess(CASE, answer)


@pytest.fixture
def folder(tmp_path, run):
    save_run(tmp_path, run)
    return tmp_path


def test_a_result_comes_back_as_it_was(folder, result):
    with ResultsFile(folder) as file:
        file.append(result)
    assert load_results(folder) == [result]


def test_a_run_comes_back_as_it_was(folder, run):
    assert load_run(folder) == run


@given(st.text(), st.floats(0, 1), st.dictionaries(st.text(), st.none() | st.floats(0, 1)))
def test_any_text_and_any_figure_comes_back(tmp_path_factory, text, confidence, metrics):
    one = case_result(
        answer=text, confidence=confidence, metrics=metrics, times=CaseTimes(seconds=1.0)
    )
    folder = tmp_path_factory.mktemp("run")
    save_results(folder, [one])
    assert load_results(folder) == [one]


def test_times_are_apart_from_results(folder, result, run):
    other = replace(result, times=CaseTimes(seconds=9.0))
    save_results(folder, [result])
    before = {name: (folder / name).read_bytes() for name in ("results.jsonl", "times.jsonl")}
    save_results(folder, [other])
    assert (folder / "results.jsonl").read_bytes() == before["results.jsonl"]
    assert (folder / "times.jsonl").read_bytes() != before["times.jsonl"]
    assert "times" not in json.loads((folder / "run.json").read_bytes())


@pytest.mark.parametrize("name", ["results.jsonl", "times.jsonl"])
def test_a_line_that_a_kill_cut_off_is_forgotten(folder, result, name):
    second = replace(result, id="b")
    save_results(folder, [result])
    with (folder / name).open("ab") as file:
        file.write(b'{"id": "b", "quest')
    assert load_results(folder) == [result]
    with ResultsFile(folder) as file:
        file.append(second)
    assert load_results(folder) == [result, second]


def test_a_result_without_its_times_is_one_still(folder, result):
    save_results(folder, [result])
    (folder / "times.jsonl").unlink()
    assert load_results(folder) == [replace(result, times=None)]


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(RunError, match="there is no folder") as caught:
        load_run(tmp_path / "none")
    assert caught.value.hint
    with pytest.raises(RunError, match=r"there is no file '.*run\.json'"):
        load_run(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"format": 1, "summary": {}}', "has format 1, this version reads format 3"),
        ('{"schema": 9}', "has format 9, this version reads format 3"),
        ("{", r"run\.json' is damaged: "),
        ("[]", r"run\.json' is damaged: "),
        ('{"schema": 3}', r"run\.json' is damaged: finished: Field required"),
    ],
)
def test_a_run_that_is_older_or_damaged(tmp_path, content, says):
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=says) as caught:
        load_run(tmp_path)
    assert "rag eval" in caught.value.hint


@pytest.mark.parametrize("line", ["nonsense", "{}", "[1]"])
def test_a_damaged_result_is_named_by_its_line(folder, result, line):
    save_results(folder, [result])
    with (folder / "results.jsonl").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(RunError, match=r"results\.jsonl', line 2, is damaged"):
        load_results(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(tmp_path, run):
    tmp_path.chmod(0o500)
    with pytest.raises(RunError, match="cannot be written to"):
        save_run(tmp_path, run)
    tmp_path.chmod(0o700)


def test_a_file_in_the_way_of_the_folder(tmp_path, run):
    (tmp_path / "run").write_text("")
    for write in (lambda at: save_run(at, run), ResultsFile):
        with pytest.raises(RunError, match="cannot be written to"):
            write(tmp_path / "run")
