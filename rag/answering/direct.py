"""Requests that the library itself answers, whoever answers the others: counts, lists of articles.

So is what was in the news on a day, and so are questions about the last answer ("Which article is
that from?") and what is no question to articles at all ("thanks").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.text.sentences import Span, sentence_spans
from index.text.words import stems, words
from rag.answering import refused
from rag.answers import Answer, Asked, Citation, Composed, Statement
from rag.language.contradiction import Told
from rag.language.words.stopwords import STOPWORDS
from rag.requests.request import Intent, Period, Request

HELP = (
    "Ask what the articles report: who said or did something, when, where, why or how many, what"
    " is said of a subject, or which articles mention it."
)
_SHOWN = 10
"""Articles that are listed."""

_FEWEST_WORDS = 8
"""Of the sentence with which an article begins."""

_CITED = 3
"""Articles that a count cites."""

_ALL = 1_000_000
_PHRASE = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w’'-]*)(?:\s+[^\W\d_a-zß-öø-ÿ][\w’'-]*)+")
_QUOTED = re.compile(r"[“\"]([^”\"]{2,})[”\"]")
_WHEN = re.compile(r"\b(?:when|date|day|old|recent)\b", re.IGNORECASE)
_WHO_ELSE = re.compile(r"\b(?:else|other|another|others|more)\b", re.IGNORECASE)


def directly(asked: Asked, library: Library, filters: Filters) -> Composed | None:
    """Return the answer to a request of these kinds; ``None`` for every other."""
    request = asked.request
    if request.intent is Intent.TALK:
        return Composed(answered=False, text=HELP, confidence=0.0)
    if request.intent is Intent.ABOUT_ANSWER:
        given = (turn.answer for turn in reversed(asked.history))
        return _about(request, next((one for one in given if one.every_citation), None))
    if request.intent in {Intent.COUNT, Intent.LIST} and request.over_articles:
        return _articles(request, library, filters)
    if request.intent is Intent.SURVEY and not request.topic:
        news = _news(request, library, filters)
        # Other articles may still tell of that time.
        return None if news.refuses and request.as_of else news
    return None


def _news(request: Request, library: Library, filters: Filters) -> Composed:
    """Return how each article of a time begins: what was in the news, or what happened then."""
    articles = [library.article(entry.id) for entry in library.entries(filters)]
    leads = [(article, _lead(article)) for article in articles]
    if request.as_of is not None:
        of_time = [
            (article, span) for article, span in leads if _is_of(request.as_of, article, span)
        ]
        # Where none tells of the day itself, it is what stood in the news of that day.
        leads = of_time or [lead for lead in leads if _is_within(request.as_of, lead[0].published)]
    leads.sort(key=lambda lead: (lead[0].published or date.max, lead[0].title))
    if not leads:
        return refused(0.0)
    step = max(1.0, len(leads) / _SHOWN)
    shown = [leads[int(number * step)] for number in range(min(len(leads), _SHOWN))]
    told = _told(
        (
            " ".join(article.text[start:end].split()),
            Citation(marker=0, article=article, start=start, end=end),
        )
        for article, (start, end) in shown
    )
    more = len(leads) - len(shown)
    where = "of this time" if request.published else "in the library"
    return replace(told, warnings=(f"{more:,} more articles are {where}",) if more else ())


def _lead(article: Article) -> Span:
    """Return the first sentence of an article that is more than a headline."""
    spans = sentence_spans(article.text)
    full = (span for span in spans if len(article.text[slice(*span)].split()) >= _FEWEST_WORDS)
    return next(full, spans[0])


def _is_of(period: Period, article: Article, span: Span) -> bool:
    """Whether a sentence gives that time, or no other one in an article of that time."""
    said = Told(article.text[slice(*span)], "", article.published).periods
    if not said:
        return _is_within(period, article.published)
    since, until = period.since or date.min, period.until or date.max
    return any(first <= until and since <= last for first, last in said)


def _is_within(period: Period, day: date | None) -> bool:
    return day is not None and (period.since or date.min) <= day <= (period.until or date.max)


def _articles(request: Request, library: Library, filters: Filters) -> Composed:
    terms = _terms(request.topic)
    ids = _mentioning(terms, library, filters)
    articles = [library.article(article_id) for article_id in ids[:_ALL]]
    # What the title names, an article is about; of the others, the best passages come first.
    articles.sort(key=lambda article: -_in_title(terms, article))
    named = request.topic or "what you name"
    if not articles:
        return refused(0.0)
    if request.intent is Intent.COUNT:
        return _counted(request, articles, terms, library.counts()[0])
    shown = sorted(
        articles[:_SHOWN],
        key=lambda article: (article.published is None, article.published, article.title),
    )
    citations = [_cited(marker, article, terms) for marker, article in enumerate(shown, start=1)]
    statements = tuple(
        Statement(text=f"{_titled(one.article)} [{one.marker}]", markers=(one.marker,))
        for one in citations
    )
    more = len(articles) - len(shown)
    return Composed(
        answered=True,
        text=" ".join(statement.text for statement in statements),
        confidence=1.0,
        statements=statements,
        citations=tuple(citations),
        warnings=(f"{more:,} more articles mention {named}",) if more else (),
    )


def _counted(
    request: Request, articles: Sequence[Article], terms: Sequence[str], whole: int
) -> Composed:
    citations = tuple(
        _cited(marker, article, terms) for marker, article in enumerate(articles[:_CITED], start=1)
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


def _mentioning(terms: Sequence[str], library: Library, filters: Filters) -> list[str]:
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
    titled = f" {' '.join(stems(article.title))} "
    return sum(f" {' '.join(stems(term))} " in titled for term in terms)


def _cited(marker: int, article: Article, terms: Sequence[str]) -> Citation:
    """Return a citation of the first sentence that has most of the terms."""
    wanted = {stem for term in terms for stem in stems(term)}
    spans = sentence_spans(article.text)
    start, end = max(
        spans, key=lambda span: len(wanted.intersection(stems(article.text[slice(*span)])))
    )
    return Citation(marker=marker, article=article, start=start, end=end)


def _about(request: Request, last: Answer | None) -> Composed:
    """Return what the last answer rests on: articles, publishers, dates, exact words."""
    if last is None:
        return Composed(answered=False, text="There is no answer yet to ask about.", confidence=0.0)
    cited = last.every_citation
    first = last.statements[0].markers if last.statements else ()
    chosen = [one for one in cited if one.marker in first] or list(cited[:1])
    if _WHO_ELSE.search(request.question):
        others = [one for one in cited if one.article.id != chosen[0].article.id]
        if not others:
            only = f"Of these articles, only {_titled(chosen[0].article)} says so."
            return _told([(only, chosen[0])])
        chosen = others
    if _WHEN.search(request.question):
        return _told((_published(one.article), one) for one in chosen)
    return _told(
        (f"{_titled(one.article)}: “{' '.join(one.quote.split())}”", one) for one in chosen
    )


def _told(sentences: Iterable[tuple[str, Citation]]) -> Composed:
    statements, citations = [], []
    for marker, (text, cited) in enumerate(sentences, start=1):
        statements.append(Statement(text=f"{text} [{marker}]", markers=(marker,)))
        citations.append(
            Citation(marker=marker, article=cited.article, start=cited.start, end=cited.end)
        )
    return Composed(
        answered=True,
        text=" ".join(statement.text for statement in statements),
        confidence=1.0,
        statements=tuple(statements),
        citations=tuple(citations),
    )


def _titled(article: Article) -> str:
    told = [part for part in (article.source, str(article.published or "")) if part]
    behind = f" ({', '.join(told)})" if told else ""
    return f"“{' '.join(article.title.split())}”{behind}"


def _published(article: Article) -> str:
    if article.published is None:
        return f"{_titled(article)} does not say when it was published."
    return f"{_titled(article)} was published on {article.published}."
