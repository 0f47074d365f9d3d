"""Speech: verbs of saying, quotation marks, who says what is quoted."""

from __future__ import annotations

import pytest

from rag.language.speech import (
    is_speaking,
    quotations_in,
    quoted_spans,
    said_words,
    speaks,
    without_speaker,
)


@pytest.mark.parametrize(
    "form",
    [
        "said",
        "says",
        "tells",
        "told",
        "stressed",
        "warns",
        "underlined",
        "reiterated",
        "cautions",
        "tweeted",
    ],
)
def test_verbs_of_saying_are_known_in_their_forms(form):
    assert form in said_words()


@pytest.mark.parametrize("form", ["walked", "saying", "sees", "won"])
def test_what_says_nothing(form):
    assert form not in said_words()


def test_who_speaks_stands_beside_the_verb():
    assert speaks("", " has also warned of it")
    assert speaks("it is over, insisted ", "")
    assert not speaks("they met ", " in Brussels")
    assert is_speaking(" say about it?")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“so”, he said", ["so"]),
        ('"so" and "on"', ["so", "on"]),
        ("« so »", [" so "]),
        ("„so“ und »so«", ["so", "so"]),
        ("‘it’s so’, he said", ["it’s so"]),
        ("the mayor’s dogs’ day", []),
        ("「so so」", ["so so"]),
    ],
)
def test_quotation_marks_of_several_languages(text, quoted):
    assert [text[start:end] for start, end in quoted_spans(text)] == quoted


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We go on,” said Mark Rutte in Pristina.", ["Mark Rutte"]),
        ("“We go on,” Mark Rutte told reporters.", ["Mark Rutte"]),
        ("Mark Rutte said: “We go on.”", ["Mark Rutte"]),
        ("Mark Rutte, who came by car, added that “we go on”.", ["Mark Rutte"]),
        ("“We go on,” said Mark Rutte, “as before.”", ["Mark Rutte", "Mark Rutte"]),
        ("“We go on,” he tweeted.", ["he"]),
        ("The so-called “List” won the vote.", [None]),
    ],
)
def test_who_says_what_is_quoted(text, speakers):
    found = quotations_in(text)
    assert [one.speaker for one in found] == speakers


def test_what_is_said_without_who_says_it():
    assert without_speaker("Mark Rutte insisted that the alliance goes on.") == (
        "the alliance goes on."
    )
    assert without_speaker("Mark Rutte said so.") == "Mark Rutte said so."
