"""Saved quotes, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from rag.citations.standing import Standing, VerifiedQuote
from rag.terminal.layout import BLANK, Block
from rag.terminal.render.answers import quoted
from rag.terminal.render.articles import references
from rag.terminal.render.messages import sentence
from rag.terminal.text import counted, one_line, shortened

_LONGEST = 400
_WORDS = {
    Standing.STANDS: "stands",
    Standing.MOVED: "stands at another place",
    Standing.GONE: "no longer stands in the article",
    Standing.MISSING: "its article is not in the library",
}


def verified_quotes(quotes: Sequence[VerifiedQuote]) -> Group:
    """Return the quotes, those that do not stand first, and how many there are of each."""
    parts: list[RenderableType] = []
    for one in sorted(quotes, key=lambda one: one.standing.holds):
        parts += [*_quote(one), BLANK]
    counts = ", ".join(
        f"{sum(one.standing is standing for one in quotes)} {words}"
        for standing, words in _SHORT.items()
        if any(one.standing is standing for one in quotes)
    )
    return Group(*parts, sentence(f"{counted(len(quotes), 'quote')}: {counts}."))


_SHORT = {
    Standing.STANDS: "as it stood",
    Standing.MOVED: "moved",
    Standing.GONE: "gone",
    Standing.MISSING: "without its article",
}


def _quote(one: VerifiedQuote) -> Iterator[RenderableType]:
    words = _WORDS[one.standing]
    if one.standing.holds and one.article_changed:
        words += ", though the article has changed"
    style = "marker" if one.standing.holds else "warning"
    yield Block(Text(words.capitalize(), style=style))
    yield Block(Text(quoted(shortened(one.saved.quote, _LONGEST)), style="quote"), lead="    ")
    yield Block(Text(one_line(one.saved.title) or "(untitled)", style="heading"), lead="    ")
    if one.article and one.place:
        yield from references(one.article, one.place[0], indent="    ")
    else:
        yield Text(f"    {one_line(one.saved.path)}", style="reference")
