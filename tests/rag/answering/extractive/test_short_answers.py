"""The value in a sentence that a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.extractive.question import parse_question
from rag.answering.extractive.short_answers import (
    ReadSentence,
    read_short_answer,
    short_answer,
)
from rag.reader import Span

RESULTS = (
    "The Self-Determination movement has 40.80 percent of the vote, the Democratic Party of Kosovo "
    "(PDK) 22.03 percent and the Democratic League of Kosovo (LDK) 17.63 percent."
)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What percentage did the PDK get?", RESULTS, "22.03 percent"),
        ("What percentage did the LDK get?", RESULTS, "17.63 percent"),
        (
            "How many seats has the assembly?",
            "This would require 61 votes in the 120-seat assembly.",
            "120",
        ),
        (
            "How many votes does a government need?",
            "This would require 61 votes in the 120-seat assembly.",
            "61",
        ),
        (
            "Which country sends the most soldiers?",
            "Most of the soldiers come from Italy, followed by Hungary.",
            "Italy",
        ),
        ("When is the vote in Kosovo?", "Kosovo holds its vote on February 9.", "February 9"),
        (
            "Who does Kosovo hold responsible?",
            "Kosovo holds Milan Radoičić responsible.",
            "Milan Radoičić",
        ),
        ("Where do the soldiers come from?", "Soldiers from 28 countries are in Kosovo.", None),
        ("From which country did they come?", "They came to Kosovo from Italy.", "Italy"),
        ("Why did he leave?", "He left because of Italy.", None),
        ("When is the vote?", "The vote is near.", None),
        ("Who votes in Kosovo?", "Kosovo votes.", None),
    ],
)
def test_the_value_asked_for(question, sentence, expected):
    assert short_answer(parse_question(question), sentence, term_weight=lambda _: 1.0) == expected


def read(sentence, found, *, also=()):
    """Return a sentence in which ``found`` was read, and ``also`` nearly as well."""
    start = sentence.index(found)

    def score_in(first, last):
        inside = [one for one in (found, *also) if first <= sentence.index(one) < last]
        return 4.0 if found in inside else 3.5 if inside else -5.0

    span = Span(start=start, end=start + len(found), score=4.0)
    return ReadSentence(text=sentence, span=span, score_in=score_in)


FAIR = "The fair of Abba drew 12,500 visitors, 2,000 fewer than in 2022, when 14,500 came."


@pytest.mark.parametrize(
    ("question", "sentence", "found", "expected"),
    [
        ("How much did rents rise?", "Rents rose six and a half per cent.", "six",
         "six and a half per cent"),
        ("How cold was it?", "It was minus 24 degrees.", "24 degrees", "minus 24 degrees"),
        ("How many came to the fair in 2022?", FAIR, "12,500", "14,500"),
        ("How many came to the fair?", FAIR, "12,500", "12,500"),
        ("Who was arrested in Wadi?", "Two people were arrested after a concert by Tana Vang.",
         "Tana Vang", "Two people"),
        ("Who was arrested in Wadi?", "Tana Vang sang.", "Tana Vang", "Tana Vang"),
        ("Who blamed the port?", "The union has again blamed the port.", "The union has again",
         "The union"),
        ("Who got the medal?", "The society gave its medal to Berit Skarn.", "society",
         "society"),
        ("How much did the hotel cost?", "He denied that it cost 90 million dollars.",
         "90 million dollars", None),
        ("How much did the hotel cost?", "He denied it, but it cost 90 million dollars.",
         "90 million dollars", "90 million dollars"),
        ("What was he convicted of?", "He was acquitted of fraud but convicted of forgery.",
         "convicted of forgery", "forgery"),
        ("When is the vote?", "The vote is near.", "near", None),
        ("Who followed her?", "She left because of the rain.", "because of the rain", None),
        ("Did he leave?", "He left in May.", "in May", None),
        ("How many came in 2023?", "It drew 8,400 in 2023 and 9,100 in 2024.", "9,100", "8,400"),
        ("How many came in 2024?", "In 2023 it drew 8,400; in 2024, 9,100 came.", "8,400", "9,100"),
        ("When did the isle declare independence?",
         "What happened on May 4 in Grane was the worst since the isle declared its independence in"
         " 2008.", "May 4", None),
        ("How many people were hurt?", "A man killed three people and hurt four others.",
         "four others", None),
        ("How many more seats has Lind than Berg?", "Lind has 30 seats and Berg 20.", "30", None),
        ("How many more seats has Lind than Berg?", "Lind has ten more than Berg.", "ten", "ten"),
        ("How much did rents rise?", "Rents rose by 3 per cent last year.", "3 per cent last year",
         "3 per cent"),
        ("How much did the cinema cost?", "It cost 3.2 million euros and the cinema 90.",
         "3.2 million euros and the cinema 90", None),
        ("How many seats did the union win?", "The union won 40.8 percent of the vote.",
         "40.8 percent", None),
        ("What share did the union win?", "The union won 40.8 percent of the vote.",
         "40.8 percent", "40.8 percent"),
        ("Which film was it?", "He was in \"The Mill\" for a year.", "\"The Mill", "The Mill"),
        (
            "How many soldiers does KFOR have?",
            "Under the name KFOR it now has over 4,600 soldiers there, drawn from 28 countries.",
            "4,600",
            "4,600",
        ),
    ],
)  # fmt: skip
def test_what_was_read_is_put_right_or_left_out(question, sentence, found, expected):
    assert read_short_answer(parse_question(question), read(sentence, found)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Who broke the dam?", None), ("Whom does the town blame for the dam?", "Torpa")],
)
def test_whom_somebody_blames_is_not_who_did_it(question, expected):
    sentence = "The town blamed Torpa for the broken dam, which denied it."
    assert read_short_answer(parse_question(question), read(sentence, "Torpa")) == expected


def test_of_two_numbers_read_nearly_as_well_none_is_the_short_answer():
    sentence = "It takes 61 votes of the 120 in the assembly."
    question = parse_question("How many does it take?")
    assert read_short_answer(question, read(sentence, "61", also=["120"])) is None
    assert read_short_answer(question, read(sentence, "61")) == "61"


def test_a_number_that_only_describes_a_thing_is_not_the_short_answer_beside_another():
    sentence = "This would require 61 votes in the 120-seat assembly."
    assert read_short_answer(parse_question("How many seats?"), read(sentence, "120")) is None
    assert read_short_answer(parse_question("How many votes?"), read(sentence, "61")) == "61"


@pytest.mark.parametrize(
    ("question", "sentence", "found", "expected"),
    [
        ("Who was behind it?", "In May, an explosion occurred in Osen.", "an explosion", None),
        ("Who was behind it?", "In May, two women blew it up.", "two women", "two women"),
        ("Who was behind it?", "A radical group blew it up.", "radical group", "radical group"),
        ("Where do they come from?", "They serve in Bru.", "Bru", None),
        ("How many security forces are there?", "There are 900 troops.", "900", None),
        ("How many security forces are there?", "Security has 900 forces.", "900", "900"),
        ("How many Senate seats have they?", "They control 51 seats.", "51", "51"),
        ("What party does Ada Holm lead?", "Holm’s Forward beat the Party of Osen.",
         "the Party of Osen", "Forward"),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_left_out_or_put_right(question, sentence, found, expected):
    assert read_short_answer(parse_question(question), read(sentence, found)) == expected
