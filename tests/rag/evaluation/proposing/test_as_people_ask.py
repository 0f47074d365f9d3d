"""Questions as people ask them: of one article, and of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.evaluation.proposing import (
    EvidenceNames,
    across_articles,
    as_people_ask,
    by_rules,
    case_of,
    offer,
)
from rag.evaluation.proposing.near_misses import Alterer

RUTTE = (
    'Mark Rutte, secretary general of NATO, came to Sarajevo.\n\n"The people of the Western Balkans'
    ' can count on NATO today and tomorrow," Rutte said.\n'
)
STOLTENBERG = (
    'Jens Stoltenberg came to Skopje.\n\n"We will not leave the Western Balkans in this'
    ' war," Stoltenberg said in May.\n'
)


def asked(proposals):
    return {one.question: one for one in proposals}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Dollar Tree raised prices on Tuesday because its costs had grown for years.",
            "Why did Dollar Tree put prices up?",
            "its costs had grown for years",
        ),
        ("Mark Rutte, who is 55, won the election by talking to the farmers.", None, None),
        (
            "Mark Rutte won the election in Utrecht by talking to the farmers for weeks.",
            "How did Mark Rutte win the election in Utrecht?",
            "talking to the farmers for weeks",
        ),
        ("Seven were killed because the bridge near Utrecht had been neglected.", None, None),
        ("Costs grew because the bridge near Utrecht had been neglected.", None, None),
    ],
)
def test_why_and_how_are_asked_of_a_plain_sentence(article, sentence, question, answer):
    text = f"Shoppers of Dollar Tree met Mark Rutte.\n\n{sentence}\n"
    found = [one for one in as_people_ask(article(text)) if one.tags[0] in {"why", "how"}]
    assert [one.question.replace("raise prices", "put prices up") for one in found] == (
        [question] if question else []
    )
    assert [one.answers for one in found] == ([(answer,)] if answer else [])


def test_people_are_asked_about_by_what_introduces_them_and_what_they_say(article):
    text = (
        '"NATO will stay in the Western Balkans for a long time," said Ann Brown, a professor of'
        " law at Harvard University.\n"
    )
    found = asked(as_people_ask(article(text)))
    assert found["Who is Ann Brown?"].answers == ("professor of law at Harvard University",)
    said = found["What did Ann Brown say about the Western Balkans?"]
    assert (said.answers, said.tags) == ((), ("says",))
    assert said.quote == text.strip()


def test_what_a_remark_only_mentions_is_not_what_it_is_about(article):
    text = (
        '"People talk of nothing but the price of bread in the Western Balkans and beyond," said'
        " Ann Brown, a professor of law.\n\nThe Western Balkans wait. Who waits in the Western"
        " Balkans?\n"
    )
    assert not [one for one in as_people_ask(article(text)) if one.tags == ("says",)]


def test_somebody_is_named_in_full_and_in_other_words(article):
    text = "Ann Brown was born in Leeds.\n\nIn 1990, Brown purchased the Leeds Post.\n"
    proposal = asked(as_people_ask(article(text)))["When did Ann Brown buy the Leeds Post?"]
    assert proposal.tags == ("date", "paraphrased")


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2011, Ohio State was in a transition year.",  # what lasts has no date
        "The company has about 330 restaurants in Ohio.",  # which company?
        "Israel has a large Russian-speaking population.",  # other countries, too
        "Kwame Nkrumah, President of Ghana, kept silent.",  # another by now
        "Ghana spends the largest part of its budget on defense and Togo the least.",  # two
    ],
)
def test_nothing_is_asked_that_has_no_one_answer(article, sentence):
    one = article(f"{sentence}\n")
    assert list(as_people_ask(one)) == []


def held(article, office, name, day, number):
    text = f"{office} {name} spoke in Paris on Monday about the budget.\n"
    return replace(article(text, f"{number}.txt"), published=day)


def test_offices_are_asked_with_a_date_and_followed(article):
    articles = [
        held(article, "British Prime Minister", "Boris Johnson", date(2022, 2, 3), 1),
        held(article, "French President", "Emmanuel Macron", date(2022, 2, 9), 2),
        held(article, "British Prime Minister", "Rishi Sunak", date(2023, 1, 9), 3),
    ]
    found = asked(across_articles(articles, []))
    one = found["Who was the British prime minister in February 2022?"]
    assert (one.answers, one.tags) == (("Boris Johnson", "Johnson"), ("office",))
    other = found["And the French president?"]
    assert other.history == (one.question,)
    assert other.standalone == "Who was the French president in February 2022?"
    assert other.answers == ("Emmanuel Macron", "Macron")
    later = found["And in January 2023?"]
    assert later.standalone == "Who was the British prime minister in January 2023?"
    assert later.answers == ("Rishi Sunak", "Sunak")
    both = found["Who was the British prime minister in February 2022, and who in January 2023?"]
    case = case_of(both, EvidenceNames(one.origin for one in articles))
    assert [one.article for one in case.evidence] == ["3.txt", "1.txt"]


def test_who_held_an_office_long_ago_is_not_taken_for_todays(article):
    sentence = "former French President Nicolas Sarkozy"
    text = f"In 1941, British Prime Minister Winston Churchill came.\n\nThe {sentence} did, too.\n"
    one = replace(article(text), published=date(2022, 2, 3))
    assert list(across_articles([one], [])) == []


def test_what_two_people_say_of_one_thing_is_asked_at_once_and_in_turn(article):
    one, other = article(RUTTE, "r.txt"), article(STOLTENBERG, "s.txt")
    every = [proposal for each in (one, other) for proposal in as_people_ask(each)]
    found = asked(across_articles([one, other], every))
    both = found["What did Jens Stoltenberg and Mark Rutte say about the Western Balkans?"]
    assert [article.title for article, _ in both.beside] == ["r.txt"]
    follow = found["And what did Mark Rutte say?"]
    assert follow.history == ("What did Jens Stoltenberg say about the Western Balkans?",)
    assert follow.standalone == "What did Mark Rutte say about the Western Balkans?"
    others = {one.question for one in offer([one, other], as_people_ask, across=across_articles)}
    assert follow.standalone not in others  # it is asked already
    case = case_of(follow, EvidenceNames(["r.txt", "s.txt"]))
    assert (case.history, case.standalone) == (follow.history, follow.standalone)


def test_a_near_miss_of_an_office_is_of_a_time_that_no_article_tells_of(article):
    one = held(article, "British Prime Minister", "Boris Johnson", date(2022, 2, 3), 1)
    (proposal,) = across_articles([one], [])
    altered = Alterer([one]).altered(proposal)
    assert altered.question.startswith("Who was the British prime minister in February 19")
    assert (altered.answers, altered.answerable) == ((), False)


def test_plain_questions_come_when_there_are_no_others(article):
    one = article(
        "The LDK won 17.63 percent of the vote.\n\nIn 1990, Ann Brown left the Leeds Post.\n"
    )
    offered = list(offer([one], as_people_ask, afterwards=by_rules, unanswerable=0))
    assert [one.question for one in offered] == [
        "When did Ann Brown leave the Leeds Post?",
        "What percentage of the vote did the LDK win?",
    ]
