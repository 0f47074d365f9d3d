"""What a question asks, without what people say around it."""

from __future__ import annotations

import pytest

from rag.requests.core import clean, core


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Who won?", "Who won?"),
        ("who won", "Who won"),
        ("what's the height of the dam?", "What is the height of the dam?"),
        ("Who’re the rebels?", "Who are the rebels?"),
        ("Whose dam is it?", "Whose dam is it?"),
        ("Could you please tell me who won the race?", "Who won the race?"),
        ("can you tell us where the summit was held, please?", "Where the summit was held?"),
        ("please tell me how many people died", "How many people died"),
        ("I'd like to know when the bridge was closed.", "When the bridge was closed."),
        ("Do you know who won?", "Who won?"),
        ("My question: who won?", "Who won?"),
        ("Quick question - who won?", "Who won?"),
        ("So, who won?", "Who won?"),
        ("hello, who won?", "Who won?"),
        ("Based on the articles, who won?", "Who won?"),
        ("Do the articles say who won?", "Who won?"),
        ("Please summarise the report, thanks!", "Summarise the report!"),
        ("Could you summarise the report?", "Summarise the report?"),
        ("Tell me about the report", "Tell me about the report"),
        ("Give me a summary of the report", "Give me a summary of the report"),
        ("I want to know whether the dam is safe.", "Is it true that the dam is safe?"),
        ("True or false: the dam is safe.", "Is it true that the dam is safe?"),
        ("Is the following claim true: the dam is safe", "Is it true that the dam is safe?"),
        ("Fact check: the dam is safe", "Is it true that the dam is safe?"),
        ("The dam is safe. True or false?", "Is it true that the dam is safe?"),
        ("The dam is safe, right?", "Is it true that the dam is safe?"),
        ("Yes or no: is the dam safe", "Is the dam safe?"),
        ("Right, who built the dam?", "Who built the dam?"),
        ("Who was right, the mayor or the minister?", "Who was right, the mayor or the minister?"),
        ("tell me if it rained", "Is it true that it rained?"),
        ("what can you do?", "What can you do?"),
        ("Did he say that?", "Did he say that?"),
        ("question time on tv: who was there", "Question time on tv: who was there"),
        ("Thanks", "Thanks"),
        ("Kosovo turnout", "Kosovo turnout"),
    ],
)
def test_frames_are_taken_off(typed, asked):
    assert core(clean(typed)) == (asked, "")


@pytest.mark.parametrize(
    ("typed", "asked", "lead_in"),
    [
        (
            "I'm writing about the Balkans. How many soldiers does KFOR have?",
            "How many soldiers does KFOR have?",
            "I'm writing about the Balkans.",
        ),
        (
            "My editor wants numbers. I have none yet. Please tell me who won? Many thanks.",
            "Who won?",
            "My editor wants numbers. I have none yet.",
        ),
        ("A dam broke in May. Who built it?", "A dam broke in May. Who built it?", ""),
        ("Hello there. Who won?", "Who won?", "Hello there."),
        ("Who won? And who lost?", "Who won? And who lost?", ""),
        ("The bridge is closed. The dam is not.", "The bridge is closed. The dam is not.", ""),
    ],
)
def test_sentences_that_lead_up_to_a_question_are_told_apart(typed, asked, lead_in):
    assert core(clean(typed)) == (asked, lead_in)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("the of\ufb01ce", "the office"),
        ("a \ufb02ood", "a flood"),
        ("the par\u00adlia\u00adment", "the parliament"),
        ("Cafe\u0301 Ade\u0300le", "Café Adèle"),
        ("zero\u200bwidth", "zerowidth"),
        ("  two\n lines ", "two lines"),
        ("5½ m²", "5½ m²"),
    ],
)
def test_what_only_looks_different_is_the_same(typed, plain):
    assert clean(typed) == plain
