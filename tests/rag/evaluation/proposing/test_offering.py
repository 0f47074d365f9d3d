from __future__ import annotations

import pytest

from rag.evaluation.proposing import by_rules, key_of, offer
from rag.evaluation.proposing.near_misses import Alterer
from rag.language.nations import COUNTRIES

SERBIA = "Serbia sent 300 soldiers to Cyprus.\n\nThe Serbian Guard was established in 1816.\n"
PERU = "Peru bought 40 ships in Chile.\n"
COPY = SERBIA
KENYA = "The Kenyan Guard was established in 1990.\n"


@pytest.fixture
def newsroom(article):
    return [
        article(text, name)
        for text, name in ((SERBIA, "a"), (PERU, "b"), (COPY, "c"), (KENYA, "d"))
    ]


def questions(proposals):
    return [one.question for one in proposals]


def test_every_article_has_its_turn_before_one_has_a_second(newsroom):
    offered = list(offer(newsroom, by_rules, unanswerable=0))
    assert len({one.article.origin for one in offered[:3]}) == 3
    assert len({key_of(one.question) for one in offered}) == len(offered) == 4


def test_the_same_seed_offers_the_same(newsroom):
    first, again = (questions(offer(newsroom, by_rules, seed=3)) for _ in range(2))
    assert first == again
    seeds = {questions(offer(newsroom, by_rules, seed=seed, unanswerable=0))[0]
             for seed in range(8)}  # fmt: skip
    assert len(seeds) > 1


def test_what_is_known_is_left_out(newsroom):
    every = list(offer(newsroom, by_rules))
    known = {key_of(every[0].question.upper())}
    assert questions(offer(newsroom, by_rules, known=known)) == questions(every[1:])


def test_articles_are_read_as_questions_are_wanted(article):
    newsroom = [
        article(f"Serbia sent 300 soldiers to {country}.\n", country)
        for country in sorted(COUNTRIES)[:90]
    ]
    read = []

    def source(article):
        read.append(article.origin)
        return by_rules(article)

    proposals = offer(newsroom, source, unanswerable=0)
    next(proposals)
    assert len(read) == 40
    next(proposals)
    assert len(read) == 45


@pytest.mark.parametrize(("share", "altered"), [(0, 0), (0.5, 4), (1, 4)])
def test_the_share_of_near_misses(newsroom, share, altered):
    offered = list(offer(newsroom, by_rules, unanswerable=share))
    assert sum(not one.answerable for one in offered) == altered


def test_a_near_miss_differs_in_one_name_and_is_marked(article):
    one = article("The Serbian Guard was established in 1816.\n")
    (proposal,) = by_rules(one)
    altered = Alterer([one]).altered(proposal)
    assert altered.altered_from == "When was the Serbian Guard established?"
    assert altered.answers == ()
    assert altered.tags == ("date", "unanswerable", "near-miss")
    words, changed = altered.altered_from.split(), altered.question.split()
    assert [old for old, new in zip(words, changed, strict=True) if old != new] == ["Serbian"]


def test_a_near_miss_that_an_article_may_answer_is_not_offered(article):
    guard = article("The Serbian Guard was established in 1816.\n")
    (proposal,) = by_rules(guard)
    first = Alterer([guard]).altered(proposal).question
    (other,) = set(first.split()) - set(proposal.question.split())
    answering = article(f"A {other} Guard was established later, in 1990.\n", "b.txt")
    assert Alterer([guard, answering]).altered(proposal).question != first


def test_a_year_of_the_question_can_be_another(article):
    one = article("The assembly of Mitrovica spent 3 days on its budget in 2009.\n")
    (proposal,) = by_rules(one)
    assert proposal.question == "How many days did the assembly of Mitrovica spend on its" \
        " budget in 2009?"  # fmt: skip
    altered = Alterer([one]).altered(proposal)
    assert altered.question.startswith(proposal.question[:-6])
    assert altered.question != proposal.question


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("The East India Company was established in 1600.", "East India Company"),
        ("The Ohio Country was given a governor in 1760.", "Ohio Country"),
        ("The bridge of Bern in western Switzerland was built in 1760.", "western Switzerland"),
    ],
)
def test_a_part_of_a_longer_name_is_not_exchanged(article, sentence, kept):
    cast = article("Ann Brown said so. Bill Green said so too. Ohio Country said no.\n", "b.txt")
    one = article(f"{sentence}\n")
    (proposal,) = by_rules(one)
    altered = Alterer([one, cast]).altered(proposal)
    assert altered is None or kept in altered.question


def test_a_person_is_exchanged_for_a_person(article):
    cast = article("Ann Brown came. “So,” Brown said. Newton's Third Law states more.\n", "b")
    one = article("George Stephenson built the Locomotion for Darlington in 1825.\n"
                  "\nStephenson died in Chesterfield, which mourned.\n")  # fmt: skip
    proposal = next(iter(by_rules(one)))
    assert proposal.question == "When did George Stephenson build the Locomotion for Darlington?"
    altered = Alterer([one, cast]).altered(proposal)
    assert altered.question == "When did Ann Brown build the Locomotion for Darlington?"


def test_a_question_without_a_name_to_exchange_is_left(article):
    one = article("The assembly of Mitrovica has 12 seats.\n")
    (proposal,) = by_rules(one)
    assert Alterer([one]).altered(proposal) is None
