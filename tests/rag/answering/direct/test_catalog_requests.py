"""What the library tells of its articles without a reader: names, imprints, what happened when."""

from __future__ import annotations

import pytest
from doubles import HashingEmbedder

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.pipeline import Pipeline
from rag.retrieval.idf import Idf

ARTICLES = {
    "flood": """---
title: The flood of Tarn
source: Coast Herald
author: Ada Holm
published: 2025-01-13
---
The mayor of Tarn, Karl Ness, said on Sunday that Norway and Poland had offered help.
Karl Ness opened the debate of the council on January 12.
Tarn is set to hold regular elections of its council on February 9.
""",
    "canal": """---
title: The canal of Tarn
---
In November of last year, an explosion damaged the canal of Tarn in the south of the town.
Karl Ness opened the debate of the council on January 12.
Tarn is set to hold regular elections of its council on February 9.
“We need help,” Karl Ness said. Poland has sent an engineer.
""",
    "bridge": """---
title: The bridge of Brek
source: Brek Times
published: 2024-03-02
---
The bridge of Brek was opened in June 2021 and has been closed since then. Police closed the road to
Brek on February 20, 2024 after the bridge of Brek had cracked.
""",
    "fair": """---
title: The fair of Lind
published: 2023-11-20
---
The fair of Lind drew 12,000 visitors in November 2023. Snow closed the road to Lind on November 19.
""",
}


@pytest.fixture(scope="module")
def coast(tmp_path_factory):
    folder = tmp_path_factory.mktemp("coast")
    for name, text in ARTICLES.items():
        (folder / f"{name}.md").write_text(text)
    location = Location(directory=tmp_path_factory.mktemp("library"))
    embedder = HashingEmbedder()
    list(update([folder], location, IndexSettings(), embedder=embedder))
    with Library(location, IndexSettings(), embedder=embedder) as library:
        answerer = ExtractiveAnswerer(lambda: library.embedder, term_weight=Idf(library))
        yield Pipeline(library, answerer, top_k=8)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who are the people mentioned?", ["Karl Ness, in 2 articles [1]"]),
        (
            "Which countries are named in these articles?",
            ["Poland, in 2 articles [1]", "Norway, in 1 article [2]"],
        ),
        (
            "When was the article on the bridge published?",
            ["“The bridge of Brek” (Brek Times, 2 March 2024) was published on 2 March 2024. [1]"],
        ),
        (
            "Who wrote the story about the flood?",
            ["“The flood of Tarn” (Coast Herald, 13 January 2025) is by Ada Holm. [1]"],
        ),
        (
            "Which outlet published the report on the flood?",
            [
                "“The flood of Tarn” (Coast Herald, 13 January 2025)"
                " was published by Coast Herald. [1]"
            ],
        ),
        (
            "Who is the author of the article about the explosion?",
            ["“The canal of Tarn” does not say who wrote it. [1]"],
        ),
        (
            "Which article mentions an engineer?",
            ["“The canal of Tarn” [1]"],
        ),
    ],
)
def test_the_catalog_answers_for_the_articles(coast, question, told):
    answer = coast.answer(question)
    assert [one.text for one in answer.statements] == told
    assert answer.intent == "list"


def test_a_name_is_cited_where_it_stands(coast):
    [cited] = coast.answer("Who are the people mentioned?").citations
    assert "Karl Ness" in cited.quote


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # The year of an article without a date is that of one that tells the same.
        (
            "What happened in November 2024?",
            ["November 2024: In November of last year, an explosion"],
        ),
        ("What happened in June 2021?", ["The bridge of Brek was opened"]),
        # A day without its year may be to come.
        ("What happened on February 9?", ["9 February 2025: Tarn is set to hold regular"]),
    ],
)
def test_what_happened_at_a_time_is_told_by_whoever_dates_it(coast, question, told):
    statements = [one.text for one in coast.answer(question).statements]
    assert [text[: len(start)] for text, start in zip(statements, told, strict=True)] == told


def test_a_timeline_is_in_the_order_of_time(coast):
    told = [one.text for one in coast.answer("Give me a timeline of the bridge of Brek").statements]
    assert [text.partition(":")[0] for text in told] == ["June 2021", "20 February 2024"]


def test_names_are_those_of_all_articles_whatever_was_asked_before(coast):
    history = coast.replay(["Who won the world cup of 2018?"])
    answer = coast.answer("Who are the people mentioned?", history=history)
    assert answer.standalone_question == "Who are the people mentioned?"
    assert answer.answered
