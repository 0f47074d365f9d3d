"""How well passages are found: both halves alone, fused by rank, ours, and a plain script.

    python tests/bench/measure_retrieval.py ../shared/data [--part held-out] [--most 300]

Each set becomes one collection: all paragraphs of the SQuAD 2.0 half, all of XQuAD, Cranfield's
documents. Its questions are in two parts, by a hash of the Wikipedia article (or of the query):
weights are chosen on ``development``, ``held-out`` is for a last look. The libraries are kept in
``--keep`` and, as vectors of questions are remembered too, a second run is cheap.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from index.errors import LibraryMissingError
from index.filters import Selection
from index.library import Library
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches
from rag.answers import Hit
from rag.evaluation import Case, Relevance, articles_of, load_cases
from rag.evaluation.metrics import ranking_metrics
from rag.evaluation.metrics.relevance import Gold
from rag.evaluation.runs.assessing import ranked_articles, ranked_passages
from rag.retrieval import Reranker, full_text_query, load_reranker, retrieve

SETS = {
    "XQuAD": Path("squad/xquad.en.json"),
    "SQuAD 2.0": Path("squad/squad2-dev-half.json"),
    "Cranfield": Path("cranfield-beir"),
}
PARTS = ("development", "held-out")
MEASURES = ("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10")
POOL = 50
TOP_K = 16
"""With so many hits each half is asked for as many passages as with the default of 8."""
RRF = 60
"""The constant of Cormack, Clarke and Büttcher (SIGIR 2009)."""

Search = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True)
class Asked:
    """A library, the questions about it, and what is relevant to each."""

    library: Library
    cases: Sequence[Case]
    golds: Sequence[Gold]


def part_of(case: Case) -> str:
    """Return the part that a case is in: all questions about a Wikipedia article are in one."""
    _, _, place = case.evidence[0].article.rpartition("#")
    group, _, _ = place.rpartition("/")
    return PARTS[hashlib.sha256((group or case.id).encode()).digest()[0] % 2]


def chosen(path: Path, *, part: str, most: int) -> list[Case]:
    """Return the cases of a part that name what they are answered from, ``most`` by chance."""
    cases = [case for case in load_cases(path) if case.evidence and part_of(case) == part]
    random.Random(0).shuffle(cases)
    return cases[:most]


def opened(path: Path, folder: Path) -> Library:
    """Open the library of a set, after making it where it is missing."""
    location, settings = Location(directory=folder), IndexSettings()
    articles = [(article, str(path)) for article in articles_of(path) or ()]
    try:
        library = Library(location, settings)
        if library.counts()[0] == len(articles):
            return library
        library.close()
    except LibraryMissingError:
        pass
    with open_for_writing(location, settings) as writer:
        writer.adopt_model()
        for batch in in_batches(articles, writer.embedder, size=settings.passage_size):
            writer.put(batch)
    return Library(location, settings)


def searches(library: Library, reranker: Reranker | None) -> Iterator[tuple[str, Search]]:
    """Yield the ways to search, by name."""
    yield "dense alone", lambda question: hits_of(library, dense(library, question))
    yield "full text alone", lambda question: hits_of(library, full_text(library, question))
    yield "reciprocal ranks", lambda question: hits_of(library, by_ranks(library, question))
    yield "Dateline", lambda question: retrieve(library, question, top_k=TOP_K).hits
    if reranker:
        reranked = partial(retrieve, library, top_k=TOP_K, reranker=reranker)
        yield f"Dateline, {reranker.name}", lambda question: reranked(question).hits


def dense(library: Library, question: str) -> list[tuple[str, float]]:
    return library.dense(library.embedder.embed_query(question), limit=POOL, selection=Selection())


def full_text(library: Library, question: str) -> list[tuple[str, float]]:
    query = full_text_query(question)
    return library.full_text(query, limit=POOL, selection=Selection()) if query else []


def by_ranks(library: Library, question: str) -> list[tuple[str, float]]:
    scores: dict[str, float] = {}
    for ranking in (dense(library, question), full_text(library, question)):
        for rank, (passage_id, _) in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (RRF + rank)
    return sorted(scores.items(), key=lambda one: -one[1])


def hits_of(library: Library, ranking: Sequence[tuple[str, float]]) -> list[Hit]:
    found = library.passages([passage_id for passage_id, _ in ranking])
    return [
        Hit(rank=rank, score=score, passage=found[one][0], article=found[one][1])
        for rank, (one, score) in enumerate(ranking, start=1)
    ]


def _name(article_id: str, _origin: str) -> str:
    return article_id


def measured(asked: Asked, search: Search) -> tuple[list[float], list[float]]:
    """Return the means of the measures by article, and those by passage where there are quotes."""
    by_article, by_passage = [], []
    for case, gold in zip(asked.cases, asked.golds, strict=True):
        hits = search(case.question)
        by_article.append(ranking_metrics(ranked_articles(hits, gold, name=_name), gold.articles))
        if gold.passages:
            by_passage.append(ranking_metrics(ranked_passages(hits, gold), gold.passages))
    return means(by_article), means(by_passage)


def plainly_measured(asked: Asked, folder: Path) -> list[float]:
    """Return the same by article of LangChain, HuggingFaceEmbeddings and Chroma, with defaults."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from plain import store

    vectors = store(str(folder))
    if not vectors.get(limit=1)["ids"]:
        whole = [
            Document(article.text, metadata={"article": article.id})
            for article, _ in asked.library.catalog.articles.with_files()
        ]
        pieces = RecursiveCharacterTextSplitter(chunk_size=1000).split_documents(whole)
        for first in range(0, len(pieces), 1_000):
            vectors.add_documents(pieces[first : first + 1_000])
    found = []
    for case, gold in zip(asked.cases, asked.golds, strict=True):
        documents = vectors.similarity_search(case.question, k=POOL)
        ids = dict.fromkeys(one.metadata["article"] for one in documents)
        ranking = [name for one in ids for name in gold.documents.get(one, (one,))]
        found.append(ranking_metrics(ranking, gold.articles))
    return means(found)


def means(found: Sequence[dict[str, float | None]]) -> list[float]:
    values = [[one[name] or 0.0 for name in MEASURES] for one in found]
    return np.mean(values, axis=0).tolist() if values else []


def row(name: str, by_article: Iterable[float], by_passage: Sequence[float] = ()) -> str:
    shown = [f"{value:.3f}" for value in (*by_article, *by_passage[:1])]
    return f"| {name} | {' | '.join(shown)} |{'' if by_passage else '  |'}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=PARTS, default=PARTS[0])
    parser.add_argument("--most", type=int, default=1_000, help="questions of a set")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--reranker", help="a cross-encoder to measure too")
    parser.add_argument("--no-plain", action="store_true", help="without the plain script")
    parser.add_argument(
        "--keep", type=Path, default=user_cache_path("dateline", appauthor=False) / "measured"
    )
    given = parser.parse_args()
    reranker = load_reranker(given.reranker) if given.reranker else None
    for name in given.sets:
        path = given.data / SETS[name]
        cases = chosen(path, part=given.part, most=given.most)
        with opened(path, given.keep / path.stem) as library:
            relevance = Relevance(cases, library, name=_name)
            asked = Asked(library, cases, [relevance.of(case) for case in cases])
            print(f"\n{name}, {given.part}, {len(cases)} questions\n")
            print(f"| | {' | '.join(MEASURES)} | passage hit@1 |\n|---{'|---:' * 6}|", flush=True)
            for searched, search in searches(library, reranker):
                print(row(searched, *measured(asked, search)), flush=True)
            if not given.no_plain:
                plain = plainly_measured(asked, given.keep / f"{path.stem}-plain")
                print(row("plain script", plain), flush=True)


if __name__ == "__main__":
    main()
