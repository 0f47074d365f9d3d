from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from rag.errors import TestSetError
from rag.evaluation.proposing import (
    EvidenceNames,
    GrowingTestSet,
    by_rules,
    case_of,
    id_of,
    key_of,
)
from rag.evaluation.testsets.cases import Case
from rag.evaluation.testsets.formats import load_cases

KFOR = Case(id="kfor", question="How many soldiers does KFOR have?", answers=("4,600",))


def test_a_case_is_a_line_that_can_be_read(tmp_path, article):
    one = article("The University of Warsaw was established in 1816.\n", "uni.txt")
    (proposal,) = by_rules(one)
    testset = GrowingTestSet(tmp_path / "new" / "set.jsonl")
    assert testset.add(case_of(proposal, EvidenceNames([one.origin])))
    (case,) = load_cases(testset.path)
    assert case.question == "When was the University of Warsaw established?"
    assert case.answers == ("1816",)
    assert case.tags == ("date",)
    (evidence,) = case.evidence
    assert evidence.article == "uni.txt"
    assert evidence.quote == "The University of Warsaw was established in 1816."


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n"])
def test_what_is_there_stays(tmp_path, ending):
    path = tmp_path / "set.jsonl"
    before = '{"question": "Who?",   "id": "mine"}' + ending
    path.write_bytes(before.encode())
    assert GrowingTestSet(path).add(KFOR)
    assert path.read_bytes().startswith(before.encode())
    assert [case.id for case in load_cases(path)] == ["mine", "kfor"]


def test_a_question_is_not_added_twice(tmp_path):
    path = tmp_path / "set.jsonl"
    assert GrowingTestSet(path).add(KFOR)
    again = GrowingTestSet(path)
    assert key_of("how many soldiers does KFOR have") in again.known
    assert not again.add(KFOR)
    assert len(again) == len(load_cases(path)) == 1


def test_the_same_words_after_other_questions_are_another_case(tmp_path):
    testset = GrowingTestSet(tmp_path / "set.jsonl")
    cases = [
        Case(id="x", question="How many?", history=history) for history in [(), ("a?",), ("b?",)]
    ]
    assert [testset.add(case) for case in cases] == [True, True, True]
    assert not testset.add(cases[1])
    assert [case.id for case in load_cases(testset.path)] == ["x", "x-2", "x-3"]


def test_what_was_rejected_is_remembered_beside_it(tmp_path):
    path = tmp_path / "set.jsonl"
    GrowingTestSet(path).reject("Who is\nit?")
    again = GrowingTestSet(path)
    assert key_of("who is it") in again.known
    assert len(again) == 0
    assert (tmp_path / "set.rejected.txt").read_text() == "Who is it?\n"


@pytest.mark.parametrize("name", ["set.json", "set.csv", "."])
def test_other_formats_are_refused(tmp_path, name):
    with pytest.raises(TestSetError, match="questions cannot be put into") as raised:
        GrowingTestSet(tmp_path / name)
    assert ".jsonl" in raised.value.hint


def test_a_damaged_set_is_refused_with_its_line_and_left_alone(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "Who?"}\n{"quest')
    with pytest.raises(TestSetError, match="line 2"):
        GrowingTestSet(path)
    assert path.read_text() == '{"question": "Who?"}\n{"quest'


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TestSetError, match="cannot be written"):
        GrowingTestSet(tmp_path / "file" / "set.jsonl").add(KFOR)


def test_a_kill_leaves_every_case_that_was_added(tmp_path):
    program = """
import sys
from pathlib import Path
from rag.evaluation.testsets.cases import Case
from rag.evaluation.proposing import GrowingTestSet
testset = GrowingTestSet(Path(sys.argv[1]))
for number in range(100_000):
    testset.add(Case(id=str(number), question=f"Who is number {number}?"))
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""
    path = tmp_path / "set.jsonl"
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    told = [running.stdout.readline().strip() for _ in range(20)]
    running.send_signal(signal.SIGKILL)
    told += running.stdout.read().split()
    running.stdout.close()
    running.wait()
    kept = [json.loads(line)["id"] for line in path.read_text().splitlines()]
    assert kept[: len(told)] == told
    assert len(kept) <= len(told) + 1  # the one that was written and not yet told of


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("/news/2025/kfor.txt", "2025/kfor.txt"),  # there is another kfor.txt
        ("/news/2024/kfor.txt", "2024/kfor.txt"),
        ("/news/rates.txt", "rates.txt"),
        ("/news/wire.jsonl#7", "wire.jsonl#7"),
        ("/news/alone.jsonl#7", "alone.jsonl"),
    ],
)
def test_an_article_is_named_as_briefly_as_it_can_be(article, origin, name):
    origins = [
        "/news/2025/kfor.txt",
        "/news/2024/kfor.txt",
        "/news/rates.txt",
        "/news/wire.jsonl#7",
        "/news/wire.jsonl#8",
        "/news/alone.jsonl#7",
    ]
    folder, _, file = origin.rpartition("/")
    assert EvidenceNames(origins).of(article("x", file, folder)) == name


def test_an_id_says_what_is_asked():
    assert id_of("How many soldiers does KFOR have?").startswith("soldiers-kfor-")
    assert id_of("Who is it?") != id_of("Who was it?")
    assert id_of("¿Quién?") != ""
