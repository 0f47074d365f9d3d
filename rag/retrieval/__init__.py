"""Retrieval: from a question to the passages that may answer it, with a trace of why.

    ranking          both searches of the library, by meaning and by words, in one order
     ├ fusion        their two rankings become one
     ├ signals       how the question's words stand in the best passages; ``idf`` weighs them
     ├ reranking     a cross-encoder may reorder them
     └ preferences   what the question itself prefers: a publisher, a time, the newest
    near_duplicates  passages that say the same count as one

``explaining`` says why hits stand where they stand, ``context`` gives a hit's neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.filters import Filters
from index.library import Library
from index.text.languages import language_of
from rag.answers import Hit
from rag.retrieval.context import Context, context
from rag.retrieval.explaining import Miss, Why, filtered_out, misses
from rag.retrieval.near_duplicates import deduplicate
from rag.retrieval.preferences import Preference, preference_of
from rag.retrieval.ranking import POOL, Ranking, full_text_query, rank, terms_of
from rag.retrieval.reranking import Reranker, load_reranker

__all__ = [
    "Context",
    "Explanation",
    "Miss",
    "Preference",
    "Reranker",
    "Retrieval",
    "Why",
    "context",
    "explain",
    "full_text_query",
    "load_reranker",
    "preference_of",
    "retrieve",
]


@dataclass(frozen=True, kw_only=True)
class Retrieval:
    """The hits for a question, best first."""

    hits: tuple[Hit, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The hits, how the question was understood, and the best of what is not shown."""

    retrieval: Retrieval
    full_text_query: str
    preference: Preference
    filters: Filters
    misses: tuple[Miss, ...]

    @property
    def terms(self) -> list[str]:
        """The words and phrases that were looked for."""
        return terms_of(self.full_text_query)


def retrieve(
    library: Library,
    question: str,
    *,
    top_k: int,
    filters: Filters | None = None,
    preference: Preference | None = None,
    reranker: Reranker | None = None,
) -> Retrieval:
    """Return the ``top_k`` best passages for ``question``, near-duplicates counted as one.

    Without a ``preference``, it is what the words of ``question`` prefer. Raises LibraryEmptyError,
    OtherModelError, LibraryDamagedError, ChromaServerError and, with a reranker, SettingsError.
    """
    filters = filters or Filters()
    library.require_articles()
    ranking = _ranked(library, question, top_k, filters, reranker, preference)
    deduplicated = deduplicate(ranking.hits, ranking.wordings, library.stem_codes_of, most=top_k)
    return Retrieval(hits=deduplicated.hits, warnings=_warnings(library, question, filters))


def explain(
    library: Library,
    question: str,
    *,
    top_k: int,
    filters: Filters | None = None,
    reranker: Reranker | None = None,
) -> Explanation:
    """Return what ``retrieve`` does, and why; raises what it raises.

    With filters the question is searched for twice, to see what they leave out.
    """
    filters = filters or Filters()
    library.require_articles()
    ranking = _ranked(library, question, top_k, filters, reranker)
    deduplicated = deduplicate(ranking.hits, ranking.wordings, library.stem_codes_of, most=top_k)
    missed = [*misses(ranking.hits, deduplicated, ranking.preference, top_k=top_k)]
    if filters:
        everything = _ranked(library, question, top_k, Filters(), reranker)
        missed += filtered_out(everything.hits[:top_k], filters)
    return Explanation(
        retrieval=Retrieval(hits=deduplicated.hits, warnings=_warnings(library, question, filters)),
        full_text_query=ranking.full_text_query,
        preference=ranking.preference,
        filters=filters,
        misses=tuple(missed),
    )


def _ranked(
    library: Library,
    question: str,
    top_k: int,
    filters: Filters,
    reranker: Reranker | None,
    preference: Preference | None = None,
) -> Ranking:
    # More than is shown, so that enough are left without the duplicates.
    pool = max(POOL, 3 * top_k)
    return rank(
        library,
        question,
        pool=pool,
        filters=filters,
        preference=preference,
        reranker=reranker,
    )


def _warnings(library: Library, question: str, filters: Filters) -> tuple[str, ...]:
    selection = library.selection(filters)
    warnings = []
    language = language_of(question)
    if language not in {None, "english"}:
        warnings.append(
            f"the question is taken for {str(language).capitalize()}: articles are found by its"
            " words and their forms, but answers are read in English only, so look at the passages"
        )
    if selection.sources == ():
        names = ", ".join(repr(name) for name in filters.sources)
        near = [near for name in filters.sources for near in library.nearest_sources(name)]
        meant = f"; did you mean {near[0]!r}?" if near else ""
        warnings.append(f"no article has the source {names}{meant}")
    undated = library.catalog.articles.undated() if filters.since or filters.until else 0
    if undated:
        articles = "article has" if undated == 1 else "articles have"
        warnings.append(f"{undated} {articles} no date and cannot pass a date filter")
    return tuple(warnings)
