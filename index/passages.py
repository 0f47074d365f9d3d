"""Passages: the pieces of an article that are embedded, ranked and cited."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.articles import Article
from index.text.sentences import Span

_HEADING = re.compile(r"^#{1,6} +(?P<words>.+?)[ #]*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of an article's text: ``article.text[start:end] == text``, always."""

    id: str
    article_id: str
    position: int
    """0 for the article's first passage."""
    start: int
    end: int
    text: str
    heading: str | None = None
    """The nearest Markdown heading above the passage or at its beginning."""


def split(article: Article, *, size: int) -> list[Passage]:
    """Split an article into passages of about ``size`` characters.

    Passages end where paragraphs or, in long paragraphs, sentences end. They do not overlap, and
    they leave out headlines and other boilerplate of the page. An id names article, version and
    position, so that two versions of an article never share one.
    """
    from index.text.splitting import is_only_headings  # LangChain costs half a second to import

    packed = [
        span
        for start, end in _regions(article)
        for span in _pack(article.text, start, end, size=size)
    ]
    # A heading that boilerplate cuts off from its section still heads the passages that follow.
    spans = [span for span in packed if not is_only_headings(article.text[slice(*span)])] or packed
    headings = [(match.start(), match["words"]) for match in _HEADING.finditer(article.text)]
    return [
        Passage(
            id=f"{article.id}-{article.content_hash}-{position}",
            article_id=article.id,
            position=position,
            start=start,
            end=end,
            text=article.text[start:end],
            heading=_heading_at(headings, start),
        )
        for position, (start, end) in enumerate(spans)
    ]


def embedding_text(passage: Passage, title: str) -> str:
    """Return what is embedded for a passage: its article's title, its heading, its text."""
    heads = [title, passage.heading] if passage.heading != title else [title]
    return "\n".join([*filter(None, heads), passage.text])


def text_hash(text: str) -> str:
    """Return a hash of an embedded text: 24 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _regions(article: Article) -> Iterator[Span]:
    """Yield the stretches of text between boilerplate."""
    from index.reading.boilerplate import boilerplate_spans  # a question needs passages alone

    start = 0
    spans = boilerplate_spans(article.text, article.title)
    for left, right in [*spans, (len(article.text),) * 2]:
        if article.text[start:left].strip():
            yield start, left
        start = right


def _pack(text: str, start: int, end: int, *, size: int) -> list[Span]:
    from index.text.splitting import SentenceTextSplitter

    splitter = SentenceTextSplitter(chunk_size=size)
    spans = []
    for piece in splitter.split_text(text[start:end]):
        stripped = piece.strip()
        if stripped:
            first = start + piece.index(stripped)
            spans.append((first, first + len(stripped)))
        start += len(piece)
    return spans


def _heading_at(headings: list[tuple[int, str]], start: int) -> str | None:
    above = bisect_right(headings, start, key=lambda heading: heading[0])
    return headings[above - 1][1] if above else None
