"""Requests: what a question asks, before anything is searched for it.

``understand`` reads a question that stands alone: its core, its intent, the publisher and the time
that it names, whose words it wants. ``request_of`` does so with what an open library knows.
"""

from __future__ import annotations

from datetime import date

from index.library import Library
from index.settings import DEFAULT_EMBEDDING
from rag.requests.request import Intent, Period, Request
from rag.requests.understanding import understand
from rag.requests.words import LibraryWords

__all__ = ["Intent", "LibraryWords", "Period", "Request", "request_of", "understand"]


def request_of(
    question: str, library: Library, *, words: LibraryWords | None = None, today: date | None = None
) -> Request:
    """Return what ``question``, which stands alone, asks of ``library``.

    ``words`` remembers from one question to the next what it looked up. Raises what
    ``Library.embedder`` does.
    """
    embedder = library.embedder
    return understand(
        question,
        embed=embedder.embed_query if embedder.name == DEFAULT_EMBEDDING else None,
        sources=library.catalog.articles.sources(),
        library=words or LibraryWords(library),
        newest=library.catalog.articles.dates()[1],
        today=today,
    )
