"""What a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.extractive.question import (
    parse_question,
    split_questions,
    values_for,
)
from rag.language.values import Kind, values_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who leads NATO?", Kind.PERSON),
        ("Whose troops are there?", Kind.PERSON),
        ("When is the vote?", Kind.TIME),
        ("In which year did Kosovo declare independence?", Kind.YEAR),
        ("Where did Rutte speak?", Kind.PLACE),
        ("Where was Rutte when he spoke?", Kind.PLACE),
        ("How close will the asteroid come?", Kind.NUMBER),
        ("List the countries whose soldiers serve", Kind.COUNTRY),
        ("Which country sends the most soldiers?", Kind.COUNTRY),
        ("In which city did they meet?", Kind.CITY),
        ("In which four municipalities was it?", Kind.PLACE),
        ("Which former American diplomat warned them?", Kind.PERSON),
        ("What is the name of the student who asked?", Kind.PERSON),
        ("Who is Milan Radoičić?", Kind.ROLE),
        ("What is his new job?", Kind.ROLE),
        ("Which leader did he meet first since taking office?", Kind.PERSON),
        ("How long ago was it agreed?", Kind.DURATION),
        ("What new percentage of GDP did he propose?", Kind.SHARE),
        ("What is the salary of the mayor?", Kind.MONEY),
        ("How many seats has the assembly?", Kind.NUMBER),
        ("What percentage did the PDK get?", Kind.SHARE),
        ("How much money did it cost?", Kind.MONEY),
        ("Which party came second?", Kind.NAME),
        ("Why was the presence increased?", Kind.REASON),
        ("Did Belgrade deny it?", Kind.YES_NO),
        ("What did he warn of?", Kind.OTHER),
        ("Who won (When are the elections)?", Kind.PERSON),
    ],
)
def test_the_kind_of_answer_a_question_wants(question, kind):
    assert parse_question(question).answer_type is kind


def test_what_is_counted_is_the_unit():
    assert parse_question("How many of the seats are Serb?").unit == ("seat",)
    assert parse_question("How many police officers died?").unit == ("polic", "offic")
    assert parse_question("How many members meet the target?").unit == ("member",)
    assert "inhabit" in parse_question("What is the population?").unit
    assert parse_question("When is the vote?").unit == ()
    assert parse_question("How much did the LDK get?").unit == ()  # neither "did" nor "the"


def test_a_question_s_words_that_only_frame_it_need_not_be_found():
    assert parse_question("What percentage did the PDK get?").stems == ("pdk", "get")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who is the president of Kosovo?", "Kosovo holds Milan Radoičić responsible.", []),
        (
            "Who is the president of Kosovo?",
            "President Vjosa Osmani left Kosovo.",
            ["Vjosa Osmani"],
        ),
        ("What is the name of the student?", "Mark Rutte was asked by a student.", ["Mark Rutte"]),
        (
            "What is the name of the student?",
            "Mark Rutte, who had come for talks about defence and the summit, met a student.",
            [],
        ),
    ],
)
def test_who_holds_an_office_stands_beside_it(question, text, expected):
    found = values_for(parse_question(question), text)
    assert [text[value.start : value.end] for value in found] == expected


def test_names_are_the_words_with_a_capital_but_the_first():
    question = parse_question("Which Serbs attacked the Kosovo Police?")
    assert question.names == ("serb", "kosovo", "polic")


def test_two_questions_in_one_are_taken_apart_and_keep_their_subject():
    assert split_questions("Who leads KFOR and when was it founded?") == [
        "Who leads KFOR?",
        "when was it founded? (Who leads KFOR)",
    ]
    assert split_questions("Where and when was there a blast?") == [
        "Where was there a blast?",
        "When was there a blast?",
    ]
    assert split_questions("From which city and on what date was it filed?") == [
        "From which city was it filed?",
        "On what date was it filed?",
    ]
    assert split_questions("Who leads Italy and Hungary?") == ["Who leads Italy and Hungary?"]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("on February 9, 2025 and in 2023", Kind.TIME, ["February 9, 2025", "2023"]),
        (
            "on Wednesday, in November of last year",
            Kind.TIME,
            ["Wednesday", "November of last year"],
        ),
        ("13 January 2025, 2025-01-13", Kind.TIME, ["13 January 2025", "2025-01-13"]),
        ("PDK with 22.03 percent, 2% of GDP", Kind.SHARE, ["22.03 percent", "2%"]),
        ("over 4,600 soldiers from 28 countries", Kind.NUMBER, ["over 4,600", "28"]),
        ("a 120-seat assembly", Kind.NUMBER, ["120"]),
        ("$4.6 million and 300 euros", Kind.MONEY, ["$4.6 million", "300 euros"]),
        ("He met Mark Rutte in Brussels.", Kind.NAME, ["Mark Rutte", "Brussels"]),
        ("The Democratic Party of Kosovo won.", Kind.NAME, ["Democratic Party of Kosovo"]),
        ("Milan Radoičić’s house", Kind.PERSON, ["Milan Radoičić"]),
        ("NATO and KFOR", Kind.PERSON, []),
        ("Russia is near, Rutte said", Kind.PERSON, ["Russia", "Rutte"]),
        ("dozens of soldiers were hurt", Kind.PERSON, ["dozens of soldiers"]),
        ("Most come from Italy, and NATO too", Kind.COUNTRY, ["Italy"]),
        ("in Bratislava, Slovakia, Mark Rutte", Kind.CITY, ["Bratislava"]),
        ("in Banjska, Mark Rutte of NATO", Kind.PLACE, ["Banjska"]),
        ("agreed more than ten years ago", Kind.DURATION, ["more than ten years ago"]),
        ("has been there since the end of the war.", Kind.DURATION, ["since the end of the war"]),
        ("closed since the outbreak of war, and", Kind.DURATION, ["since the outbreak of war"]),
        ("poorer since the crisis", Kind.DURATION, ["since the crisis"]),
        ("since 2008 and on September 24", Kind.YEAR, ["2008"]),
        ("the European Union and the Serbian List", Kind.PERSON, []),
        ("nothing here", Kind.OTHER, []),
    ],
)
def test_values_of_a_kind_in_a_text(text, kind, expected):
    assert [text[value.start : value.end] for value in values_in(text, kind)] == expected


def test_a_name_loses_what_the_question_has_of_it():
    question = parse_question("Who is the NATO secretary general?")
    text = "NATO Secretary General Mark Rutte spoke."
    assert [text[value.start : value.end] for value in values_for(question, text)] == ["Mark Rutte"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("How many officers were killed?", ["one"]), ("What is the population?", [])],
)
def test_one_and_years_are_numbers_only_of_what_is_counted(question, expected):
    text = "In 2023 they attacked the police, killing one officer."
    found = values_for(parse_question(question), text)
    assert [text[value.start : value.end] for value in found] == expected
