"""The blocks of a page: paragraphs, headings, items and rows, in the order of their reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from index.errors import importing

Element = Any
"""An element of lxml, which ships without types."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = HEADINGS | frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
        *("html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul", "caption", "amp-story", "shreddit-post"),
    )
)
_UNSEEN = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object"),
        *("select", "textarea", "button", "audio", "video", "canvas", "map", "datalist"),
        *("rp", "rt"),  # how a character is read, above it
    )
)
_LONGEST_CELL = 400
_MOST_LAYOUT_CELLS = 1
_BROKEN_WORD = re.compile(r"[^\W\d_][-\u00ad\u2010]$")


@dataclass(eq=False)
class Block:
    """A stretch of text between two boundaries of elements that stand on lines of their own."""

    text: str
    element: Element
    """The innermost element around the whole of it that stands on lines of its own."""
    link_share: float
    """The share of its characters that are links."""

    @cached_property
    def letters(self) -> str:
        """Its letters and digits, in lower case."""
        return letters_of(self.text)

    @property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @cached_property
    def heading(self) -> str:
        """The name of the heading that it is or is in, empty for what is in none."""
        for each in (self.element, *self.element.iterancestors()):
            if each.tag in HEADINGS:
                return str(each.tag)
        return ""


def letters_of(text: str) -> str:
    """Return the letters and digits of ``text`` in lower case, by which texts are compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


def blocks_of(tree: Element) -> list[Block]:
    """Return the blocks of a document, those too that a browser would not show at first."""
    return list(_joined(_Walk(tree).blocks()))


def is_item(block: Block) -> bool:
    """Return whether a block is an item of a list, or the first part of one."""
    return block.tag == "li" or (
        block.tag in {"p", "div"}
        and block.element.getparent() is not None
        and block.element.getparent().tag == "li"
    )


class _Walk:
    """A walk through a document that gathers the text up to each boundary."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._inside: list[Element] = []

    def blocks(self) -> Iterator[Block]:
        with importing("lxml"):
            from lxml.etree import iterwalk

        walk = iterwalk(self._tree, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in {"comment", "pi"}:
                self._add(element.tail)
            elif event == "start":
                yield from self._enter(element, walk)
            else:
                yield from self._leave(element)
        yield from self._flush()

    def _enter(self, element: Element, walk: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN:
            walk.skip_subtree()
        elif tag == "br":
            yield from self._flush()
        elif tag == "table" and _is_data(element):
            yield from self._flush()
            yield from _rows(element)
            walk.skip_subtree()
            self._inside.append(element)
        elif tag in _BLOCKS:
            yield from self._flush()
            self._inside.append(element)
            self._add(element.text)
        else:
            self._links += tag == "a"
            self._add(element.text)

    def _leave(self, element: Element) -> Iterator[Block]:
        tag = element.tag
        if tag in _BLOCKS:
            yield from self._flush()
            if self._inside:
                self._inside.pop()
        self._links -= tag == "a"
        if tag != "html":
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            if self._links:
                self._linked += len(text)

    def _flush(self) -> Iterator[Block]:
        text = one_space("".join(self._parts))
        if text and self._inside:
            share = min(1.0, self._linked / len(text))
            yield Block(text=text, element=self._inside[-1], link_share=share)
        self._parts, self._linked = [], 0


def one_space(text: str) -> str:
    """Return ``text`` as one line."""
    return " ".join(text.split())


def _is_data(table: Element) -> bool:
    """Return whether a table holds figures and words, and does not lay out a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    rows = list(table.iterdescendants("tr"))
    if len(cells) <= len(rows) or next(table.iterdescendants("h1", "article"), None) is not None:
        return False
    return all(len(cell.text_content()) <= _LONGEST_CELL for cell in cells)


def _rows(table: Element) -> Iterator[Block]:
    for row in table.iterdescendants("caption", "tr"):
        cells = [row] if row.tag == "caption" else list(row.iterchildren("td", "th"))
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            linked = sum(len(link.text_content()) for link in row.iterdescendants("a"))
            text = texts[0] if row.tag == "caption" else f"| {' | '.join(texts)} |"
            yield Block(text=text, element=row, link_share=min(1.0, linked / len(text)))


def cell_text(cell: Element) -> str:
    """Return the text of a cell as one line, the items of a list in it apart."""
    parts = [one_space(part) for part in cell.itertext() if not _is_unseen(part)]
    return " ".join(filter(None, parts))


def _is_unseen(text: Any) -> bool:
    parent = text.getparent() if hasattr(text, "getparent") else None
    return parent is not None and not text.is_tail and parent.tag in _UNSEEN


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Join what a narrow column, with a line break at the end of each line, has broken."""
    waiting: list[Block] = []
    for block in blocks:
        if waiting and waiting[-1].element is not block.element:
            yield from _as_one(waiting)
            waiting = []
        waiting.append(block)
    yield from _as_one(waiting)


def _as_one(lines: list[Block]) -> list[Block]:
    broken = [line for line in lines[:-1] if _BROKEN_WORD.search(line.text)]
    if not broken:
        return lines
    text = ""
    for line in lines:
        if _BROKEN_WORD.search(text) and line.text[0].islower():
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}".strip()
    share = sum(line.link_share * len(line.text) for line in lines) / len(text)
    return [Block(text=text, element=lines[0].element, link_share=min(1.0, share))]
