"""Who holds the office that a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answering.extractive.evidence.office_holders import names_holder, office_in
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
        (
            "Who is the president of Ruria?",
            "President Jo Bidd will meet with Ruria’s new president Luis Sala next week.",
            "Luis Sala",
            False,
        ),
        (
            "Who is the mayor of Lund?",
            "It was asked for by Saint Anton Mayor Lund Breed and by merchants.",
            None,
            True,
        ),
        (
            "Who is the president of Ruria?",
            "From the World Fair to the Hanna Prizes, Ruria’s president was everywhere.",
            None,
            False,
        ),
        ("Who is the mayor of Elm?", "Ana Roth, the incoming mayor of Elm, spoke.", None, True),
        ("Who leads Hungary?", "Hungary stormed into a lead, and Germany drew.", None, False),
        ("Who heads the police of Elm?", "Per Dahl heads the police of Elm.", "Per Dahl", False),
    ],
)
def test_the_holder_of_this_office_and_not_of_another(question, sentence, holder, of_another):
    found = office_in(parse_question(question), sentence)
    named = sentence[found.holder.start : found.holder.end] if found.holder else None
    assert (named, found.of_another) == (holder, of_another)


@pytest.mark.parametrize(
    ("question", "sentence", "names_one"),
    [
        ("Who is the mayor of Elm?", "Mayor Ana Roth opened the fair.", True),
        ("Who is the mayor of Elm?", "In 1961 the mayor of Elm, Ana Roth, opened the fair.", False),
        ("Who was the mayor of Elm?", "In 1961 the mayor of Elm, Ana Roth, opened it.", True),
        ("Who is the mayor of Elm?", "Elm’s mayor Ana Roth announced her resignation.", False),
        ("Who opened the fair of Elm?", "In 1961 everybody came.", True),
    ],
)
def test_who_holds_an_office_now_is_certain_where_a_sentence_says_so(question, sentence, names_one):
    asked = parse_question(question)
    about = "The fair of Elm"
    found = names_holder(asked, sentence, about=about, published=date(2024, 5, 1))
    assert found is names_one
