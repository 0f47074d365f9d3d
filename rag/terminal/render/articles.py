"""Articles: in one line, whole, in a list; where one is kept, and links to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from rich.console import Group, RenderableType
from rich.text import Text

from index.articles import Article, is_address
from index.edits import stated
from index.filters import Filters
from rag.language.dates import long_date
from rag.terminal.layout import BLANK, Address, Block, Columns, Either, Reference
from rag.terminal.text import counted, one_line, plain

if TYPE_CHECKING:
    from index.catalog import ArticleEntry

_URL_CHARACTERS = "%/?#[]@!$&'()*+,;=:~"
_KEPT = re.compile(r".*?/\.pages/[0-9a-f]{16}\.\w+(?=#|$)")
"""The file that a page of the web is kept in, at the beginning of an article's origin."""
_NARROW = 72
"""Columns below which the rows of articles become paragraphs."""


def byline(article: Article) -> Text:
    """Return "Title - Publisher, 13 January 2025", without what is not known."""
    told = [one_line(article.source or "")]
    told += [long_date(article.published)] if article.published else []
    behind = ", ".join(filter(None, told))
    title = one_line(article.title) or "(untitled)"
    return Text.assemble((title, "heading"), f" - {behind}" if behind else "")


def what_stays(answers: int, stays: Iterable[str]) -> Iterable[RenderableType]:
    """Yield what was shredded with articles, and what of them is still where."""
    yield Block(Text(f"{counted(answers, 'kept answer')} removed with them."))
    yield Block(Text("Not shredded:", style="heading"))
    for each in stays:
        yield Block(Text(one_line(each)), lead=Text("- "))


def references(article: Article, offset: int, *, indent: str) -> Iterable[RenderableType]:
    """Yield where ``text[offset]`` stands and, where there is one, the address on the web."""
    where = one_line(article.place_of(offset))
    if is_address(article.path):
        yield Address(where, link=web_link(article.path), indent=indent)
    else:
        yield Reference(where, link=file_link(article, offset), indent=indent)
    if article.url and article.url != article.path:
        yield Address(one_line(article.url), link=web_link(article.url), indent=indent)


def web_link(url: str) -> str | None:
    """Return the address in the characters of a URL alone, if it is one of the web."""
    try:
        known = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        known = False
    return percent_encoded(plain(url), safe=_URL_CHARACTERS) if known else None


def file_link(article: Article, offset: int) -> str | None:
    """Return the address of the article's file, at the page that ``offset`` is on."""
    file, page = file_of(article), article.page_of(offset)
    if file is None:
        return None
    return f"{file.as_uri()}#page={page}" if page else file.as_uri()


def file_of(article: Article) -> Path | None:
    """Return the article's file by its absolute path: the origin without a record's ``#key``."""
    name, origin = PurePath(article.path).name, article.origin
    if is_address(article.path):
        kept = _KEPT.match(origin)
        return Path(kept[0]) if kept else None
    ends = [*(mark.start() for mark in re.finditer("#", origin)), len(origin)]
    file = next((Path(origin[:end]) for end in ends if origin[:end].endswith(name)), None)
    return file if name and file and file.is_absolute() else None


def edited_fields(before: Article, after: Article) -> Group:
    """Return the fields that changed, as they were and as they are."""
    was, now = _known(before), _known(after)
    changed = [name for name in now if was[name] != now[name]]
    if not changed:
        return Group(Text("Nothing changed.", style="note"))
    return Group(
        Block(byline(after)),
        *(Block(Text(f"{was[name]} -> {now[name]}"), lead=f"  {name}: ") for name in changed),
    )


def _known(article: Article) -> dict[str, str]:
    published = article.published.isoformat() if article.published else ""
    known = {
        "title": article.title,
        "publisher": article.source or "",
        "authors": ", ".join(article.authors),
        "published": published,
        "address": article.url or "",
    }
    return {name: one_line(value) or "(none)" for name, value in known.items()}


def whole_article(article: Article, *, passages: int) -> Group:
    """Return what is known of an article, and its text."""
    authors = one_line(", ".join(article.authors))
    by_hand = sorted(stated(article))
    return Group(
        Block(byline(article)),
        *([Text(f"By {authors}")] if authors else []),
        Text(f"{article.id}, {counted(passages, 'passage')}", style="note"),
        *([Text(f"Edited: {', '.join(by_hand)}.", style="note")] if by_hand else []),
        *references(article, 0, indent=""),
        BLANK,
        Block(Text(plain(article.text).strip())),
    )


def article_list(entries: Iterable[ArticleEntry]) -> Either:
    """Return the articles of a library, each with the number of its passages."""
    table = Columns("id", "date", "passages", "publisher", "title", right=("passages",))
    paragraphs: list[RenderableType] = []
    for entry in entries:
        published = entry.published.isoformat() if entry.published else ""
        publisher, title = one_line(entry.source or ""), one_line(entry.title)
        table.add(entry.id, published or "-", str(entry.passages), publisher or "-", title)
        facts = f"{published or 'undated'}, {counted(entry.passages, 'passage')}"
        paragraphs += [
            Block(Text(facts), lead=f"{entry.id}  "),
            Block(Text(title, style="heading"), lead="  "),
            *([Block(Text(publisher), lead="  ")] if publisher else []),
        ]
    return Either(table, Group(*paragraphs), width=_NARROW)


def filters_in_words(filters: Filters) -> str:
    """Return "Tirana Times or Koha, since 13 January 2025"."""
    parts = [" or ".join(map(one_line, filters.sources))] if filters.sources else []
    parts += [f"since {long_date(filters.since)}"] if filters.since else []
    parts += [f"until {long_date(filters.until)}"] if filters.until else []
    return ", ".join(parts)
