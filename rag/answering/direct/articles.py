"""Lists and counts of articles, and what an article says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.text.words import stems, words
from rag.answering import refused
from rag.answering.direct.telling import cited_for, published, titled, told
from rag.answers import Composed, Statement
from rag.language.words.stopwords import STOPWORDS
from rag.requests.catalog import Imprint
from rag.requests.request import Intent, Request

_SHOWN = 10
"""Articles that are listed."""

_CITED = 3
"""Articles that a count cites, and of which it is told what they say of themselves."""

_ALL = 1_000_000
_PHRASE = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w’'-]*)(?:\s+[^\W\d_a-zß-öø-ÿ][\w’'-]*)+")
_QUOTED = re.compile(r"[“\"]([^”\"]{2,})[”\"]")


def imprint_of(request: Request, library: Library, filters: Filters) -> Composed:
    """Return what the articles on the request's topic say of themselves."""
    terms = _terms(request.topic)
    articles = _mentioning(terms, library, filters)[:_CITED]
    if not articles:
        return refused(0.0)
    tell = {Imprint.DATE: published, Imprint.AUTHORS: _written, Imprint.PUBLISHER: _from}
    say = tell[request.imprint or Imprint.DATE]
    return told((say(one), cited_for(one, terms)) for one in articles)


def _written(article: Article) -> str:
    if not article.authors:
        return f"{titled(article)} does not say who wrote it."
    return f"{titled(article)} is by {' and '.join(article.authors)}."


def _from(article: Article) -> str:
    if not article.source:
        return f"{titled(article)} does not say where it was published."
    return f"{titled(article)} was published by {article.source}."


def articles_asked_for(request: Request, library: Library, filters: Filters) -> Composed:
    """Return the articles on the request's topic, or how many there are."""
    terms = _terms(request.topic)
    articles = _mentioning(terms, library, filters)
    named = request.topic or "what you name"
    if not articles:
        return refused(0.0)
    if request.intent is Intent.COUNT:
        return _counted(request, articles, terms, library.counts()[0])
    shown = sorted(
        articles[:_SHOWN],
        key=lambda article: (article.published is None, article.published, article.title),
    )
    listed = told((titled(article), cited_for(article, terms)) for article in shown)
    more = len(articles) - len(shown)
    return replace(listed, warnings=(f"{more:,} more articles mention {named}",) if more else ())


def _counted(
    request: Request, articles: Sequence[Article], terms: Sequence[str], whole: int
) -> Composed:
    citations = tuple(
        cited_for(article, terms, marker=marker)
        for marker, article in enumerate(articles[:_CITED], start=1)
    )
    markers = tuple(one.marker for one in citations)
    if request.topic:
        mention = "mentions" if len(articles) == 1 else "mention"
        text = f"{len(articles):,} of {whole:,} articles {mention} {request.topic}."
    else:
        which = request.filtered or "articles in the library"
        text = f"{which[:1].upper()}{which[1:]}: {len(articles):,} of {whole:,}."
    text = f"{text} {''.join(f'[{marker}]' for marker in markers)}"
    return Composed(
        answered=True,
        text=text,
        confidence=1.0,
        short_answer=f"{len(articles):,}",
        statements=(Statement(text=text, markers=markers),),
        citations=citations,
    )


def _terms(topic: str) -> list[str]:
    """Return what must stand in an article: quoted phrases, names of several words, words."""
    phrases = [*_QUOTED.findall(topic), *_PHRASE.findall(_QUOTED.sub(" ", topic))]
    rest = topic
    for phrase in phrases:
        rest = rest.replace(phrase, " ")
    single = [word for word in words(rest) if word not in STOPWORDS]
    return [" ".join(words(phrase)) for phrase in phrases] + single


def _mentioning(terms: Sequence[str], library: Library, filters: Filters) -> list[Article]:
    """Return the articles that hold every term, those first whose titles have most of them.

    What its title names, an article is about; of the others, the best passages come first.
    """
    articles = [library.article(one) for one in ids_mentioning(terms, library, filters)]
    return sorted(articles, key=lambda article: -_in_title(terms, article))


def ids_mentioning(terms: Sequence[str], library: Library, filters: Filters) -> list[str]:
    """Return the ids of the articles that hold every term, in the order of their best passages."""
    selection = library.selection(filters)
    found: dict[str, None] | None = None
    for term in terms:
        passages = library.full_text(f'"{term}" AND "{term}"', limit=_ALL, selection=selection)
        ids = dict.fromkeys(passage_id.partition("-")[0] for passage_id, _ in passages)
        found = ids if found is None else {one: None for one in found if one in ids}
    if found is None:  # "How many articles are there?"
        return [entry.id for entry in library.entries(filters)]
    return list(found)


def _in_title(terms: Sequence[str], article: Article) -> int:
    """Return how many of the terms an article's title has."""
    title = f" {' '.join(stems(article.title))} "
    return sum(f" {' '.join(stems(term))} " in title for term in terms)
