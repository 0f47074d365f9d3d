"""Articles that disagree are shown side by side, the newest first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from index.articles import Article
from index.passages import Passage
from rag.answering.extractive.candidates import candidates_in
from rag.answering.extractive.groups import answer_groups, differing_answers
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.ranking import PLAIN, ScoredCandidates
from rag.answering.extractive.short_answers import short_answer
from rag.answers import Hit


def candidates(*told):
    hits = []
    for rank, (published, text) in enumerate(told, start=1):
        article = Article(
            origin=f"{rank}.md", path=f"{rank}.md", title="", text=text, published=published
        )
        passage = Passage(
            id=f"p{rank}", article_id=article.id, position=0, start=0, end=len(text), text=text
        )
        hits.append(Hit(rank=rank, score=1.0, passage=passage, article=article))
    return candidates_in(hits)


def found(question, listed, *, cosine=1.0, answers=None):
    """Return the groups, of short answers by rule unless ``answers`` are given."""
    question = parse_question(question)
    vectors = np.ones((len(listed), 1), dtype=np.float32)
    vectors[1:] = cosine
    scored = ScoredCandidates(
        question=question,
        candidates=listed,
        vectors=vectors,
        scores=np.linspace(1.0, 0.5, len(listed), dtype=np.float32),
        confidences=np.ones(len(listed), dtype=np.float32),
        weights=PLAIN,
        table=np.zeros((len(listed), len(PLAIN.features)), dtype=np.float32),
    )

    def by_rule(number):
        return short_answer(question, listed[number].text, term_weight=lambda _: 1.0)

    return answer_groups(scored, answer_of=answers.__getitem__ if answers else by_rule)


OLD = (date(2023, 12, 20), "KFOR has 4,600 soldiers in Kosovo.")
NEW = (date(2025, 2, 14), "KFOR has 5,100 soldiers in Kosovo.")
QUESTION = "How many soldiers does KFOR have?"


def test_the_newest_of_two_that_differ_comes_first_and_says_as_of_when():
    told = found(QUESTION, candidates(OLD, NEW))
    assert [one.answer for one in told] == ["5,100", "4,600"]
    assert differing_answers(told) == (
        "the articles differ: 5,100 as of 14 February 2025; 4,600 (20 December 2023)"
    )


def test_an_article_without_a_date_comes_last():
    told = found(QUESTION, candidates((None, NEW[1]), OLD))
    assert [one.dated for one in told] == ["4,600 (20 December 2023)", "5,100 (undated)"]


def test_who_leads_changes_with_time():
    told = found(
        "Who leads NATO?",
        candidates(
            (date(2023, 12, 1), "Jens Stoltenberg leads NATO."),
            (date(2025, 1, 17), "Mark Rutte leads NATO."),
        ),
    )
    assert told[0].dated == "Mark Rutte (17 January 2025)"


@pytest.mark.parametrize(
    ("question", "told", "cosine"),
    [
        (QUESTION, [OLD, (NEW[0], "KFOR has over 4,600 soldiers there.")], 1.0),
        (QUESTION, [OLD, (NEW[0], "The ferry has 400 soldiers aboard.")], 0.2),
        (
            "Who led the attack?",
            [
                (OLD[0], "Milan Radoičić led the attack."),
                (NEW[0], "Milan Radojičić led the attack."),
            ],
            1.0,
        ),
        ("Why does KFOR have soldiers?", [OLD, NEW], 1.0),
        (
            "What share do members spend?",
            [(OLD[0], "Members spend 2% of GDP."), (NEW[0], "Members spend two percent of GDP.")],
            1.0,
        ),
    ],
)
def test_what_says_the_same_or_speaks_of_something_else_is_no_disagreement(question, told, cosine):
    assert len(found(question, candidates(*told), cosine=cosine)) < 2


def test_articles_that_give_one_answer_are_one_group_as_old_as_the_newest():
    [group] = found(
        QUESTION, candidates(OLD, NEW, OLD), answers=["4,600", "some 4,600 of 28 nations", "4,600"]
    )
    assert group.places == (0, 1, 2)
    assert group.dated == "4,600 (14 February 2025)"


def test_a_reading_that_is_of_another_kind_makes_no_group():
    [group] = found(QUESTION, candidates(OLD, NEW), answers=["4,600", "soldiers in Kosovo"])
    assert group.places == (0,)
