"""The evaluation of the desk: what is read, and what it counts."""

from __future__ import annotations

import json

import pytest

from rag.errors import TestSetError
from rag.evaluation.desk import DeskCase, DeskRun, load_desk, run_desk
from rag.settings import Settings

SAID = "Italy will send more troops to Kosovo in May"
ARTICLE = (
    f'"{SAID}," Mark Rutte said in Rome.\n\nKFOR has 4,600 soldiers from 28 countries in Kosovo.\n'
)


def write(folder, *lines):
    path = folder / "desk.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"id": "x"}, "has neither check nor quotes, or both"),
        ({"check": "A b.", "quotes": "Rutte"}, "has neither check nor quotes, or both"),
        ({"check": "A b."}, "field 'check': needs a verdict or findings"),
        ({"check": "A b.", "findings": ["typo"]}, "field 'findings[0]'"),
        ({"quotes": "Rutte"}, "field 'remarks': is missing"),
    ],
)
def test_a_line_that_says_too_little_is_named(tmp_path, line, says):
    with pytest.raises(TestSetError) as caught:
        load_desk(write(tmp_path, {"check": "A b.", "verdict": "supported"}, line))
    assert caught.value.message.startswith(f"{tmp_path / 'desk.jsonl'}, line 2")
    assert says in caught.value.message


@pytest.mark.model
def test_faults_truths_and_remarks_are_counted(tmp_path, desk, shelve):
    library = shelve(desk.article("a.txt", ARTICLE))
    lines = load_desk(
        write(
            tmp_path,
            {"check": "KFOR has 4,600 soldiers from 28 countries.", "verdict": "supported", "n": 1},
            {"check": "KFOR has 4,600 soldiers from 18 countries.", "findings": ["number"]},
            {"quotes": "Rutte", "remarks": [SAID, "We will leave"], "all": True},
        )
    )
    found = DeskRun(cases=tuple(run_desk(lines, library, Settings())))
    values = {name: (figure.value, figure.n) for name, figure in found.figures.items()}
    assert values["faults_named"] == (1.0, 1)
    assert values["truths_flagged"] == (0.0, 1)
    assert values["remarks_found"] == (0.5, 2)
    assert values["remarks_exact"] == (1.0, 1)
    assert values["remarks_extra"] == (0.0, 1)
    assert [one.right for one in found.cases] == [True, True, False]
    cases = found.as_json()["cases"]
    assert cases[0]["found"] == "lacks “We will leave”"  # what went wrong comes first
    assert cases[1]["extra"] == {"n": 1}


def test_intervals_are_wilsons_or_none():
    def run(n):
        return DeskRun(cases=tuple(
            DeskCase(id=str(at), asked="", expected="", found="", right=True,
                     counts={"faults_named": (1, 1)}) for at in range(n)
        ))  # fmt: skip

    assert run(9).figures["faults_named"].low is None
    assert run(10).figures["faults_named"].low == pytest.approx(0.722467, abs=1e-5)
