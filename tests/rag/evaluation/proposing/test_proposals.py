"""What is asked of a sentence, word for word, and of which sentences nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from rag.evaluation.metrics import contains_answer, quote_exists
from rag.evaluation.proposing import by_rules

SHARED = Path(__file__).parents[5] / "shared"


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        # Numbers.
        (
            "KFOR has over 4,600 soldiers in Kosovo.",
            "How many soldiers does KFOR have in Kosovo?",
            "4,600",
        ),
        (
            "Over 4,600 soldiers from 28 countries are currently stationed in Kosovo.",
            "How many soldiers from 28 countries are stationed in Kosovo?",
            "4,600",
        ),
        (
            "Turkey will send 300 soldiers to Kosovo.",
            "How many soldiers will Turkey send to Kosovo?",
            "300",
        ),
        (
            "The Serbian List won 5 percent of the vote.",
            "What percentage of the vote did the Serbian List win?",
            "5 percent",
        ),
        (
            "There are 120 seats in the assembly of Kosovo.",
            "How many seats are there in the assembly of Kosovo?",
            "120",
        ),
        (
            "During the shooting in Banjska, three Serb attackers were killed.",
            "How many Serb attackers were killed during the shooting in Banjska?",
            "three",
        ),
        (
            "According to early results, the LDK received 17.63 percent of the vote, followed by"
            " the Serbian List.",
            "What percentage of the vote did the LDK receive according to early results?",
            "17.63 percent",
        ),
        # Dates.
        (
            "In September 2023, an armed group of Serbs attacked the Kosovo Police.",
            "When did an armed group of Serbs attack the Kosovo Police?",
            "September 2023",
        ),
        ("The University of Warsaw was established in 1816.",
         "When was the University of Warsaw established?", "1816"),
        ("Kosovo is set to hold elections on February 9.",
         "When is Kosovo set to hold elections?", "February 9"),
        ("In 2011, BSkyB stopped the sale of its cards, which surprised many.",
         "When did BSkyB stop the sale of its cards?", "2011"),
        # Places.
        ("The treaty between Serbia and Kosovo was signed in Brussels.",
         "Where was the treaty between Serbia and Kosovo signed?", "Brussels"),
        # People and countries.
        (
            "NATO Secretary General Mark Rutte said that the alliance will stay in Kosovo.",
            "Who said that the alliance will stay in Kosovo?",
            "Mark Rutte",
        ),
        ("Serbian President Aleksandar Vučić, who was in Paris, kept silent.",
         "Who is the Serbian President?", "Aleksandar Vučić"),
        ("Mark Rutte, NATO's Secretary General, kept silent.",
         "Who is NATO's Secretary General?", "Mark Rutte"),
        ("They blame Milan Radojičić, who used to be deputy leader of the Serb List.",
         "Who was the deputy leader of the Serb List?", "Milan Radojičić"),
        ("The church in Pristina was designed by Andrija Mutnjaković.",
         "Who was the church in Pristina designed by?", "Andrija Mutnjaković"),
        ("The European Commission is the main executive body of the European Union.",
         "What is the main executive body of the European Union?", "European Commission"),
        ("Italy sends the most soldiers to KFOR.",
         "Which country sends the most soldiers to KFOR?", "Italy"),
    ],
)  # fmt: skip
def test_a_plain_sentence_is_asked_about(article, sentence, question, answer):
    (proposal,) = by_rules(article(f"{sentence}\n"))
    assert proposal.question == question
    assert proposal.answers[0] == answer
    assert proposal.quote == sentence


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "A month earlier, Rutte promised that NATO would stay in Kosovo.",
            "Who promised that NATO would stay in Kosovo?",
        ),
        (
            "The elections in Kosovo are of great weight, Rutte said.",
            "Who said that the elections in Kosovo are of great weight?",
        ),
        (
            "“We will not leave the people of Kosovo alone,” said Rutte.",
            "Who said “We will not leave the people of Kosovo alone”?",
        ),
    ],
)
def test_who_said_something_is_asked_where_the_full_name_is_known(article, sentence, question):
    (proposal,) = by_rules(article(f"The visit by Mark Rutte ended early.\n\n{sentence}\n"))
    assert proposal.question == question
    assert proposal.answers == ("Mark Rutte", "Rutte")
    assert list(by_rules(article(f"{sentence}\n"))) == []


def test_somebody_quoted_by_surname_is_known_by_the_full_name(article):
    text = (
        "The visit by Mark Rutte ended early.\n\n"
        "“We will not leave the people of Kosovo alone,” Rutte said on Monday.\n"
    )
    (proposal,) = by_rules(article(text))
    assert proposal.question == "Who said “We will not leave the people of Kosovo alone”?"
    assert proposal.answers == ("Mark Rutte", "Rutte")


@pytest.mark.parametrize(
    "sentence",
    [
        "He said that the alliance will stay in Kosovo.",
        "The group attacked the police in 2023.",  # which group, which police?
        "In 1999 it became a member of NATO.",
        "Yesterday NATO sent 300 soldiers to Kosovo.",
        "Rome, Paris and Berlin sent 300 soldiers to Kosovo.",
        "The law that Kosovo passed was repealed in 2019.",
        "Troops deployed in Kosovo have been attacked in 2019.",
        "NATO has stressed the importance of its elections on February 9.",  # not when it stressed
        "The Kosovo Police met in March.",  # of which year?
        "The Kosovo Police has one station in Mitrovica.",
        "Telenet was incorporated in 1973 and started operations in 1975.",
        "David McLetchie was elected in Lothian and the Conservatives lost five seats.",
        "Out of 1,178,914 inhabitants of Warsaw 833,500 were of Polish mother tongue in 1933.",
        "During this debate, 30 members left the assembly of Kosovo.",
        "Is Kosovo set to hold elections on February 9?",
        "# Kosovo was founded in 2008.",
        "Kosovo",
        "",
    ],
)
def test_nothing_is_asked_where_the_question_could_be_wrong(article, sentence):
    assert list(by_rules(article(f"{sentence}\n"))) == []


def real_articles(article):
    paths = [*seeds.articles().glob("*.md"), *(SHARED / "articles").glob("*.txt")]
    return [article(path.read_text(encoding="utf-8"), path.name) for path in sorted(paths)]


def test_what_is_proposed_of_real_articles_holds(article):
    proposals = [one for each in real_articles(article) for one in by_rules(each)]
    assert proposals
    for one in proposals:
        assert quote_exists(one.article.text, one.start, one.end, one.quote)
        assert contains_answer(one.quote, one.answers)
        assert one.question.endswith("?")
        assert one.question[0].isupper()
