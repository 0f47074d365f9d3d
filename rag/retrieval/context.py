"""The context of a hit: the passages before and after it in its article."""

from __future__ import annotations

from dataclasses import dataclass

from index.articles import Article
from index.library import Library
from index.passages import Passage
from rag.answers import Hit


@dataclass(frozen=True, kw_only=True)
class Context:
    """A hit's passage with its neighbours, in the article's order."""

    article: Article
    passages: tuple[Passage, ...]

    @property
    def start(self) -> int:
        """Where the first passage begins in the article's text."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """Where the last one ends."""
        return self.passages[-1].end

    @property
    def text(self) -> str:
        """The article from the first passage to the last, with whatever stands between them."""
        return self.article.text[self.start : self.end]


def context(library: Library, hit: Hit, *, before: int = 1, after: int = 1) -> Context:
    """Return a hit's passage with ``before`` and ``after`` passages of its article around it.

    Where the article is no longer in the library, or in another version, it is the hit alone.
    """
    if not before and not after:
        return Context(article=hit.article, passages=(hit.passage,))
    position = hit.passage.position
    near = (
        passage
        for passage in library.passages_of(hit.article)
        if position - before <= passage.position <= position + after
    )
    passages = tuple(near)
    known = any(passage.id == hit.passage.id for passage in passages)
    return Context(article=hit.article, passages=passages if known else (hit.passage,))
