"""Records: an answer written as JSON so that it can be read back without the library.

A record holds the answer as ``rag ask --json`` prints it, for people and programs that read the
file, and beside it ``articles`` and ``hits`` with everything that this lacks. A session must show
its sources years later, when an article has been changed, moved or removed. Of an article only the
shown passages and quotes are kept, each at its offset, on its line and on its page, with blanks
between them.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.articles import PAGE_END, Article
from index.filters import Filters
from index.passages import Passage
from rag.answers import (
    Answer,
    Citation,
    Hit,
    PossibleAnswer,
    Statement,
    Trace,
    Verdict,
    article_json,
)

Json = dict[str, Any]

_TRACE = tuple(field.name for field in dataclasses.fields(Trace))


def to_record(answer: Answer) -> Json:
    """Return the answer in JSON's types."""
    shown = [cited.article for cited in answer.every_citation]
    for hit in answer.passages:
        shown += [hit.article, *hit.copies]
    return {
        "answer": answer.as_json(),
        "articles": {article.id: _article_record(article) for article in shown},
        "hits": [_hit_record(hit) for hit in answer.passages],
    }


def from_record(record: Json) -> Answer:
    """Return the answer of a record.

    Its articles hold the shown passages and quotes alone. Raises KeyError, TypeError or ValueError
    for what is no record.
    """
    answer = record["answer"]
    articles = _articles(record)
    return Answer(
        question=answer["question"],
        standalone_question=answer["standalone_question"],
        answered=answer["answered"],
        text=answer["answer"],
        short_answer=answer["short_answer"],
        confidence=answer["confidence"],
        model=answer["model"],
        citations=tuple(_citation(one, articles) for one in answer["citations"]),
        statements=tuple(_statement(one) for one in answer["statements"]),
        candidates=tuple(_possible(one, articles) for one in answer.get("candidates", ())),
        intent=answer.get("intent", "fact"),
        filters=_filters(answer["filters"]) if "filters" in answer else Filters(),
        filters_from_question=answer.get("filters", {}).get("from_question", False),
        passages=tuple(
            _hit(one, kept, articles)
            for one, kept in zip(answer["passages"], record["hits"], strict=True)
        ),
        warnings=tuple(answer["warnings"]),
        timings=dict(answer["timings"]),
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
        "page": hit.article.page_of(hit.passage.start),
        "trace": dataclasses.asdict(hit.trace),
        "copies": [copy.id for copy in hit.copies],
    }


def _articles(record: Json) -> dict[str, Article]:
    answer, excerpts = record["answer"], defaultdict(list)
    for passage, kept in zip(answer["passages"], record["hits"], strict=True):
        excerpts[passage["article_id"]].append(
            Excerpt(
                start=passage["start"],
                line=kept["line"],
                page=kept.get("page"),
                text=passage["text"],
            )
        )
    possible = (cited for one in answer.get("candidates", ()) for cited in one["citations"])
    for cited in (*answer["citations"], *possible):
        excerpts[cited["article_id"]].append(
            Excerpt(
                start=cited["start"],
                line=cited["line"],
                page=cited.get("page"),
                text=cited["quote"],
            )
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


def _citation(citation: Json, articles: dict[str, Article]) -> Citation:
    origin = citation.get("origin")
    return Citation(
        marker=citation["marker"],
        article=articles[citation["article_id"]],
        start=citation["start"],
        end=citation["end"],
        verdict=Verdict(citation["verdict"]),
        origin=None if origin in {None, citation["article_id"]} else origin,
    )


def _possible(possible: Json, articles: dict[str, Article]) -> PossibleAnswer:
    return PossibleAnswer(
        text=possible["text"],
        confidence=possible["confidence"],
        citations=tuple(_citation(one, articles) for one in possible["citations"]),
        doubt=possible["doubt"],
    )


def _filters(filters: Json) -> Filters:
    return Filters(
        sources=tuple(filters["sources"]), since=filters["since"], until=filters["until"]
    )


def _statement(statement: Json) -> Statement:
    return Statement(
        text=statement["text"],
        markers=tuple(statement["markers"]),
        verdict=Verdict(statement["verdict"]),
    )


def _hit(described: Json, kept: Json, articles: dict[str, Article]) -> Hit:
    passage = Passage(
        id=kept["passage_id"],
        article_id=described["article_id"],
        position=kept["position"],
        start=described["start"],
        end=described["end"],
        text=described["text"],
        heading=kept["heading"],
    )
    return Hit(
        rank=described["rank"],
        score=described["score"],
        passage=passage,
        article=articles[described["article_id"]],
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
    page: int | None = None
    """The page on which it begins, where the article has pages."""
    text: str


def text_of(excerpts: Sequence[Excerpt], *, first_line: int) -> str:
    """Return a text in which every excerpt stands at its offset, on its line and on its page.

    ``first_line`` is the line of the file on which the text begins.
    """
    text = ""
    for excerpt in sorted(excerpts, key=lambda one: (one.start, -len(one.text))):
        gap = excerpt.start - len(text)
        if gap > 0:
            line_ends = excerpt.line - first_line - text.count("\n")
            line_ends = min(max(line_ends, 0), gap)
            page_ends = (excerpt.page or 1) - 1 - text.count(PAGE_END)
            page_ends = min(max(page_ends, 0), gap - line_ends)
            # The line ends come last, so that an excerpt that begins a line still does.
            blank = gap - line_ends - page_ends
            text += " " * blank + PAGE_END * page_ends + "\n" * line_ends
        text += excerpt.text[max(0, -gap) :]
    has_pages = any(excerpt.page for excerpt in excerpts)
    return text + PAGE_END if has_pages and not text.endswith(PAGE_END) else text
