from __future__ import annotations

import pytest

from rag.verification.polarity import polarity
from rag.verification.roles import roles


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The bank did not keep its rate.", "The bank kept its rate."),
        ("The bank kept its rate.", "The bank did not keep its rate."),
        ("Belgrade admits having any part in it.", "Belgrade denies having any part in it."),
        ("Belgrade does not deny having a part.", "Belgrade denies having a part."),
        ("Spending has fallen since the war.", "Spending has risen since the war."),
        ("The largest party will not need a coalition.", "The largest party may need a coalition."),
        ("Before the vote ended, Rutte spoke.", "After the vote ended, Rutte spoke."),
        ("Serbs are the minority there.", "Serbs are the majority there."),
    ],
)
def test_the_contrary_is_found(sentence, text):
    assert list(polarity(sentence, [text]))


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The bank kept its rate.", "The bank kept its rate, and did not say why."),
        ("Belgrade says it had no part in it.", "Belgrade denies having had a part in it."),
        ("At least 2% goes to defense.", "No less than 2% goes to defense."),
        ("Nobody won.", "There was no winner; nobody won."),
        ("This is insufficient.", "This is not sufficient."),
        ("Some have not reached the goal.", "Some have yet to reach the goal."),
        ("Brown is the first to quit in 60 years.", "Nobody quit for 60 years before Brown."),
        ("Nobody had quit for 60 years before Brown.", "Brown is the first to quit in 60 years."),
        ("No lake has more boats than Como.", "Como has 92 boats, the most of any lake."),
        ("If it sees no shadow, spring comes early.", "Last year it did see its shadow."),
        ("Fewer couples married than ever.", "The fewest couples in more than three decades wed."),
        ("The board has barred Brown.", "Brown will not be allowed by the board."),
        ("The fair put off the show.", "The fair put off the show when Reid would not come."),
    ],
)
def test_the_same_in_other_words_is_no_contrary(sentence, text):
    assert list(polarity(sentence, [text])) == []


PARTIES = (
    "The Democratic Party (PDK) stands at 22.03 percent, the Democratic League (LDK) at 17.63 "
    "percent and the Serbian List at 4.61 percent."
)
SENDERS = "Italy provides the most; the United States is second, Hungary third and Turkey fourth."


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The LDK won 22.03 percent.", PARTIES),
        ("The Serbian List got 17.63 percent.", PARTIES),
        ("Hungary provides the most.", SENDERS),
        ("Serbia blamed Kosovo for it.", "Kosovo blamed Serbia for it."),
        ("Serbia blamed Kosovo for it.", "Serbia was blamed by Kosovo for it."),
        ("Kosovo denies any part.", "Kosovo was hurt, and Belgrade denies any part."),
        (
            "KFOR has 28 soldiers from 4,600 countries.",
            "KFOR has 4,600 soldiers from 28 countries.",
        ),
        ("There are 61 seats.", "A majority takes 61 votes of 120 seats."),
    ],
)
def test_what_is_said_of_another_is_found(sentence, text):
    assert list(roles(sentence, [text]))


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The PDK won 22.03 percent.", PARTIES),
        ("Hungary comes third and Turkey fourth.", SENDERS),
        ("Serbia was blamed by Kosovo for it.", "Kosovo blamed Serbia for it."),
        ("Kurti met Rutte.", "Rutte met Kurti."),
        ("KFOR has soldiers from 28 countries.", "KFOR has 4,600 soldiers from 28 countries."),
        ("He died in Calgary, Alberta.", "He died on May 7 in Calgary, Alberta."),
        ("It fell 41% from 2013 to 2019.", "It fell 41%, from 23.8 million in 2013 to 13 in 2019."),
    ],
)
def test_what_is_said_of_the_same_is_not_found(sentence, text):
    assert list(roles(sentence, [text])) == []
