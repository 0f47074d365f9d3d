"""Remarks as a console shows them: each once, with the words of every article that has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from rag.citations.excerpts import printed
from rag.language.dates import long_date
from rag.quotes import Kind, Quote, Remark
from rag.terminal.layout import BLANK, Block
from rag.terminal.render.articles import byline, references
from rag.terminal.text import counted, one_line

_INDENT = "    "
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def remarks(found: Sequence[Remark], *, speaker: str | None, about: str | None) -> Group:
    """Return the remarks, those that follow one another under their speaker's name."""
    if not found:
        return Group(Block(Text(_nothing(speaker, about))))
    parts: list[RenderableType] = []
    for (name, role), own in groupby(found, key=lambda remark: (remark.speaker, remark.role)):
        parts += [*([BLANK, BLANK] if parts else []), _speaker(name, role)]
        for remark in own:
            parts += [BLANK, *_remark(remark)]
    return Group(*parts)


def _nothing(speaker: str | None, about: str | None) -> str:
    who = f" by {one_line(speaker)}" if speaker else ""
    topic = f" about {one_line(about)}" if about else ""
    return f"The articles quote no remark{who}{topic}."


def _speaker(name: str, role: str | None) -> Block:
    text = Text(one_line(name), style="heading")
    if role:
        text.append(f", {one_line(role)}", style="default")
    return Block(text)


def _remark(remark: Remark) -> Iterator[RenderableType]:
    """Yield the earliest words, then the others, with what differs from them marked."""
    first = _shown(remark.first)
    yield _told(remark)
    for number, quote in enumerate(remark.quotes, start=1):
        lead = f"[{number}] "
        words = _shown(quote)
        text = Text(words, style="quote" if quote.attribution.kind is Kind.DIRECT else "")
        if number > 1:
            for start, end in _differing(first, words):
                text.stylize("highlight", start, end)
        yield Block(text, lead=Text(lead, style="marker"))
        yield Block(_origin(quote, remark), lead=_INDENT)
        yield from references(quote.article, quote.attribution.start, indent=_INDENT)


def _told(remark: Remark) -> Block:
    """Return how and when it was said, and how many articles have it."""
    said = _how(remark.first)
    if remark.said_on:
        said += f" on {long_date(remark.said_on)}"
    elif remark.when:
        said += f" {one_line(remark.when)}"
    if remark.where:
        said += f", {one_line(remark.where)}"
    if len(remark.quotes) > 1:
        origins = "" if remark.independent == len(remark.quotes) else (
            f", {remark.independent} independent"
        )  # fmt: skip
        said += f"; {counted(len(remark.quotes), 'article')}{origins}"
    return Block(Text(f"{said}:", style="note"))


def _how(quote: Quote) -> str:
    indirect = "" if quote.attribution.kind is Kind.DIRECT else " (indirect)"
    return f"{one_line(quote.attribution.verb)}{indirect}"


def _origin(quote: Quote, remark: Remark) -> Text:
    """Return the article, and how it has it where that is not how the first one does."""
    line = byline(quote.article)
    if _how(quote) != _how(remark.first):
        line.append(f" - {_how(quote)}", style="note")
    return line


def _shown(quote: Quote) -> str:
    return one_line(printed(quote.words))


def _differing(first: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``other`` whose words ``first`` does not have there."""
    own, theirs = list(_WORD.finditer(other)), [word.lower() for word in _WORD.findall(first)]
    matcher = SequenceMatcher(None, theirs, [word[0].lower() for word in own], autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind in {"replace", "insert"}:
            yield own[start].start(), own[end - 1].end()
