"""Answers made of the articles' own sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.library import Library
from index.passages import Passage
from index.sync.update import update
from rag.answering import REFUSAL
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.answering.extractive.candidates import (
    FEATURES,
    SentenceVectors,
    candidates_in,
    depends_on_previous,
)
from rag.answers import Answer, Asked, Hit, Searched, StatementReady, Verdict
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.requests.request import Request
from rag.retrieval import retrieve
from rag.retrieval.idf import Idf


def test_an_answer_is_a_sentence_of_an_article_with_where_it_stands(pipeline):
    answer = pipeline.answer("How many soldiers does Italy send to the mission?")
    assert answer.answered
    assert "Italy sends 852 soldiers to the mission. [1]" in answer.text
    cited = answer.citations[0]
    assert cited.quote == "Italy sends 852 soldiers to the mission."
    assert cited.article.text[cited.start : cited.end] == cited.quote
    assert cited.line == 3
    assert answer.short_answer == "852"
    assert answer.model == "extractive"


def test_what_nothing_speaks_of_is_refused_with_the_nearest_passages(pipeline):
    answer = pipeline.answer("What is the capital of Paraguay?")
    assert not answer.answered
    assert answer.text == REFUSAL
    assert answer.citations == answer.statements == ()
    assert answer.short_answer is None
    assert answer.passages


def test_statements_come_as_they_are_finished_and_add_up_to_the_answer(pipeline):
    searched, *ready, answer = pipeline.stream("How many soldiers does Italy send to the mission?")
    assert isinstance(searched, Searched)
    assert searched.hits == answer.passages
    assert isinstance(answer, Answer)
    assert {one.short_answer for one in ready} == {answer.short_answer} == {"852"}
    assert all(isinstance(one, StatementReady) for one in ready)
    assert tuple(one.statement for one in ready) == answer.statements
    assert tuple(cited for one in ready for cited in one.citations) == answer.citations
    assert " ".join(one.text for one in answer.statements) == answer.text


def test_markers_in_the_text_are_the_statement_s_and_lead_to_citations(pipeline):
    answer = pipeline.answer("Why did the bank keep its rate at 3 percent?")
    known = {cited.marker for cited in answer.citations}
    for stated in answer.statements:
        assert tuple(map(int, re.findall(r"\[(\d+)\]", stated.text))) == stated.markers
        assert set(stated.markers) <= known
        assert stated.verdict is Verdict.SUPPORTED


@pytest.fixture
def ask_of(corpus, location, settings, embedder):
    """Return the answer to a question over some more files."""

    def ask(question, files, *, reader=None):
        for name, text in files.items():
            (corpus / name).write_text(text)
        list(update([corpus], location, settings, embedder=embedder))
        with Library(location, settings, embedder=embedder) as library:
            answerer = ExtractiveAnswerer(
                lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
            )
            return Pipeline(library, answerer, top_k=5).answer(question)

    return ask


def test_a_sentence_that_points_back_brings_the_one_it_points_to(ask_of):
    ferry = (
        "News from the coast\n\nThe ferry carries 400 passengers to the island. "
        "Most of them come from Norway, followed by Denmark.\n"
    )
    question = "Which country do most passengers of the ferry come from?"
    answer = ask_of(question, {"ferry.txt": ferry})
    assert [stated.text for stated in answer.statements[:2]] == [
        "The ferry carries 400 passengers to the island. [1]",
        "Most of them come from Norway, followed by Denmark. [1]",
    ]
    assert answer.citations[0].quote == (
        "The ferry carries 400 passengers to the island. "
        "Most of them come from Norway, followed by Denmark."
    )
    assert answer.short_answer == "Norway"


def test_of_hits_far_down_only_what_has_the_question_s_words_is_weighed(embedder):
    """The others are not embedded, which is most of the work."""
    story = "Meanwhile the weather stayed dry. The ferry carries 400 passengers."

    def hit(rank, text):
        article = Article(title="News", text=text, origin=f"/{rank}", path=f"{rank}")
        passage = Passage(
            id=str(rank), article_id=article.id, position=0, start=0, end=len(text), text=text
        )
        return Hit(rank=rank, score=1 / rank, article=article, passage=passage)

    class Recording:
        fingerprint = embedder.fingerprint
        embed_query = staticmethod(embedder.embed_query)
        embedded: ClassVar[list[str]] = []

        def embed_documents(self, texts):
            self.embedded.extend(texts)
            return embedder.embed_documents(texts)

    texts = [f"Story {rank}: {story.replace('dry', f'dry in {rank}')}" for rank in range(1, 9)]
    answerer = ExtractiveAnswerer(Recording, term_weight=lambda _: 1.0)
    question = "How many passengers does the ferry carry?"
    asked = Asked(
        question=question, standalone=question, request=Request.for_fact(question), history=()
    )
    *_, composed = answerer.stream(asked, [hit(at, text) for at, text in enumerate(texts, 1)])
    dry = [text for text in Recording.embedded if "weather" in text]
    assert [re.findall(r"dry in (\d)", text) for text in dry] == [[str(n)] for n in range(1, 6)]
    assert composed.answered
    assert len(composed.statements[0].markers) == 8


FERRY = "Ferry news\n\nThe new ferry to the island carries {} passengers on each crossing.\n"
CROSSING = "A year on\n\nThe new ferry to the island carries up to {} passengers on a crossing.\n"


@pytest.mark.parametrize("name", [None, "dateline"])
def test_articles_that_give_one_answer_in_other_words_are_cited_together(ask_of, name):
    reader = load_reader(name) if name else None
    files = {"ferry.txt": FERRY.format("400"), "year.txt": CROSSING.format("400")}
    question = "How many passengers does the new ferry carry?"
    answer = ask_of(question, files, reader=reader)
    assert {Path(one.article.path).name for one in answer.citations[:2]} == set(files)
    assert answer.statements[0].markers == (1, 2)
    assert not answer.warnings
    files["year.txt"] = CROSSING.format("520")
    answer = ask_of(question, files, reader=reader)
    assert [stated.markers for stated in answer.statements] == [(1,), (2,)]
    assert answer.warnings[0].startswith("the articles differ: ")


@pytest.mark.parametrize(
    ("sentence", "depends"),
    [
        ("Most of them come from Italy.", True),
        ("He added that it was late.", True),
        ("Italy sends most of them.", False),
        ("The vote, which was long, ended.", False),
    ],
)
def test_which_sentences_point_back(sentence, depends):
    assert depends_on_previous(sentence) is depends


def test_candidates_are_sentences_at_their_offsets(newsroom):
    found = candidates_in(retrieve(newsroom, "soldiers bank harbour snow", top_k=10).hits)
    assert len({(one.hit.article.id, one.start) for one in found}) == len(found)
    for one in found:
        assert one.hit.article.text[one.start : one.end] == one.text == one.text.strip()
        assert one.understood.endswith(one.text)


def test_sentences_are_embedded_once(embedder):
    calls = []

    class Counting(type(embedder)):
        def embed_documents(self, texts):
            calls.append(list(texts))
            return super().embed_documents(texts)

    counting, kept = Counting(), SentenceVectors()
    first = kept.embed(["one sentence", "another sentence"], counting)
    again = kept.embed(["another sentence", "a third sentence", "another sentence"], counting)
    assert calls == [["one sentence", "another sentence"], ["a third sentence"]]
    assert (again[0] == first[1]).all()
    assert (again[2] == first[1]).all()


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=200))
@settings(max_examples=60)
def test_no_question_breaks_the_features(question):
    from rag.answering.extractive.question import parse_question, split_questions

    for part in split_questions(question):
        text = parse_question(part).text
        assert text == part or text.startswith("Which ")  # as "List the parties" is asked
    assert len(set(FEATURES)) == len(FEATURES)
