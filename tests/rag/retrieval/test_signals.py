"""How a question's words stand in a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import Passage
from index.text.stem_codes import stem_codes
from rag.retrieval.signals import ComparedPassage, Match, Matcher

QUESTION = "How many soldiers does Italy send to Kosovo?"


def match(text, *, question=QUESTION, title="", heading=None, term_weight=lambda _: 1.0):
    passage = Passage(
        id="p", article_id="a", position=0, start=0, end=len(text), text=text, heading=heading
    )
    [found] = Matcher(question, term_weight).matches(
        [ComparedPassage(passage, title, stem_codes(text))]
    )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Italy sends soldiers to Kosovo.", Match(coverage=1.0, sentence=1.0, adjacency=1 / 3)),
        ("Italy sends. Soldiers stay.", Match(coverage=0.75, sentence=0.5, adjacency=1 / 3)),
        ("Nothing of it.", Match()),
    ],
)
def test_words_count_anywhere_in_one_sentence_and_side_by_side(text, expected):
    found = match(text)
    assert found.coverage == pytest.approx(expected.coverage)
    assert found.sentence == pytest.approx(expected.sentence)
    assert found.adjacency == pytest.approx(expected.adjacency)


def test_title_and_heading_complete_a_sentence_but_no_pair():
    alone = match("It sends soldiers.")
    headed = match("It sends soldiers.", title="Italy", heading="In Kosovo")
    assert (alone.coverage, headed.coverage) == (0.5, 1.0)
    assert (alone.sentence, headed.sentence) == (0.5, 1.0)
    assert alone.adjacency == headed.adjacency


def test_a_rare_word_weighs_more():
    def term_weight(stem):
        return 9.0 if stem == "kosovo" else 1.0

    assert match("Kosovo.", term_weight=term_weight).coverage == 0.75
    assert match("Italy.", term_weight=term_weight).coverage == pytest.approx(1 / 12)


def test_pairs_keep_the_question_s_order_with_one_word_between_at_most():
    def adjacency(text):
        return match(text, question="security vacuum").adjacency

    assert adjacency("a security vacuum") == adjacency("the security and vacuum") == 1.0
    assert adjacency("a vacuum of security") == adjacency("security is not a vacuum") == 0.0


def test_a_question_of_common_words_is_compared_by_those():
    assert match("It was.", question="Who was it?").coverage == pytest.approx(2 / 3)


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=40))
def test_every_share_is_between_0_and_1(question, text, title):
    found = match(text, question=question, title=title, term_weight=len)
    for share in (found.coverage, found.sentence, found.adjacency):
        assert 0 <= share <= 1 + 1e-9
    assert found.sentence <= found.coverage + 1e-9


TEXTS = ["Italy sends. Soldiers stay.", "", "Nothing of it.", "Kosovo", "To Kosovo. Italy sends."]


def test_passages_are_compared_together_as_each_alone():
    passages = [
        ComparedPassage(
            Passage(id="p", article_id="a", position=0, start=0, end=len(text), text=text),
            "Italy" if len(text) > 20 else "",
            stem_codes(text),
        )
        for text in TEXTS
    ]
    matcher = Matcher(QUESTION, lambda _: 1.0)
    together = matcher.matches(passages)
    assert together == [found for one in passages for found in matcher.matches([one])]
    assert len(set(together)) > 2
    assert matcher.matches([]) == []


def test_words_that_two_passages_put_side_by_side_are_no_pair():
    passages = [
        ComparedPassage(
            Passage(id=text, article_id="a", position=0, start=0, end=len(text), text=text),
            "",
            stem_codes(text),
        )
        for text in ("a security", "vacuum")
    ]
    found = Matcher("security vacuum", lambda _: 1.0).matches(passages)
    assert [one.adjacency for one in found] == [0.0, 0.0]
