"""Quotations beside an article's words."""

from __future__ import annotations

import pytest

from index.articles import Article
from rag.drafts.quoting import compare, is_cut, is_in_marks, whole_sentence

ARTICLE = Article(
    origin="/news/a",
    path="a",
    title="A",
    text="She said the plan was late. “We will dredge the northern basin first, but only if the"
    " ministry pays its share,” Brown said. “It is not true that the work is cheap.”",
)


def found(quotation):
    return compare(quotation, (0, len(ARTICLE.text)), ARTICLE)


@pytest.mark.parametrize(
    "quotation",
    [
        "We will dredge the northern basin first, but only if the ministry pays its share,",
        "we will DREDGE the northern basin first",
        "We will dredge … the ministry pays its share",
        "We will dredge [it] first, but only if the ministry pays its share",
        "the ministry pays its share",
    ],
)
def test_word_for_word(quotation):
    likeness = found(quotation)
    assert likeness.exact
    assert not likeness.altered
    assert is_in_marks(likeness)


def test_words_left_out():
    likeness = found("We will dredge the basin first, but only if the ministry pays")
    assert (likeness.exact, likeness.left_out, likeness.altered) == (False, True, False)
    assert likeness.words == (
        "We will dredge the northern basin first, but only if the ministry pays"
    )


def test_words_changed():
    likeness = found("We will dredge the southern basin first, but only if the ministry pays")
    assert (likeness.exact, likeness.left_out, likeness.altered) == (False, False, True)
    slip = found("We will dredge a northern basin first, but only if the ministry pays")
    assert (slip.exact, slip.left_out, slip.altered) == (False, False, False)


def test_other_words():
    assert found("Nobody has ever seen a ship in this harbour") is None
    assert found("...") is None


@pytest.mark.parametrize(
    ("quotation", "cut"),
    [
        ("We will dredge the northern basin first,", True),
        ("We will dredge the northern basin first …", False),
        ("we will dredge the northern basin first", False),
        (
            "We will dredge the northern basin first, but only if the ministry pays its share,",
            False,
        ),
        ("The work is cheap.", True),  # what is cut off denies it
        ("The ministry pays its share,", False),
    ],
)
def test_cut_off(quotation, cut):
    assert is_cut(quotation, found(quotation)) is cut


def test_the_whole_of_what_was_cut():
    start, end = whole_sentence(found("We will dredge the northern basin first,"))
    assert ARTICLE.text[start:end] == (
        "We will dredge the northern basin first, but only if the ministry pays its share"
    )


def test_the_article_s_own_words():
    assert not is_in_marks(found("the plan was late"))
