"""Passages: the pieces of an article that are embedded, ranked and cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of an article's text: ``article.text[start:end] == text``, always."""

    id: str
    article_id: str
    position: int
    """0 for the article's first passage."""
    start: int
    end: int
    text: str
    heading: str | None = None
    """The nearest heading above the passage, in formats that have headings."""
