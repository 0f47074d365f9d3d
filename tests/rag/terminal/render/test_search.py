"""Passages as the terminal shows them, and why they rank so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.filters import Filters
from rag.answers import Trace
from rag.retrieval import Explanation, Miss, Preference, Retrieval, Why
from rag.terminal.render import search


def test_hits_and_why_they_rank_there(doubles, draw):
    found = doubles.answer().passages
    listed = (
        "1. Who keeps the peace - Tirana Times, 13 January 2025 (score 0.80)\n"
        "   Who keeps the peace Italy sends 852 soldiers, the most of all. The United\n"
        "   States follow with 612. The mission began in 1999.\n"
        "   news/kfor.txt:1\n"
        "\n"
        "2. A note (score 0.50)\n"
        "   The mission began in June 1999.\n"
        "   Also in: Who keeps the peace - Tirana Times, 13 January 2025\n"
        "   news/all.jsonl:1\n"
        "   https://example.org/note?id=7&lang=sq\n"
    )
    assert draw(search.hits(found)) == listed


def test_no_hits(draw):
    assert draw(search.hits(())) == "No passage was found.\n"


@pytest.fixture
def explanation(doubles):
    first, second = doubles.answer().passages
    trace = replace(second.trace, coverage=0.5, sentence=0.25, adjacency=0.0, preferred=0.2)
    missed = replace(first, rank=3, score=0.41, trace=Trace(dense_rank=3, dense_score=0.3))
    return Explanation(
        retrieval=Retrieval(hits=(first, replace(second, trace=trace))),
        full_text_query='"send" OR "most soldiers"',
        preference=Preference(newest=True),
        filters=Filters(sources=("koha", "times"), since=date(2025, 1, 1)),
        misses=(
            Miss(hit=missed, why=Why.BELOW, reason="0.090 behind number 2"),
            Miss(hit=missed, why=Why.COPY, reason="says the same as number 1"),
        ),
    )


def test_an_explanation_is_the_hits_and_what_came_of_the_question(draw, explanation):
    listed = draw(search.hits(explanation.retrieval.hits))
    drawn = draw(search.explanation(explanation))
    assert drawn.startswith(listed)
    assert drawn.removeprefix(listed) == (
        "\n"
        "Words: send, most soldiers\n"
        "Filters: published by koha or times, since 2025-01-01\n"
        "Preferred: the newest\n"
        "\n"
        "rank   score  dense  cosine  text  BM25  words  sentence  pairs  preferred\n"
        "   1  0.8000      1  0.6123     2     -      -         -      -          -\n"
        "   2  0.5000      -       -     1  7.50   0.50      0.25   0.00      +0.20\n"
        "\n"
        "Not shown, the nearest:\n"
        "- Who keeps the peace - Tirana Times, 13 January 2025 (score 0.41)\n"
        "  Who keeps the peace Italy sends 852 soldiers, the most of all. The United\n"
        "  States follow with 612.…\n"
        "  below: 0.090 behind number 2\n"
        "- Who keeps the peace - Tirana Times, 13 January 2025 (score 0.41)\n"
        "  Who keeps the peace Italy sends 852 soldiers, the most of all. The United\n"
        "  States follow with 612.…\n"
        "  copy: says the same as number 1\n"
    )


def test_without_a_hit_the_reasons_remain(draw, explanation):
    nothing = replace(explanation, retrieval=Retrieval(hits=()), preference=Preference(), misses=())
    assert draw(search.explanation(nothing)) == (
        "No passage was found.\n"
        "\n"
        "Words: send, most soldiers\n"
        "Filters: published by koha or times, since 2025-01-01\n"
    )


def test_where_it_is_narrow_every_row_is_a_list(draw, explanation):
    drawn = draw(search.explanation(explanation), width=40, terminal=True, environ={"TERM": "dumb"})
    assert "1. score 0.8000, dense 1, cosine 0.6123" in drawn
    assert max(map(len, drawn.splitlines())) <= 40
