"""In which order ``rag articles list`` shows articles, and which of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.catalog import ArticleEntry


class Sort(StrEnum):
    """What a list may be sorted by."""

    DATE = "date"
    TITLE = "title"
    PUBLISHER = "publisher"
    PASSAGES = "passages"


_KEYS: dict[Sort, Callable[[ArticleEntry], int | str | None]] = {
    Sort.DATE: lambda entry: -entry.published.toordinal() if entry.published else None,
    Sort.TITLE: lambda entry: _spelt(entry.title) or None,
    Sort.PUBLISHER: lambda entry: _spelt(entry.source or "") or None,
    Sort.PASSAGES: lambda entry: -entry.passages,
}
"""The newest and the longest come first; ``None`` where an article has nothing to go by."""


def ordered(
    entries: Iterable[ArticleEntry], sort: Sort, *, reverse: bool = False
) -> list[ArticleEntry]:
    """Return the articles in order; those with nothing to go by come last, either way."""
    known, unknown = [], []
    for entry in entries:
        key = _KEYS[sort](entry)
        if key is None:
            unknown.append(entry)
        else:
            known.append((key, entry))
    known.sort(key=lambda pair: pair[0], reverse=reverse)
    return [entry for _, entry in known] + unknown


def titled(entries: Iterable[ArticleEntry], words: str | None) -> list[ArticleEntry]:
    """Return the articles whose titles have all of these words, or beginnings or parts of them."""
    wanted = _spelt(words or "").split()
    return [entry for entry in entries if all(word in _spelt(entry.title) for word in wanted)]


def _spelt(text: str) -> str:
    """Return text as one looks it up: without case, and without what stands on letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()
