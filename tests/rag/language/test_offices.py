"""Offices: one list, known to questions, people and matching."""

from __future__ import annotations

import pytest

from index.text.words import stem
from rag.language.answer_types import kind_and_frame
from rag.language.offices import OFFICES, is_office
from rag.language.people import is_person, officers
from rag.language.values import Kind
from rag.language.words.matching import found


@pytest.mark.parametrize("office", ["chairperson", "coach", "treasurer", "minister"])
def test_an_office_is_known_to_questions_and_to_people(office):
    assert office in OFFICES
    asked = f"which {office} resigned"
    assert kind_and_frame(asked, asked)[0] is Kind.PERSON
    (holder,) = officers(f"Serbian {office.capitalize()} Mark Rutte spoke.")
    assert holder.name == "Mark Rutte"
    assert not is_person(f"{office.capitalize()} Rutte")


def test_one_office_by_other_names_is_the_same_and_another_is_not():
    assert found(stem("chairman"), frozenset({stem("chairperson")})) == 1.0
    assert found(stem("president"), frozenset({stem("minister")})) == 0.0
    assert found(stem("leader"), frozenset({stem("chief")})) > 0.0


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("Secretary General", True),
        ("NATO Chief", True),
        ("Foreign Minister", True),
        ("Attorney General", True),
        ("Prime Minister", True),
        ("Mark Rutte", False),
        ("Stephen King", False),
        ("Tom Bishop", False),
    ],
)
def test_an_office_alone_names_nobody(name, office):
    assert is_office(name) is office
