"""Web pages: the main text and what the page says about it, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, TypeVar

from index.errors import importing
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata
from index.reading.text_files import databases
from index.reading.text_files.plain_text import title_of
from index.reading.web.blocks import Block, blocks_of, is_item
from index.reading.web.facts import Facts, facts_of
from index.reading.web.main_text import article_blocks, covers

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
_EXPORT = re.compile(
    r">\s*(?:\w{2,12}\s+[A-Z][A-Z0-9]{3,15}\d{8}[a-z0-9]{6}|\d+ of \d+ DOCUMENTS?\b|Full text:)"
    r"|>\s*HD\s*<"
)
"""What a page has that a news database exported."""
_AUTHOR = re.compile(r"<div class=\"author\">(?!\s*By\b)", re.IGNORECASE)
_INLINE = re.compile(
    r"\[(?P<words>[^\[\]]*)\]\(https?:[^()\s]*\)|</?(?:a|b|em|i|small|span|strong)\b[^<>]*>"
)
"""Markdown's links, and tags, in linked data that should be plain text."""
_SPOKEN = re.compile(
    r"<span\b[^<>]*\bclass=[\"'](?:[^\"'<>]*[\s_-])?(?:a11y|assistive-text|off-?screen"
    r"|screen-?reader(?:-only|-text)?|sr-only|vh|visually-?hidden)(?:\s[^\"'<>]*)?[\"'][^<>]*>"
    r"[^<>]*</span>",
    re.IGNORECASE,
)
"""What is only said to those who cannot see the page: "(opens in a new window)"."""
_MOST_BEYOND = 1.5
"""How many times as long as what is shown the text of linked data may be."""
_ITEM = re.compile(r"[-|] ?\S|\d+\. ")


def drafts(page: str) -> Iterator[Draft]:
    """Yield the articles of a page: all that a news database exported, or the one of the page."""
    found: list[Draft] = []
    if _EXPORT.search(page):
        # The lines of its source mean nothing; that a line names the author, its elements say.
        marked = _AUTHOR.sub(r"\g<0>By: ", " ".join(page.split()))
        found = list(databases.drafts_of("\n\n".join(_everything(marked))))
    yield from (replace(each, first_line=1) for each in found or [parse(page)])


def parse(page: str) -> Draft:
    """Return the draft of a page; raise RefusedError where it holds no text."""
    page = _SPOKEN.sub("", page)
    tree = _tree(page)
    blocks = [] if tree is None else blocks_of(tree)
    facts = facts_of(tree, blocks) if tree is not None else None
    text = _article_text(page, blocks, facts) or _paragraphs(_everything(page))
    metadata = facts.metadata if facts else Metadata()
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def _article_text(page: str, blocks: list[Block], facts: Facts | None) -> str:
    """Return the text of the article on a page, empty where none is found.

    Some pages are drawn by a program, and hold their text for other programs alone.
    """
    extracted, body = _extracted(page), _INLINE.sub(r"\g<words>", facts.body) if facts else ""
    if not (body or covers(blocks, extracted)):
        return _paragraphs(extracted)
    titles, descriptions = (facts.titles, facts.descriptions) if facts else ((), ())
    shown = _shown(
        article_blocks(blocks, "\n".join(extracted), titles=titles, descriptions=descriptions)
    )
    if len(body) <= _MOST_BEYOND * len(shown):
        return shown
    return text_of_fragment(body) if has_markup(body) else _paragraphs(_lines(body))


def _shown(blocks: list[Block]) -> str:
    """Return the text of blocks: a blank line between paragraphs, none within lists and tables."""
    text = ""
    for above, block in zip([None, *blocks], blocks, strict=False):
        item = is_item(block)
        together = above is not None and (
            (item and is_item(above)) or (block.tag == above.tag == "tr")
        )
        text += "\n" if together else "\n\n" if text else ""
        text += f"- {block.text}" if item else block.text
    return text


def has_markup(text: str) -> bool:
    """Return whether ``text`` is written in HTML."""
    return bool(_MARKUP.search(text))


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


def _tree(page: str) -> Any:
    load_html = _trafilatura().load_html
    return _attempt(lambda: load_html(page))


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
