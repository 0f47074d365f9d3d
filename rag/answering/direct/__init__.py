"""Requests that the library itself answers, whoever answers the others.

Counts and lists of articles, what an article says of itself, who and what is named, what happened
at a time or one thing after the other; and questions about the last answer ("Which article is that
from?"), and what is no question to articles at all ("thanks").
"""

from __future__ import annotations

from index.filters import Filters
from index.library import Library
from rag.answering.direct.articles import articles_asked_for, imprint_of
from rag.answering.direct.last_answer import about_last
from rag.answering.direct.news import news_of
from rag.answers import Asked, Composed
from rag.requests.request import Intent, Request

HELP = (
    "Ask what the articles report: who said or did something, when, where, why or how many, what"
    " is said of a subject, or which articles mention it."
)


def directly(asked: Asked, library: Library, filters: Filters) -> Composed | None:
    """Return the answer to a request of these kinds; ``None`` for every other.

    The directory of names and the timeline are loaded where they are asked for.
    """
    request = asked.request
    if request.intent is Intent.TALK:
        return Composed(answered=False, text=HELP, confidence=0.0)
    if request.intent is Intent.ABOUT_ANSWER:
        given = (turn.answer for turn in reversed(asked.history))
        return about_last(request, next((one for one in given if one.every_citation), None))
    if request.names is not None:
        from rag.answering.direct.names import names_in

        return names_in(library, filters, request.names)
    if request.imprint is not None:
        return imprint_of(request, library, filters)
    if request.intent in {Intent.COUNT, Intent.LIST} and request.over_articles:
        return articles_asked_for(request, library, filters)
    return _survey(request, library, filters) if request.intent is Intent.SURVEY else None


def _survey(request: Request, library: Library, filters: Filters) -> Composed | None:
    """Return what happened one thing after the other, or at a time; ``None`` for a digest."""
    from rag.answering.direct.chronology import asks_for_chronology, chronology_of, happened

    if asks_for_chronology(request):
        return chronology_of(request, library, filters)
    if request.topic:
        return None
    news = news_of(request, library, filters)
    # Other articles may still tell of that time.
    return happened(request, library, filters) if news.refuses and request.as_of else news
