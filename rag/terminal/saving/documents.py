"""What a saved conversation says, before it is put into a format.

Each answer numbers its sources from 1. Here they are numbered through, so that one list of
references at the end serves the whole document; words that are cited twice are listed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from index.articles import Article
from rag.answers import Answer, Citation, Statement, Turn
from rag.language.dates import long_date
from rag.terminal.render.answers import statement
from rag.terminal.render.articles import web_link
from rag.terminal.text import one_line

_MARKER = re.compile(r" ?\[(\d+)\]")
STOPPED = "The answer was stopped here."


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One entry of the list: all of it on one line and fit to be shown, but not yet escaped."""

    number: int
    authors: str
    title: str
    publisher: str
    published: str
    quote: str
    place: str
    """Path and line."""
    url: str | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """A stretch of an answer's text and the references behind it."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A question and its answer."""

    question: str
    read_as: str | None
    """How it was understood, where that is not how it was typed."""
    said: tuple[Said, ...]
    short_answer: str | None
    remarks: tuple[str, ...]
    """Warnings, and that the answer was stopped."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A conversation to be saved."""

    title: str
    held: str
    """When, about how many questions, and what answered."""
    entries: tuple[Entry, ...]
    references: tuple[Reference, ...]
    turns: tuple[dict[str, Any], ...]
    """The answers as ``rag ask --json`` prints them, with ``stopped``."""
    articles: tuple[Article, ...]
    """Those that are cited, each once, in order."""
    made: dict[str, Any]
    """What it was made with, and of which state of the articles: see ``provenance``."""


def document(
    turns: Sequence[Turn], *, today: date, made: Mapping[str, Any] = MappingProxyType({})
) -> Document:
    """Return the document of a conversation, which must have a turn; ``today`` is its date.

    ``made`` is what ``provenance`` tells of the library.
    """
    numbers = _numbers(turns)
    first = turns[0].answer.question
    return Document(
        title=one_line(first),
        held=_held(turns, today),
        entries=tuple(_entry(turn, numbers) for turn in turns),
        references=tuple(reference(number, cited) for cited, number in _each_once(turns, numbers)),
        turns=tuple({**turn.answer.as_json(), "stopped": turn.stopped} for turn in turns),
        articles=_cited(turns),
        made={"on": today.isoformat(), **made},
    )


def _cited(turns: Sequence[Turn]) -> tuple[Article, ...]:
    cited = (one.article for turn in turns for one in turn.answer.every_citation)
    return tuple({article.id: article for article in cited}.values())


_Key = tuple[str, int, int]


def _key(cited: Citation) -> _Key:
    return cited.article.id, cited.start, cited.end


def _numbers(turns: Sequence[Turn]) -> dict[_Key, int]:
    keys = dict.fromkeys(_key(cited) for turn in turns for cited in turn.answer.citations)
    return {key: number for number, key in enumerate(keys, start=1)}


def _each_once(turns: Sequence[Turn], numbers: dict[_Key, int]) -> Iterator[tuple[Citation, int]]:
    seen = set()
    for turn in turns:
        for cited in turn.answer.citations:
            if _key(cited) not in seen:
                seen.add(_key(cited))
                yield cited, numbers[_key(cited)]


def _held(turns: Sequence[Turn], today: date) -> str:
    count = f"{len(turns)} question{'' if len(turns) == 1 else 's'}"
    models = ", ".join(dict.fromkeys(one_line(turn.answer.model) for turn in turns))
    return f"{count} to Dateline, saved on {long_date(today)}; answered by: {models}."


def _entry(turn: Turn, numbers: dict[_Key, int]) -> Entry:
    answer = turn.answer
    question, standalone = one_line(answer.question), one_line(answer.standalone_question)
    return Entry(
        question=question,
        read_as=None if standalone == question else standalone,
        said=tuple(_said(answer, numbers)),
        short_answer=one_line(answer.short_answer or "") or None,
        remarks=(*map(one_line, answer.warnings), *([STOPPED] if turn.stopped else [])),
    )


def _said(answer: Answer, numbers: dict[_Key, int]) -> Iterator[Said]:
    if not answer.answered:
        yield Said(text=one_line(answer.text))
        return
    places = {cited.marker: numbers[_key(cited)] for cited in answer.citations}
    for position, stated in enumerate(answer.statements):
        if position:
            yield Said(text=" ")
        yield from _pieces(stated, places)


def _pieces(stated: Statement, places: dict[int, int]) -> Iterator[Said]:
    """Cut a sentence at its markers; what looks like one and is none stays text."""
    text, start = statement(stated).plain, 0
    for found in _MARKER.finditer(text):
        marker = int(found[1])
        if marker in stated.markers and marker in places:
            yield Said(text=text[start : found.start()], numbers=(places[marker],))
            start = found.end()
    if start < len(text):
        yield Said(text=text[start:])


def reference(number: int, cited: Citation) -> Reference:
    """Return the entry of a citation."""
    article = cited.article
    return Reference(
        number=number,
        authors=one_line(", ".join(article.authors)),
        title=one_line(article.title) or "(untitled)",
        publisher=one_line(article.source or "") or "publisher unknown",
        published=long_date(article.published) if article.published else "undated",
        quote=one_line(cited.quote),
        place=one_line(cited.place),
        url=web_link(article.url) if article.url else None,
    )
