"""What holds of every answer: whole quotations, nothing twice, short answers that were cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf

pytestmark = pytest.mark.slow

SHARED = Path(__file__).parents[5] / "shared" / "articles"
"""Real articles that are not ours to keep."""
SAMPLES = Path(__file__).parents[4] / "seeds" / "articles"

QUESTIONS = [
    "Who leads NATO?",
    "How many soldiers does KFOR have and where do most come from?",
    "What did Rutte say about coalitions?",
    "What has Stoltenberg said about the Western Balkans?",
    "Summarise the attack in Banjska",
    "What do the articles say about Bosnia?",
    "Compare what Rutte and Stoltenberg said about the region",
    "Is it true that the US will pull its troops out?",
    "Did Belgrade admit the attack on the canal?",
    "Find the quote about a security vacuum",
    "Who said that Europe is not at war but not at peace?",
    "Which countries contribute to KFOR?",
    "How many people were killed in Banjska?",
    "What share of the vote did the LDK get?",
    "Tell me about Milan Radoičić",
    "Why did NATO send more troops?",
    "Where did Rutte speak about the elections?",
    "How many members meet the target?",
    "What changed between Stoltenberg's speech and Rutte's remarks?",
    "What is the canal used for?",
]
_MARKERS = re.compile(r"(?:\s*\[\d+\])+$")


@pytest.fixture(scope="module", params=[SAMPLES, SHARED], ids=["samples", "shared"])
def newsroom(request, model, tmp_path_factory):
    if not request.param.is_dir():
        pytest.skip("these articles are not here")
    location = Location(directory=tmp_path_factory.mktemp("library"))
    list(update([request.param], location, IndexSettings(), embedder=model))
    with Library(location, IndexSettings(), embedder=model) as library:
        reader = load_reader("dateline")
        answerer = ExtractiveAnswerer(
            lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
        )
        yield Pipeline(library, answerer, top_k=8)


def unbalanced(text: str) -> list[str]:
    """Return the kinds of quotation marks that are opened and not closed."""
    pairs = [one for one in ("“”", "«»") if text.count(one[0]) != text.count(one[1])]
    return [*pairs, *(['"'] if text.count('"') % 2 else [])]


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_whole_and_say_nothing_twice(newsroom, question):
    answer = newsroom.answer(question)
    told = [_MARKERS.sub("", one.text) for one in (*answer.statements, *answer.candidates)]
    assert told
    assert {text: unbalanced(text) for text in told if unbalanced(text)} == {}
    for text in told:
        assert [other for other in told if text in other] == [text]
    if answer.short_answer is not None:
        assert unbalanced(answer.short_answer) == []
        # Who "he said" speaks of is told by the article.
        said = answer.intent == "quote"
        cited = [one.article.text if said else one.quote for one in answer.citations]
        assert answer.short_answer in " ".join(" ".join(cited).split())


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("Is Bosnia a concern for NATO?", True),
        ("Has NATO increased its presence in Kosovo?", True),
        ("Is EULEX in Kosovo?", True),
        ("Is Kosovo part of NATO?", False),
        ("Is Rutte from Kosovo?", False),
        ("Is Kosovo a member of NATO?", False),
    ],
)
def test_a_sentence_with_all_of_the_names_does_not_tell_whether(newsroom, question, sure):
    answer = newsroom.answer(question)
    assert answer.grade == ("answered" if sure else "possible")


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Does KFOR have more than 10,000 soldiers?", "4,600"),
        ("Do soldiers from at least 20 countries serve in KFOR?", "28 countries"),
        ("Are there NATO troops in Kosovo?", "mission"),
    ],
)
def test_a_figure_of_the_same_thing_and_what_there_is_answer_yes_or_no(newsroom, question, figure):
    answer = newsroom.answer(question)
    assert answer.grade == "answered"
    assert figure in answer.text
    assert 0.4 < answer.confidence < 1  # a probability, and not the share of the words


@pytest.mark.parametrize(
    "question",
    [
        "Does the Kosovo Police have more than 5,000 officers?",
        "Who does Kurti govern with?",
    ],
)
def test_a_sentence_that_does_not_tell_what_is_asked_is_no_certain_answer(newsroom, question):
    answer = newsroom.answer(question)
    assert answer.grade != "answered"
    assert answer.short_answer is None


def test_who_only_spoke_of_an_election_has_not_won_it(newsroom):
    assert "Rutte" not in (newsroom.answer("Who won the election?").short_answer or "")
