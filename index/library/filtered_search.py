"""Search by meaning under filters.

Chroma's own filter lists all that pass before it searches, and walks most of its graph where few
do. The catalog knows what passes; so where that is much, more of the nearest are asked for than
are wanted. Where it is little, ``comparing`` needs no Chroma.
"""

from __future__ import annotations

from index.embedding import Vectors
from index.filters import Selection
from index.library.catalog import Catalog
from index.library.chroma import VectorStore

_MUCH = 0.1
"""Share of the articles, at least, among which the nearest of all are looked for."""
_SPARE, _LEAST = 1.5, 800
"""So many times as many as would do if what passes lay evenly; so many, at least, are asked for,
because the index finds the fiftieth that passes less surely than the fiftieth of all."""


def nearest_passing(
    vector: Vectors,
    *,
    limit: int,
    selection: Selection,
    vectors: VectorStore,
    catalog: Catalog,
    size: int,
) -> list[tuple[str, float]]:
    """Return the nearest passages that pass: id and cosine, the nearest first.

    ``vector`` is ``(dimension,)`` float32; the library has ``size`` passages.
    """
    share = catalog.share(selection)
    if share >= _MUCH:
        asked = max(_LEAST, int(limit * _SPARE / share))
        nearest = vectors.nearest(vector, limit=asked, selection=Selection(), among=size)
        passing = catalog.passing([passage_id for passage_id, _ in nearest], selection)
        found = [one for one in nearest if one[0] in passing]
        if len(found) >= limit:
            return found[:limit]
    return vectors.nearest(vector, limit=limit, selection=selection)
