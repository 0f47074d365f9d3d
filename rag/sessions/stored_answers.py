"""An answer as a session keeps it: its JSON, as ``rag ask --json`` prints it, and what that lacks.

The JSON is kept as it is, for people and programs that read the file. ``articles`` and ``hits``
beside it hold the rest, so that the answer can be made again, to the letter, without the library:
a session must show its sources years later, when the article has been changed, moved or removed.
Of an article only the shown passages and quotes are kept, each at its offset and on its line; what
lay between them is blank.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.articles import Article
from index.passages import Passage
from rag.answers import Answer, Citation, Hit, Statement, Trace, Verdict, article_json

Json = dict[str, Any]

_TRACE = tuple(field.name for field in dataclasses.fields(Trace))


def to_record(answer: Answer) -> Json:
    """Return the answer in JSON's types."""
    shown = [cited.article for cited in answer.citations]
    for hit in answer.passages:
        shown += [hit.article, *hit.copies]
    return {
        "answer": answer.as_json(),
        "articles": {article.id: _article_record(article) for article in shown},
        "hits": [_hit_record(hit) for hit in answer.passages],
    }


def from_record(record: Json) -> Answer:
    """Return the answer of such a record.

    Its articles hold the passages and the quotes alone. Raises KeyError, TypeError or ValueError
    for what is none.
    """
    told = record["answer"]
    articles = _articles(record)
    return Answer(
        question=told["question"],
        standalone_question=told["standalone_question"],
        answered=told["answered"],
        text=told["answer"],
        short_answer=told["short_answer"],
        confidence=told["confidence"],
        model=told["model"],
        citations=tuple(_citation(one, articles) for one in told["citations"]),
        statements=tuple(_statement(one) for one in told["statements"]),
        passages=tuple(
            _hit(one, kept, articles)
            for one, kept in zip(told["passages"], record["hits"], strict=True)
        ),
        warnings=tuple(told["warnings"]),
        timings=dict(told["timings"]),
    )


def _article_record(article: Article) -> Json:
    return {
        **article_json(article),
        "origin": article.origin,
        "first_line": article.first_line,
    }


def _hit_record(hit: Hit) -> Json:
    return {
        "passage_id": hit.passage.id,
        "position": hit.passage.position,
        "heading": hit.passage.heading,
        "line": hit.article.line_of(hit.passage.start),
        "trace": dataclasses.asdict(hit.trace),
        "copies": [copy.id for copy in hit.copies],
    }


def _articles(record: Json) -> dict[str, Article]:
    told, excerpts = record["answer"], defaultdict(list)
    for passage, kept in zip(told["passages"], record["hits"], strict=True):
        excerpts[passage["article_id"]].append(
            Excerpt(start=passage["start"], line=kept["line"], text=passage["text"])
        )
    for cited in told["citations"]:
        excerpts[cited["article_id"]].append(
            Excerpt(start=cited["start"], line=cited["line"], text=cited["quote"])
        )
    return {
        article_id: _article(one, excerpts[article_id])
        for article_id, one in record["articles"].items()
    }


def _article(kept: Json, excerpts: list[Excerpt]) -> Article:
    published = kept["published"]
    return Article(
        origin=kept["origin"],
        path=kept["path"],
        title=kept["title"],
        text=text_of(excerpts, first_line=kept["first_line"]),
        source=kept["source"],
        url=kept["url"],
        authors=tuple(kept["authors"]),
        published=date.fromisoformat(published) if published else None,
        first_line=kept["first_line"],
    )


def _citation(told: Json, articles: dict[str, Article]) -> Citation:
    return Citation(
        marker=told["marker"],
        article=articles[told["article_id"]],
        start=told["start"],
        end=told["end"],
        verdict=Verdict(told["verdict"]),
    )


def _statement(told: Json) -> Statement:
    return Statement(
        text=told["text"], markers=tuple(told["markers"]), verdict=Verdict(told["verdict"])
    )


def _hit(told: Json, kept: Json, articles: dict[str, Article]) -> Hit:
    passage = Passage(
        id=kept["passage_id"],
        article_id=told["article_id"],
        position=kept["position"],
        start=told["start"],
        end=told["end"],
        text=told["text"],
        heading=kept["heading"],
    )
    return Hit(
        rank=told["rank"],
        score=told["score"],
        passage=passage,
        article=articles[told["article_id"]],
        trace=Trace(**{name: kept["trace"].get(name) for name in _TRACE}),
        copies=tuple(articles[copy] for copy in kept["copies"]),
    )


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A part of an article's text."""

    start: int
    """Characters into the article's text."""
    line: int
    """The line of the file on which it begins."""
    text: str


def text_of(excerpts: Iterable[Excerpt], *, first_line: int) -> str:
    """Return a text in which every excerpt stands at its offset and on its line.

    ``first_line`` is the line of the file on which the text begins.
    """
    text = ""
    for excerpt in sorted(excerpts, key=lambda one: (one.start, -len(one.text))):
        gap = excerpt.start - len(text)
        if gap > 0:
            line_ends = excerpt.line - first_line - text.count("\n")
            # The line ends come last, so that an excerpt that begins a line still does.
            line_ends = min(max(line_ends, 0), gap)
            text += " " * (gap - line_ends) + "\n" * line_ends
        text += excerpt.text[max(0, -gap) :]
    return text
