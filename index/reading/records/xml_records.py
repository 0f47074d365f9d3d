"""Articles in XML: a wiki's export, NITF, Reuters' RCV1, and Factiva's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from index.reading.documents.xml import local_name, parse_xml
from index.reading.formats import Draft, LeftOutError, RefusedError
from index.reading.records.fields import draft_of

_LOOKED_AT = 4_000
_ROOT = re.compile(rb"<(?:mediawiki|nitf|newsitem|PPSResponse)\b")
_TEXTS = {
    "page": ("text",),
    "nitf": ("body.content",),
    "newsitem": ("text",),
    "article": ("leadParagraph", "tailParagraphs"),
}
"""The elements that are articles, and those in them that hold their texts."""
_PARAGRAPHS = ("p", "paragraph")
_FIELDS = {
    "title": ("hl1", "headline", "title"),
    "byline": ("byline",),
    "date": ("publicationDate",),
    "source": ("sourceName",),
    "id": ("accessionNo", "id"),
}
_WHOLE = "full_text"
"""The class of the block of NITF that holds the others' words, too."""


def is_one(content: bytes) -> bool:
    """Return whether a file begins as such XML does."""
    return bool(_ROOT.search(content, 0, _LOOKED_AT))


def read(content: bytes, on_progress: Callable[[float], None]) -> Iterator[Draft | RefusedError]:
    """Yield a draft, or the reason there is none, for each article. Raises RefusedError."""
    root = parse_xml(content)
    articles = [element for element in root.iter() if local_name(element) in _TEXTS]
    site = _first(root, "sitename") if local_name(root) == "mediawiki" else ""
    for number, article in enumerate(articles, start=1):
        on_progress(number / len(articles))
        try:
            record = _record(article, site)
            yield draft_of(record, default_key=str(number)).at(f"article {number}")
        except RefusedError as refusal:
            yield refusal.at(f"article {number}")


def _record(article: Any, site: str) -> Mapping[str, object]:
    kind = local_name(article)
    if kind == "page":
        if _first(article, "ns") not in {"", "0"}:
            raise LeftOutError("it is a page about the wiki, so it was left out")
        if _elements(article, "redirect"):
            raise LeftOutError("it leads to another page, so it was left out")
    record: dict[str, object] = {
        name: next(filter(None, (_first(article, each) for each in elements)), "")
        for name, elements in _FIELDS.items()
    }
    dates = [element.get("norm") for element in _elements(article, "date.issue")]
    papers = [element.get("name") for element in _elements(article, "pubdata")]
    record["date"] = record["date"] or article.get("date") or next(filter(None, dates), "")
    record["source"] = record["source"] or next(filter(None, papers), site)
    record["id"] = record["id"] or article.get("itemid") or ""
    record["text"] = list(_paragraphs(article, _TEXTS[kind]))
    return record


def _paragraphs(article: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for element in _elements(article, name):
            blocks = [each for each in element.iter() if each.get("class") == _WHOLE]
            for part in blocks or [element]:
                paragraphs = [each for each in part.iter() if local_name(each) in _PARAGRAPHS]
                # A wiki's lines mean something, those of a paragraph nothing.
                yield from (_words(each) for each in paragraphs)
                if not paragraphs:
                    yield "".join(part.itertext()).strip()


def _elements(article: Any, name: str) -> list[Any]:
    return [element for element in article.iter() if local_name(element) == name]


def _first(article: Any, name: str) -> str:
    return next((_words(element) for element in _elements(article, name)), "")


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
