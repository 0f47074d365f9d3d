"""Which articles are the evidence of a case, and where a ranking has them.

An evidence's ``article`` names an article by its id, by its url, or by the end of its path or
origin: whole parts between ``/``, so that ``b/c.txt`` and ``c.txt`` name ``/a/b/c.txt`` and
``.txt`` does not. The origin counts with and without its ``#key``: one record of a file is named by
``news.jsonl#7``, all of them by ``news.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.articles import Article
from rag.answers import Hit
from rag.evaluation.gold import Case, Evidence


def names(id_: str, url: str | None, path: str, origin: str) -> frozenset[str]:
    """Return every name by which evidence can name an article."""
    places = (path, origin, origin.partition("#")[0])
    ends = {end for place in places for end in _ends(place)}
    return frozenset(ends | {id_} | ({url} if url else set()))


def is_named(article: Article, evidence: Evidence) -> bool:
    """Tell whether the evidence names this article."""
    return _key(evidence) in names(article.id, article.url, article.path, article.origin)


def evidence_ranks(evidence: Sequence[Evidence], hits: Sequence[Hit]) -> tuple[int | None, ...]:
    """Return the rank of each article that the evidence names, ``None`` where it is not among them.

    Articles are ranked, not passages: each has the rank of its first hit, and further hits of
    articles already seen take no rank. The copies of a hit share its article's rank.
    """
    ranking = [
        frozenset().union(*(names(one.id, one.url, one.path, one.origin) for one in group))
        for group in _ranking(hits)
    ]
    return tuple(
        next((rank for rank, named in enumerate(ranking, start=1) if key in named), None)
        for key in dict.fromkeys(_key(one) for one in evidence)
    )


def unmatched_evidence(
    cases: Iterable[Case], articles: Iterable[tuple[str, str | None, str, str]]
) -> list[tuple[Case, Evidence]]:
    """Return the evidence that names no article of the library, with its case.

    ``articles`` are (id, url, path, origin). The measures of a case whose evidence is not in the
    library are those of a question that cannot be got right.
    """
    cited = [(case, evidence) for case in cases for evidence in case.evidence]
    missing = {_key(evidence) for _, evidence in cited}
    for article in articles:
        missing -= names(*article)
    return [(case, evidence) for case, evidence in cited if _key(evidence) in missing]


def _ranking(hits: Sequence[Hit]) -> Iterator[list[Article]]:
    """Yield, rank by rank, the articles that the ranking has not had before."""
    seen: set[str] = set()
    for hit in hits:
        group = [one for one in (hit.article, *hit.copies) if one.id not in seen]
        seen.update(one.id for one in group)
        if group:
            yield group


def _key(evidence: Evidence) -> str:
    return evidence.article.replace("\\", "/").removeprefix("./")


def _ends(place: str) -> Iterator[str]:
    """Yield ``/a/b.txt``, ``a/b.txt`` and ``b.txt`` for ``/a/b.txt``."""
    place = place.replace("\\", "/").removeprefix("./")
    while place:
        yield place
        place = place.partition("/")[2]
