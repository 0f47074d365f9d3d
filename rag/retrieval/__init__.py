"""Retrieval: from a question to the passages that may answer it, with a trace of why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.articles import Article
from index.filters import Filters, Selection
from index.library import Library
from index.passages import Passage
from rag.answers import Hit
from rag.retrieval.copies import collapse
from rag.retrieval.fusion import Fused, fuse
from rag.retrieval.preferences import Preference, preference_of
from rag.retrieval.words import STOPWORDS, quoted_phrases, words

__all__ = ["Retrieval", "full_text_query", "retrieve"]

POOL = 50
"""Passages taken from each half before they are fused."""


@dataclass(frozen=True, kw_only=True)
class Retrieval:
    """The hits for a question, best first."""

    hits: tuple[Hit, ...]
    warnings: tuple[str, ...] = ()


def retrieve(
    library: Library, question: str, *, top_k: int, filters: Filters | None = None
) -> Retrieval:
    """Return the ``top_k`` best passages for ``question``, near-copies folded into one.

    Raises LibraryEmptyError, OtherModelError, LibraryDamagedError, ChromaServerError.
    """
    library.require_articles()
    filters = filters or Filters()
    # More than is shown, so that folding copies does not leave fewer; both halves of the catalog
    # are read in one snapshot, so that no article is seen in two versions.
    pool = max(POOL, 3 * top_k)
    vector = library.embedder.embed_query(question)
    with library.snapshot():
        selection = library.selection(filters)
        dense = library.dense(vector, limit=pool, selection=selection)
        query = full_text_query(question)
        text = library.full_text(query, limit=pool, selection=selection) if query else []
        fused = fuse(dense, text)
        found = library.passages([one.passage_id for one in fused])
        warnings = _warnings(library, filters, selection)
        preference = preference_of(question, library.catalog.sources())
    ranked = [(one, *found[one.passage_id]) for one in fused if one.passage_id in found]
    ranked = _preferred(ranked, preference) if preference else ranked
    return Retrieval(hits=tuple(collapse(_hits(ranked), most=top_k)), warnings=warnings)


def full_text_query(question: str) -> str:
    """Return the FTS5 query for a question: any of its words, and its quoted phrases whole.

    Empty when the question has no word.
    """
    every = list(dict.fromkeys(words(question)))
    chosen = [word for word in every if word not in STOPWORDS] or every
    phrases = [" ".join(words(phrase)) for phrase in quoted_phrases(question)]
    return " OR ".join(f'"{term}"' for term in [*chosen, *phrases] if term)


_Found = tuple[Fused, Passage, Article]


def _preferred(ranked: list[_Found], preference: Preference) -> list[_Found]:
    """Return the passages in the order that the question's own wishes give them."""
    scores = preference.scores([(one.score, article) for one, _, article in ranked])
    rescored = [
        (replace(one, score=score), passage, article)
        for (one, passage, article), score in zip(ranked, scores, strict=True)
    ]
    return sorted(rescored, key=lambda found: -found[0].score)


def _hits(ranked: list[_Found]) -> list[Hit]:
    return [
        Hit(rank=rank, score=one.score, passage=passage, article=article, trace=one.trace)
        for rank, (one, passage, article) in enumerate(ranked, start=1)
    ]


def _warnings(library: Library, filters: Filters, selection: Selection) -> tuple[str, ...]:
    warnings = []
    if selection.sources == ():
        names = ", ".join(repr(name) for name in filters.sources)
        near = [near for name in filters.sources for near in library.nearest_sources(name)]
        meant = f"; did you mean {near[0]!r}?" if near else ""
        warnings.append(f"no article has the source {names}{meant}")
    undated = library.catalog.undated() if filters.since or filters.until else 0
    if undated:
        articles = "article has" if undated == 1 else "articles have"
        warnings.append(f"{undated} {articles} no date and cannot pass a date filter")
    return tuple(warnings)
