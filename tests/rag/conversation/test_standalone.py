"""Follow-up questions said alone, by rules."""

from __future__ import annotations

import pytest
from doubles import past_turn
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation import standalone

PDK = past_turn(
    question="How many percent did the PDK get?",
    standalone_question="How many percent did the PDK get?",
    answer="The PDK came second with 22.03 percent of the vote. [1]",
)
KFOR = past_turn(
    question="Which country contributes the most troops to KFOR?",
    standalone_question="Which country contributes the most troops to KFOR?",
    answer="Most of them come from Italy, followed by the United States. [1]",
)
RUTTE = past_turn(
    question="What did Rutte say about Bosnia?",
    standalone_question="What did Rutte say about Bosnia?",
    answer="Rutte ruled out a security vacuum. [1]",
)
ATTACK = past_turn(
    question="Who is blamed for the Banjska attack?",
    standalone_question="Who is blamed for the Banjska attack?",
    answer="Kosovo holds Milan Radoičić, once of the Serbian List, responsible. [1]",
    short_answer="Milan Radoičić",
)
SOLDIERS = past_turn(
    question="How many soldiers does KFOR have?",
    standalone_question="How many soldiers does KFOR have?",
    answer="Over 4,600 soldiers are stationed in Kosovo. [1]",
)
CANAL = past_turn(
    question="What happened at the Ibër-Lepenc Canal?",
    standalone_question="What happened at the Ibër-Lepenc Canal?",
    answer="An explosion occurred there. [1]",
)
SECOND = past_turn(
    question="Which party came second in Kosovo?",
    standalone_question="Which party came second in Kosovo?",
    answer="The PDK came second with 22.03 percent of the vote. [1]",
    short_answer="PDK",
)
OFFICE = past_turn(
    question="Who is Mark Rutte?",
    answer="Nato Secretary General Mark Rutte addresses MEPs. [1]",
    short_answer="Secretary",
)
CHIEF = past_turn(
    question="Who warned of Russia?",
    answer="Russia tries to destabilise Europe, the NATO chief said. [1]",
)
VOTE = past_turn(
    question="When are the elections in Kosovo?",
    standalone_question="When are the elections in Kosovo?",
    answer="Kosovo votes on February 9. [1]",
)


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        (PDK, "And the LDK?", "How many percent did the LDK get?"),
        (PDK, "What about the LDK?", "How many percent did the LDK get?"),
        (PDK, "and how many seats?", "How many seats did the PDK get?"),
        (PDK, "why?", "Why did the PDK get that many percent?"),
        (KFOR, "How many soldiers does it have?", "How many soldiers does KFOR have?"),
        (KFOR, "What is its job?", "What is KFOR’s job?"),
        (KFOR, "How many soldiers are there?", "How many soldiers are there in KFOR?"),
        (RUTTE, "What about Serbia?", "What did Rutte say about Serbia?"),
        (RUTTE, "What about Jens Stoltenberg?", "What did Jens Stoltenberg say about Bosnia?"),
        (RUTTE, "When?", "When did Rutte say that about Bosnia?"),
        (RUTTE, "Where exactly?", "Where did Rutte say that about Bosnia?"),
        (RUTTE, "What did they say about it?", "What did they say about Bosnia?"),
        (RUTTE, "And in 2023?", "What did Rutte say about Bosnia in 2023?"),
        (RUTTE, "When did he say that?", "When did Rutte say that about Bosnia?"),
        (RUTTE, "Did he mention Russia?", "Did Rutte mention Russia?"),
        (ATTACK, "Where is he now?", "Where is Milan Radoičić now?"),
        (ATTACK, "What is his job?", "What is Milan Radoičić’s job?"),
        (
            ATTACK,
            "Who is held responsible for it?",
            "Who is held responsible for the Banjska attack?",
        ),
        (
            VOTE,
            "Where did Rutte speak about them?",
            "Where did Rutte speak about the elections in Kosovo?",
        ),
        (
            SOLDIERS,
            "Which country do most of them come from?",
            "Which country do most of the soldiers come from?",
        ),
        (CANAL, "What is its water used for?", "What is the Ibër-Lepenc Canal’s water used for?"),
        (SECOND, "How many percent did it get?", "How many percent did the PDK get?"),
        (ATTACK, "When was the attack?", "When was the Banjska attack?"),
        (VOTE, "Who won them?", "Who won the elections in Kosovo?"),
        (VOTE, "And in Serbia?", "When are the elections in Serbia?"),
        (VOTE, "Who won?", "Who won the elections in Kosovo?"),
        (CHIEF, "When was it founded?", "When was NATO founded?"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_turn_before(previous, question, expected):
    assert standalone(question, [previous]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Which party got the most votes in Kosovo?",
        "What did Kurti say about his coalition?",  # "his" is Kurti's
        "Where is Zubin Potok?",
        "How high is the defense spending target of the alliance’s members?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question):
    assert standalone(question, [KFOR]) == question


def test_without_history_nothing_is_read_into_a_question():
    assert standalone(" Who said that? ", []) == "Who said that?"


def test_the_last_turn_counts_before_the_ones_before():
    assert standalone("Where is he now?", [RUTTE, ATTACK]) == "Where is Milan Radoičić now?"


def test_what_the_last_turn_does_not_tell_is_looked_for_further_back():
    assert standalone("Where is he now?", [ATTACK, CANAL]) == "Where is Milan Radoičić now?"
    assert standalone("When was the attack?", [ATTACK, CANAL]) == "When was the Banjska attack?"


def talk(*questions, answers=()):
    """Return the questions as they stand alone, each asked after the ones before it."""
    turns = []
    for number, question in enumerate(questions):
        answer = answers[number] if number < len(answers) else ""
        read = standalone(question, turns)
        turns.append(past_turn(question=question, standalone_question=read, answer=answer))
    return [turn.standalone_question for turn in turns]


def test_a_topic_keeps_over_many_turns():
    *_, seats, why = talk(
        "Which party came second in Kosovo?",
        "and how many percent?",
        "What about the LDK?",
        "and how many seats?",
        "why?",
    )
    assert seats == "How many seats did the LDK get?"
    assert why == "Why did the LDK get that many seats?"


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=2, max_size=6))
def test_any_talk_stays_short(said):
    questions, answers = zip(*said, strict=True)
    longest = max(map(len, questions))
    assert all(len(read) <= 6 * (longest + 100) for read in talk(*questions, answers=answers))


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=120))
def test_any_text_can_follow_any_text(question, before, answer):
    turn = past_turn(question=before, standalone_question=before, answer=answer)
    rewritten = standalone(question, [turn])
    assert rewritten == question.strip() or len(rewritten) > 1


def test_he_is_the_person_and_not_the_office_that_answered():
    asked = standalone("What did he say about Kosovo?", [OFFICE])
    assert asked == "What did Mark Rutte say about Kosovo?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How many soldiers does KFOR have?", "and of which countries?",
         "Of which countries are the soldiers of KFOR?"),
        ("How many attackers were killed?", "In which town?",
         "In which town were the attackers killed?"),
        ("When was the officer killed?", "in what town", "In which town was the officer killed?"),
        ("How many members meet the target?", "Which members do not?",
         "Which members do not meet the target?"),
        ("How many members meet the target?", "And which ones don't?",
         "Which members don't meet the target?"),
        ("How many members meet the target?", "And who doesn't?", "Who doesn't meet the target?"),
        ("Which parties support the bill?", "Which do not?",
         "Which parties do not support the bill?"),
        ("Did Serbia recognise Kosovo?", "Who did?", "Who recognised Kosovo?"),
        ("Who voted for the budget?", "Who didn't?", "Who didn't vote for the budget?"),
        ("Which countries send troops to KFOR?", "Does Germany?",
         "Does Germany send troops to KFOR?"),
        ("Which countries send troops to KFOR?", "How many does Italy send?",
         "How many troops does Italy send?"),
        ("Who was injured in the north?", "Who was not?", "Who was not injured in the north?"),
        ("Who leads the mission?", "What does Italy want?", "What does Italy want?"),
    ],
)  # fmt: skip
def test_what_breaks_off_behind_its_auxiliary_takes_the_predicate_before(before, question, whole):
    turn = past_turn(question=before, standalone_question=before, answer="Most do. [1]")
    assert standalone(question, [turn]) == whole


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # Full questions, of another matter than the turn before.
        (SOLDIERS, "How many attackers were killed?", "How many attackers were killed?"),
        (PDK, "Which party got the most?", "Which party got the most?"),
        (VOTE, "How many people voted?", "How many people voted in the elections in Kosovo?"),
        (SOLDIERS, "From how many countries?", "From how many countries does KFOR have soldiers?"),
        (
            past_turn(question="How many people died in the fire in Osen?", answer="Ten. [1]"),
            "And in Norway?",
            "How many people died in the fire in Norway?",
        ),
        (CANAL, "Did Serbia deny it?", "Did Serbia deny what happened at the Ibër-Lepenc Canal?"),
        (
            past_turn(question="What share must members spend on defence?", answer="2 %. [1]"),
            "How many of them do?",
            "How many of the members spend on defence?",
        ),
        (
            past_turn(question="From how many countries are the soldiers?", answer="28. [1]"),
            "Which one sends the most?",
            "Which of the countries sends the most?",
        ),
        (
            past_turn(
                question="Who is Holm?",
                answer="Ada Holm, once mayor of Osen, is a singer. [1]",
                short_answer="Ada Holm, once mayor of Osen",
            ),
            "Is she in prison?",
            "Is Ada Holm in prison?",
        ),
        # Whom somebody speaks about is not the one who speaks.
        (ATTACK, "What did Biden say about him?", "What did Biden say about Milan Radoičić?"),
        (ATTACK, "Did Biden say that they knew him?", "Did Biden say that they knew him?"),
    ],
)
def test_what_is_taken_up_and_what_is_left_alone(before, question, expected):
    assert standalone(question, [before]) == expected
