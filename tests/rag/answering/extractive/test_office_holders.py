"""Who holds the office that a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.extractive.office_holders import office_in
from rag.answering.extractive.question import parse_question

ASSISTANT = "Assistant Secretary of State Lou Berg warned of a confrontation with the Alliance."


@pytest.mark.parametrize(
    ("question", "sentence", "holder", "of_another"),
    [
        ("Who is the coach of Hald?", "Rolf Dag is the new coach of Hald.", "Rolf Dag", False),
        ("Who is the coach of Mora?", "His coach, Ida Sol, was sad about it.", None, True),
        ("Who is the coach of Mora?", "Foss’s coach, Ida Sol, was sad.", None, True),
        ("Who is the prime minister?", "Petra Voll is labour minister.", None, True),
        ("Who is the finance minister?", "Tom Arend is minister of fisheries.", None, True),
        ("Who is the labour minister?", "Petra Voll is labour minister.", "Petra Voll", False),
        ("Who is the mayor of Sula?", "THE MAYOR OF SULA, PER DAHL, LEFT.", "PER DAHL", False),
        ("Who is the captain of the Ludo?", "Captain Per Dahl was rescued.", None, False),
        ("Who is the treasurer of Torpa?", "Fees fall, said treasurer Unni Berg.", None, False),
        ("Who is the head of the Alliance?", ASSISTANT, None, True),
        ("Who is the head of NATO?", "NATO Secretary General Rolf Haan left.", "Rolf Haan", False),
        ("Who heads NATO?", "NATO Secretary General Rolf Haan left.", "Rolf Haan", False),
        ("Who is the mayor of Elm?", "Deputy mayor Ana Roth opened the fair of Elm.", None, True),
        ("Who is the deputy mayor of Elm?", "Deputy mayor Ana Roth left Elm.", "Ana Roth", False),
        ("Who opened the fair?", "Mayor Ana Roth opened the fair.", None, False),
    ],
)
def test_the_holder_of_this_office_and_not_of_another(question, sentence, holder, of_another):
    found = office_in(parse_question(question), sentence)
    named = sentence[found.holder.start : found.holder.end] if found.holder else None
    assert (named, found.of_another) == (holder, of_another)
