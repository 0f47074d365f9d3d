"""What the options of ``rag articles edit`` change about an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from index.articles import Article
from index.edits import Value, as_stated, edited
from rag.errors import SettingsError


def change_of(
    *,
    title: str | None,
    source: str | None,
    authors: Sequence[str] | None,
    published: str | None,
    url: str | None,
    undo: bool,
) -> Callable[[Article], Article]:
    """Return what the options do to an article; ``None`` leaves a field as it is.

    Raises SettingsError for options that say nothing, or say what no article can have.
    """
    values: dict[str, Value] = {}
    if title is not None:
        values["title"] = _line(title)
        if not values["title"]:
            raise SettingsError("an article has a title", hint="--title TEXT")
    if source is not None:
        values["source"] = _line(source) or None
    if authors is not None:
        values["authors"] = tuple(filter(None, map(_line, authors)))
    if published is not None:
        values["published"] = _day(published)
    if url is not None:
        values["url"] = _line(url) or None
    if undo == bool(values):
        raise SettingsError(
            "--undo takes no other change" if undo else "there is nothing to change",
            hint="--title, --source, --author, --published, --url, or --undo alone",
        )
    return as_stated if undo else _Change(values)


class _Change:
    """Gives an article these values."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def __call__(self, article: Article) -> Article:
        return edited(article, self._values)


def _day(written: str) -> Value:
    from index.reading.metadata.dates import parse_date

    if not written.strip():
        return None
    day = parse_date(written)
    if day is None:
        raise SettingsError(
            f"--published: {written!r} is not one day", hint="--published 2024-05-02"
        )
    return day


def _line(text: str) -> str:
    return " ".join(text.split())
