"""Ranking: everything that both searches find for a question, in one order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.passages import Passage
from index.text.stem_codes import StemCodes
from index.text.words import words
from rag.answers import Hit
from rag.language.words.stopwords import STOPWORDS, quoted_phrases
from rag.retrieval.fusion import ALL_SIGNALS, SEARCHES, Fused, Weights, fuse
from rag.retrieval.idf import Idf
from rag.retrieval.inflections import Inflections, inflections_of
from rag.retrieval.preferences import Preference, preference_in
from rag.retrieval.reranking import Reranker, rerank
from rag.retrieval.signals import ComparedPassage, Matcher

POOL = 50
"""Passages taken from each search before they are fused."""

_MATCHED = 60
"""Passages whose words are compared with the question's."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """All that was found, the best first, duplicates included; how the question was understood."""

    hits: tuple[Hit, ...]
    wordings: Mapping[str, StemCodes]
    """How their passages are worded, by passage id."""
    preference: Preference
    full_text_query: str


def rank(
    library: Library,
    question: str,
    *,
    pool: int,
    filters: Filters,
    preference: Preference | None = None,
    reranker: Reranker | None = None,
) -> Ranking:
    """Rank the best ``pool`` passages of each search together.

    Without a ``preference``, it is what the words of ``question`` prefer. Raises OtherModelError,
    LibraryDamagedError, ChromaServerError and, with a reranker, SettingsError.
    """
    embedder = library.embedder
    inflections = inflections_of(question, library)
    query = full_text_query(question, inflections)

    def by_meaning() -> list[tuple[str, float]]:
        vector = embedder.embed_query(question)
        return library.dense(vector, limit=pool, selection=selection)

    # The catalog is read in one snapshot, so that no article is seen in two versions. The model and
    # Chroma release the interpreter's lock, so both searches run at once.
    with library.snapshot(), ThreadPoolExecutor(1) as beside:
        selection = library.selection(filters)
        dense_search = beside.submit(by_meaning)
        text = library.full_text(query, limit=pool, selection=selection) if query else []
        dense = dense_search.result()
        fused = fuse(dense, text)
        found = library.passages([one.passage_id for one in fused])
        if preference is None:
            preference = preference_in(question, library)
        fused = [one for one in fused if one.passage_id in found]
        wordings = library.stem_codes([passage for passage, _ in found.values()])
        weights = SEARCHES
        # What only one search has found stays in its order.
        if dense and text:
            weights = ALL_SIGNALS
            wanted = " ".join([question, *inflections.forms])
            fused = _matched(fused, found, wordings, Matcher(wanted, Idf(library)))
    hits = _hits(fused, found, weights)
    if reranker:
        hits = rerank(question, hits, reranker)
    hits = _preferred(hits, preference) if preference else hits
    numbered = (
        hit if hit.rank == place else replace(hit, rank=place)
        for place, hit in enumerate(hits, start=1)
    )
    return Ranking(
        hits=tuple(numbered), wordings=wordings, preference=preference, full_text_query=query
    )


def full_text_query(question: str, inflections: Inflections | None = None) -> str:
    """Return the FTS5 query for a question: any of its words, and its quoted phrases whole.

    ``inflections`` are those of a question in another language. Empty when the question has no
    word.
    """
    inflections = inflections or Inflections()
    every = list(dict.fromkeys(words(question)))
    chosen = [word for word in every if word not in STOPWORDS | inflections.small_words] or every
    phrases = [" ".join(words(phrase)) for phrase in quoted_phrases(question)]
    terms = dict.fromkeys([*chosen, *phrases, *inflections.forms])
    return " OR ".join(f'"{term}"' for term in terms if term)


def terms_of(query: str) -> list[str]:
    """Return the words and phrases of what ``full_text_query`` gives."""
    return re.findall(r'"([^"]*)"', query)


_Found = dict[str, tuple[Passage, Article]]


def _matched(
    fused: Sequence[Fused], found: _Found, wordings: Mapping[str, StemCodes], matcher: Matcher
) -> list[Fused]:
    """Return the passages, the best of them with the signals of the question's words."""
    worded = []
    for one in fused[:_MATCHED]:
        passage, article = found[one.passage_id]
        worded.append(ComparedPassage(passage, article.title, wordings[passage.id]))
    compared = zip(fused, matcher.matches(worded), strict=False)
    return [*(replace(one, match=match) for one, match in compared), *fused[_MATCHED:]]


def _hits(fused: Sequence[Fused], found: _Found, weights: Weights) -> list[Hit]:
    """Return hits in the order of their scores."""
    scored = sorted(((one.score(weights), one) for one in fused), key=lambda pair: -pair[0])
    return [
        Hit(
            rank=place,
            score=score,
            passage=found[one.passage_id][0],
            article=found[one.passage_id][1],
            trace=one.full_trace,
        )
        for place, (score, one) in enumerate(scored, start=1)
    ]


def _preferred(hits: Sequence[Hit], preference: Preference) -> list[Hit]:
    """Return the hits in the order of their scores with what the question prefers."""
    gains = preference.gains(hits)
    rescored = [
        replace(
            hit,
            score=(hit.score + gain) / (1 + preference.most),
            trace=replace(hit.trace, preferred=gain),
        )
        for hit, gain in zip(hits, gains, strict=True)
    ]
    return sorted(rescored, key=lambda hit: -hit.score)
