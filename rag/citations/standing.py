"""Whether the quotes of a saved answer still stand in the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.articles import Article
from index.text.sentences import Span


class Standing(StrEnum):
    """What became of a quote."""

    STANDS = "stands"
    """It stands where it stood."""
    MOVED = "moved"
    """The article has the same words at another place."""
    GONE = "gone"
    """The article no longer has these words."""
    MISSING = "missing"
    """The library has no such article any more."""

    @property
    def holds(self) -> bool:
        """Whether the article says so word for word."""
        return self in {Standing.STANDS, Standing.MOVED}


@dataclass(frozen=True, kw_only=True)
class SavedQuote:
    """A citation of a saved file."""

    article_id: str
    title: str
    path: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class VerifiedQuote:
    """A saved citation, and what became of it."""

    saved: SavedQuote
    standing: Standing
    article: Article | None
    place: Span | None
    """Where the words stand now."""
    article_changed: bool | None
    """Whether anything about the article is not as it was; ``None`` where the file does not say."""

    def as_json(self) -> dict[str, Any]:
        """Return the quote object that ``rag verify --json`` prints."""
        return {
            "article_id": self.saved.article_id,
            "title": self.saved.title,
            "path": self.saved.path,
            "quote": self.saved.quote,
            "start": self.place[0] if self.place else None,
            "end": self.place[1] if self.place else None,
            "line": self.article.line_of(self.place[0]) if self.article and self.place else None,
            "standing": str(self.standing),
            "article_changed": self.article_changed,
        }


def saved_quotes(value: object) -> Iterator[SavedQuote]:
    """Yield the citations in a file of ours, wherever they stand in it, each stretch once."""
    seen = set()
    for one in _objects(value):
        try:
            quote = SavedQuote(
                article_id=str(one["article_id"]),
                title=str(one["title"]),
                path=str(one["path"]),
                quote=str(one["quote"]),
                start=int(one["start"]),
                end=int(one["end"]),
            )
        except (KeyError, TypeError, ValueError):
            continue
        key = (quote.article_id, quote.start, quote.end, quote.quote)
        if key not in seen:
            seen.add(key)
            yield quote


def verified(
    saved: SavedQuote, article_of: Callable[[str], Article | None], saved_hash: str | None
) -> VerifiedQuote:
    """Return what became of a quote; ``saved_hash`` is its article's when it was saved."""
    article = article_of(saved.article_id)
    place: Span | None = None
    standing = Standing.MISSING
    if article is not None:
        found = article.text.find(saved.quote)
        place = (found, found + len(saved.quote)) if found >= 0 else None
        standing = Standing.MOVED if place else Standing.GONE
        if article.text[saved.start : saved.end] == saved.quote:
            place, standing = (saved.start, saved.end), Standing.STANDS
    return VerifiedQuote(
        saved=saved,
        standing=standing,
        article=article,
        place=place,
        article_changed=article.content_hash != saved_hash if article and saved_hash else None,
    )


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one)
