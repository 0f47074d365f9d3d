"""Search by meaning in Chroma under filters that let many passages pass.

Chroma's own filter lists all that pass before it searches, and walks most of its graph where few
do. The catalog knows what passes. So where much passes, more of the nearest than are wanted are
asked for without a filter, and the catalog filters them.
"""

from __future__ import annotations

from index.catalog import Catalog
from index.chroma import VectorStore
from index.embedding import Vectors
from index.filters import Selection
from index.settings import SearchSettings


def nearest_passing(
    vector: Vectors,
    *,
    limit: int,
    selection: Selection,
    vectors: VectorStore,
    catalog: Catalog,
    size: int,
    settings: SearchSettings,
) -> list[tuple[str, float]]:
    """Return the nearest passages that pass: id and cosine, the nearest first.

    ``vector`` is ``(dimension,)`` float32; the library has ``size`` passages.
    """
    share = catalog.selector.share(selection)
    if share >= settings.wide_share:
        asked = max(settings.least_asked, int(limit * settings.oversample / share))
        nearest = vectors.nearest(vector, limit=asked, selection=Selection(), among=size)
        passing = catalog.selector.passing([passage_id for passage_id, _ in nearest], selection)
        hits = [hit for hit in nearest if hit[0] in passing]
        if len(hits) >= limit:
            return hits[:limit]
    return vectors.nearest(vector, limit=limit, selection=selection)
