"""What was in the news: how the articles of a time begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.text.sentences import Span, sentence_spans
from rag.answering import refused
from rag.answering.direct.telling import told
from rag.answers import Citation, Composed
from rag.language.contradiction import Told
from rag.requests.request import Period, Request

_SHOWN = 10
"""Articles whose beginnings are told."""

_FEWEST_WORDS = 8
"""Of the sentence with which an article begins."""


def news_of(request: Request, library: Library, filters: Filters) -> Composed:
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
    beginnings = told(
        (
            " ".join(article.text[start:end].split()),
            Citation(marker=0, article=article, start=start, end=end),
        )
        for article, (start, end) in shown
    )
    more = len(leads) - len(shown)
    where = "of this time" if request.published else "in the library"
    return replace(beginnings, warnings=(f"{more:,} more articles are {where}",) if more else ())


def _lead(article: Article) -> Span:
    """Return the first sentence of an article that is more than a headline."""
    spans = sentence_spans(article.text)
    full = (span for span in spans if _is_told(article.text[slice(*span)], article.title))
    return next(full, spans[0])


def _is_told(sentence: str, title: str) -> bool:
    return len(sentence.split()) >= _FEWEST_WORDS and " ".join(sentence.split()) not in title


def _is_of(period: Period, article: Article, span: Span) -> bool:
    """Whether a sentence gives that time, or no other one in an article of that time."""
    said = Told(article.text[slice(*span)], "", article.published).periods
    if not said:
        return _is_within(period, article.published)
    since, until = period.since or date.min, period.until or date.max
    return any(first <= until and since <= last for first, last in said)


def _is_within(period: Period, day: date | None) -> bool:
    return day is not None and (period.since or date.min) <= day <= (period.until or date.max)
