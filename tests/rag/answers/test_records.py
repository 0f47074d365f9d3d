"""An answer comes back as it was, whatever has become of the library."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article
from rag.answers.records import Excerpt, from_record, text_of, to_record


@pytest.mark.parametrize(
    "question",
    [
        "How many soldiers does Italy send to the mission?",
        "What did the bank do with its rate, and why?",
        "Who won the football match?",  # not answered; the nearest passages are kept all the same
    ],
)
def test_an_answer_comes_back(pipeline, question):
    answer = pipeline.answer(question)
    again = from_record(json.loads(json.dumps(to_record(answer))))
    assert again.as_json() == answer.as_json()
    for hit, kept in zip(answer.passages, again.passages, strict=True):
        assert kept.trace == hit.trace
        assert kept.passage == hit.passage
        assert kept.article.line_of(kept.passage.start) == hit.article.line_of(hit.passage.start)
        assert (kept.article.origin, kept.article.source) == (
            hit.article.origin,
            hit.article.source,
        )
        assert [copy.id for copy in kept.copies] == [copy.id for copy in hit.copies]


def test_the_record_holds_the_answer_as_ask_prints_it(pipeline):
    answer = pipeline.answer("How many soldiers does Italy send to the mission?")
    assert answer.citations
    assert to_record(answer)["answer"] == answer.as_json()


@st.composite
def excerpted(draw):
    text = draw(st.text(alphabet="ab \n\fж🙂", min_size=1, max_size=120))
    first_line = draw(st.integers(1, 9))
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6)
    )
    return text, first_line, [(min(span), max(span)) for span in spans]


@given(excerpted())
def test_every_excerpt_stands_where_it_was(given_text):
    text, first_line, spans = given_text
    excerpts = [
        Excerpt(start=start, line=first_line + text.count("\n", 0, start), text=text[start:end])
        for start, end in spans
    ]
    again = text_of(excerpts, first_line=first_line)
    for (start, end), excerpt in zip(spans, excerpts, strict=True):
        if start < end:
            assert again[start:end] == text[start:end]
            assert first_line + again.count("\n", 0, start) == excerpt.line


@given(excerpted())
def test_every_excerpt_stands_on_its_page(given_text):
    text, _, spans = given_text
    paged = Article(origin="o", path="p", title="t", text=text + "\f")
    spans = [(start, end) for start, end in spans if start < end]
    excerpts = [
        Excerpt(
            start=start,
            line=paged.line_of(start),
            page=paged.page_of(start),
            text=text[start:end],
        )
        for start, end in spans
    ]
    again = dataclasses.replace(paged, text=text_of(excerpts, first_line=1))
    for (start, end), excerpt in zip(spans, excerpts, strict=True):
        assert again.text[start:end] == text[start:end]
        assert (again.line_of(start), again.page_of(start)) == (excerpt.line, excerpt.page)
