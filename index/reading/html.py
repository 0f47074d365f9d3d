"""Web pages: the main text and what the page says about it, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, TypeVar

from index.errors import importing
from index.reading.dates import parse_date
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.plain_text import title_of

_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
    *("nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_PACKAGES = ("trafilatura", "lxml_html_clean")
"""The second is an extra of lxml, which old versions of pip leave out."""

Found = TypeVar("Found")

_UNSEEN = ("script", "style", "noscript", "template", "head")
_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|article|section|table)\b[^<>]*>", re.IGNORECASE
)
_DOCUMENT = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_ITEM = re.compile(r"[-|] ?\S|\d+\. ")


def parse(page: str) -> Draft:
    """Return the draft of a page; raise RefusedError where it holds no text."""
    text = text_of(page)
    metadata = _metadata(page)
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def has_markup(text: str) -> bool:
    """Return whether ``text`` is written in HTML."""
    return bool(_MARKUP.search(text))


def text_of(page: str) -> str:
    """Return the main text of a page, with a blank line between paragraphs.

    Where no main text is found, all the text of the page is returned. Raises RefusedError where
    there is none.
    """
    return _paragraphs(_extracted(page) or _everything(page))


def text_of_fragment(markup: str) -> str:
    """Return the text of a piece of HTML that is the article and nothing else.

    To look for the main text in it would drop its short parts. Raises RefusedError where there is
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
    """Return the lines of the main text, none where trafilatura finds none."""
    extract = _trafilatura().extract
    return _lines(_attempt(lambda: extract(page, include_comments=False)) or "")


def _everything(page: str) -> list[str]:
    """Return the lines of all the text that a browser would show."""
    load_html = _trafilatura().load_html
    # trafilatura takes a lone element for something that is not HTML.
    document = page if _DOCUMENT.search(page) else f"<html><body>{page}</body></html>"

    def text_content() -> str:
        tree: Any = load_html(document)
        if tree is None:
            return ""
        for element in list(tree.iter(*_UNSEEN)):
            element.drop_tree()
        for element in tree.iter(*_BLOCKS):
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
        return str(tree.text_content())

    return _lines(_attempt(text_content) or "")


def _lines(text: str) -> list[str]:
    return [content for line in text.splitlines() if (content := " ".join(line.split()))]


def _metadata(page: str) -> Metadata:
    extract_metadata = _trafilatura().extract_metadata
    # The extensive search would take a day named in the text for the day of publication.
    document: Any = _attempt(lambda: extract_metadata(page, extensive=False))
    if document is None:
        return Metadata()
    return Metadata(
        title=one_line(document.title),
        source=one_line(document.sitename),
        url=one_line(document.url),
        authors=parse_authors(document.author),
        published=parse_date(document.date),
    )


def _attempt(parse: Callable[[], Found]) -> Found | None:
    """Return what ``parse`` makes of a page, ``None`` where the page trips a parser.

    Raises InstallationError for a module that is only imported now.
    """
    with importing(*_PACKAGES):
        try:
            return parse()
        except ImportError:
            raise
        except Exception:  # noqa: BLE001 - trafilatura, htmldate and lxml each raise their own
            return None


@cache
def _trafilatura() -> ModuleType:
    with importing(*_PACKAGES):
        import trafilatura

    # It logs what it cannot parse; we report that ourselves, and stderr is the user's.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    return trafilatura
