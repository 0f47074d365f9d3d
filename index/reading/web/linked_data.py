"""Linked data (JSON-LD): what a page tells programs about its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from index.reading.web.blocks import Element, letters_of

Node = Mapping[str, object]

_ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|\w*Review|LiveBlogPosting|ClaimReview)$")
_COMMENTS = re.compile(r"^\s*(?://\s*)?<!(?:\[CDATA\[|--)|(?://\s*)?(?:\]\]|--)>\s*$")
_MOST_NODES = 2_000


class LinkedData:
    """The nodes of a page, by their ids, and the one that is its article."""

    def __init__(self, tree: Element) -> None:
        self._nodes = list(_nodes(tree))
        self._by_id: dict[str, Node] = {}
        for node in self._nodes:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self._by_id.setdefault(name, node)

    def article(self, titles: Iterable[str], addresses: Iterable[str]) -> Node:
        """Return the node of the article with one of these titles or addresses, else the first.

        It is empty where there is none.
        """
        articles = [node for node in self._nodes if _ARTICLE.search(type_of(node))]
        wanted = {letters_of(title) for title in titles}
        for node in articles:
            headline = letters_of(str(node.get("headline") or node.get("name") or ""))
            if headline and any(
                headline in title or title in headline for title in wanted if title
            ):
                return node
        places = {address.rstrip("/") for address in addresses}
        for node in articles:
            if places & {place.rstrip("/") for place in self._addresses(node)}:
                return node
        return articles[0] if articles else {}

    def several(self, node: Node, name: str) -> list[object]:
        """Return the values of a property, with the nodes that they only name."""
        value = node.get(name)
        return [self._resolved(each) for each in (value if isinstance(value, list) else [value])]

    def of_type(self, *types: str) -> list[Node]:
        """Return the nodes of a type."""
        return [node for node in self._nodes if type_of(node) in types]

    def _resolved(self, value: object) -> object:
        if isinstance(value, Mapping) and isinstance(value.get("@id"), str) and len(value) <= 2:
            return self._by_id.get(value["@id"], value)
        return value

    def _addresses(self, node: Node) -> Iterator[str]:
        for name in ("url", "mainEntityOfPage", "@id"):
            value = node.get(name)
            if isinstance(value, Mapping):
                value = value.get("@id") or value.get("url")
            if isinstance(value, str):
                yield value


def type_of(node: Node) -> str:
    """Return the type of a node, the first where it has several."""
    kind = node.get("@type")
    if isinstance(kind, list):
        kind = next((each for each in kind if isinstance(each, str)), "")
    return kind.rpartition("/")[2] if isinstance(kind, str) else ""


def _nodes(tree: Element) -> Iterator[Node]:
    found = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        # The outermost first; pictures and related stories are inside of something.
        level = [_parsed(script.text or "")]
        while level and found < _MOST_NODES:
            inner: list[object] = []
            for value in level:
                if isinstance(value, list):
                    inner += value
                elif isinstance(value, Mapping):
                    found += 1
                    yield value
                    inner += [
                        each for key, each in value.items() if key in {"@graph", "mainEntity"}
                    ]
            level = inner


def _parsed(source: str) -> object:
    source = _COMMENTS.sub("", _COMMENTS.sub("", source)).strip().rstrip(";")
    for text in (source, re.sub(r",\s*([}\]])", r"\1", source)):
        try:
            return _unescaped(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue
    return None


def _unescaped(value: object) -> object:
    """Return ``value`` with characters for entities: some write it as if it were HTML."""
    if isinstance(value, str):
        return unescape(value) if "&" in value else value
    if isinstance(value, list):
        return [_unescaped(each) for each in value]
    if isinstance(value, dict):
        return {name: _unescaped(each) for name, each in value.items()}
    return value
