"""The catalog's rows as values, and values as conditions of a query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.articles import Article
from index.filters import Selection, date_of
from index.passages import Passage

ARTICLE_COLUMNS = "id, origin, path, title, text, source, url, authors, published, first_line"
_NOBODY = json.dumps([])
PASSAGE_COLUMNS = "id, article_id, position, start, stop, heading"


@dataclass(frozen=True, kw_only=True)
class ArticleEntry:
    """An article as a list shows it, without its text."""

    id: str
    title: str
    source: str | None
    published: date | None
    path: str
    url: str | None
    origin: str
    passages: int

    def as_json(self) -> dict[str, Any]:
        """Return the entry as ``rag articles list --json`` prints it."""
        return {
            "article_id": self.id,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
            "path": self.path,
            "url": self.url,
            "passages": self.passages,
        }


@dataclass(frozen=True, kw_only=True)
class FileStamp:
    """A file as it was when it was read: bytes, and nanoseconds since the epoch."""

    size: int
    modified: int
    read: int


def article_of(row: tuple[Any, ...]) -> Article:
    """Return the article of a row of ``ARTICLE_COLUMNS``."""
    _, origin, path, title, text, source, url, authors, published, first_line = row
    return Article(
        origin=origin,
        path=path,
        title=title,
        text=text,
        source=source,
        url=url,
        authors=tuple(json.loads(authors)) if authors != _NOBODY else (),
        published=date_of(published),
        first_line=first_line,
    )


def passage_of(row: tuple[Any, ...], article: Article) -> Passage:
    """Return the passage of a row of ``PASSAGE_COLUMNS``."""
    passage_id, article_id, position, start, stop, heading = row
    return Passage(
        id=passage_id,
        article_id=article_id,
        position=position,
        start=start,
        end=stop,
        text=article.text[start:stop],
        heading=heading,
    )


def words_of(article: Article, passage: Passage) -> tuple[str, str, str]:
    """Return what the full-text index holds of a passage: title, heading, text."""
    return article.title, passage.heading or "", passage.text


def where_of(selection: Selection) -> tuple[str, list[object]]:
    """Return the conditions on ``articles a`` that follow others in a query, and their values."""
    conditions: list[str] = []
    values: list[object] = []
    if selection.sources is not None:
        conditions.append("a.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(selection.sources))
    if selection.since is not None:
        conditions.append("a.published >= ?")
        values.append(selection.since)
    if selection.until is not None:
        conditions.append("a.published <= ?")
        values.append(selection.until)
    return "".join(f" AND {condition}" for condition in conditions), values
