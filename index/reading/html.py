"""Web pages: the main text and what the page says about it, by trafilatura."""

from __future__ import annotations

import logging
import re
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from index.reading.dates import parse_date
from index.reading.drafts import Draft, RefusedError
from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.plain_text import title_of

_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
    *("nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_UNSEEN = ("script", "style", "noscript", "template", "head")
_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|article|section|table)\b[^<>]*>", re.IGNORECASE
)
_ITEM = re.compile(r"[-|] ?\S|\d+\. ")


def parse(page: str) -> Draft:
    """Return the draft of a page; raise RefusedError where it holds no text."""
    text = text_of(page)
    metadata = _metadata(page)
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def has_markup(text: str) -> bool:
    """Tell whether ``text`` is written in HTML."""
    return bool(_MARKUP.search(text))


def text_of(page: str) -> str:
    """Return the main text of a page, its paragraphs parted by blank lines.

    Where no main text can be told from the rest it is all the text of the page. Raise
    RefusedError where there is none.
    """
    return _paragraphs(_extracted(page) or _everything(page))


def text_of_fragment(markup: str) -> str:
    """Return the text of a piece of HTML that is the article and nothing else.

    Looking for the main text in it would drop its short parts. Raise RefusedError where there is
    no text.
    """
    return _paragraphs(_everything(markup))


def _paragraphs(lines: list[str]) -> str:
    if not lines:
        raise RefusedError("it is a page without text")
    text = lines[0]
    for above, line in pairwise(lines):
        together = _ITEM.match(above) and _ITEM.match(line)
        text += ("\n" if together else "\n\n") + line
    return text


def _extracted(page: str) -> list[str]:
    try:
        text = _trafilatura().extract(page, include_comments=False)
    except Exception:  # noqa: BLE001 - a page can trip any of the parsers below; we have another way
        return []
    return _lines(text or "")


def _everything(page: str) -> list[str]:
    try:
        tree: Any = _trafilatura().load_html(page)
        if tree is None:
            return []
        for element in list(tree.iter(*_UNSEEN)):
            element.drop_tree()
        for element in tree.iter(*_BLOCKS):
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
        return _lines(str(tree.text_content()))
    except Exception:  # noqa: BLE001 - as above; what is left is a page without text
        return []


def _lines(text: str) -> list[str]:
    return [content for line in text.splitlines() if (content := " ".join(line.split()))]


def _metadata(page: str) -> Metadata:
    try:
        # The extensive search would take a day named in the text for the day of publication.
        found = _trafilatura().extract_metadata(page, extensive=False)
    except Exception:  # noqa: BLE001 - a page whose metadata trips the parser still has its text
        return Metadata()
    return Metadata(
        title=one_line(found.title),
        source=one_line(found.sitename),
        url=one_line(found.url),
        authors=parse_authors(found.author),
        published=parse_date(found.date),
    )


@cache
def _trafilatura() -> ModuleType:
    import trafilatura

    # It logs what it cannot parse; we report that ourselves, and stderr is the user's.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    return trafilatura
