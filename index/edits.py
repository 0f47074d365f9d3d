"""Edits: what a person has put right in what is known about an article.

What its file says of the same fields is kept beside them, so that an edit can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from index.articles import Article

Value: TypeAlias = "str | tuple[str, ...] | date | None"

NOTHING = "{}"
"""Of an article whose edits were taken back: its file says everything itself."""


def stated(article: Article) -> dict[str, Value]:
    """Return what the file says of the fields that were edited, by their names."""
    kept = json.loads(article.stated or NOTHING)
    if "authors" in kept:
        kept["authors"] = tuple(kept["authors"])
    if kept.get("published"):
        kept["published"] = date.fromisoformat(kept["published"])
    return dict(kept)


def edited(article: Article, values: Mapping[str, Value]) -> Article:
    """Return ``article`` with other values of its fields, by their names.

    A field that is given what the file says itself is no longer edited.
    """
    said = stated(article)
    for name, value in values.items():
        said.setdefault(name, getattr(article, name))
        if said[name] == value:
            del said[name]
    return replace(article, **values, stated=_written(said))  # type: ignore[arg-type]


def as_stated(article: Article) -> Article:
    """Return ``article`` without edits, as its file describes it."""
    return replace(article, **stated(article), stated=NOTHING)  # type: ignore[arg-type]


def carried_over(known: Article, read: Article) -> Article:
    """Return an article that was just read with the edits of the one that is known."""
    return edited(read, {name: getattr(known, name) for name in stated(known)})


def _written(said: Mapping[str, Value]) -> str:
    return json.dumps(said, ensure_ascii=False, default=lambda day: day.isoformat())
