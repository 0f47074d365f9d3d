"""What ``rag search --explain --json`` says beside the passages."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.filters import Filters
    from rag.answers import Hit
    from rag.retrieval import Explanation, Miss, Preference


def trace_json(hit: Hit) -> dict[str, Any]:
    """Return a hit's ranks and scores, ``null`` where a signal has nothing to say of it."""
    copies = [{"article_id": copy.id, "path": copy.path} for copy in hit.copies]
    return dataclasses.asdict(hit.trace) | {"copies": copies}


def explanation_json(told: Explanation) -> dict[str, Any]:
    """Return how the question was understood and what is not shown, with the reasons."""
    return {
        "terms": told.terms,
        "filters": _wishes_json(told.filters),
        "preferences": _wishes_json(told.preference) | {"newest": told.preference.newest},
        "near_misses": [_miss_json(one) for one in told.misses],
    }


def _wishes_json(wishes: Filters | Preference) -> dict[str, Any]:
    return {
        "sources": list(wishes.sources),
        "since": wishes.since.isoformat() if wishes.since else None,
        "until": wishes.until.isoformat() if wishes.until else None,
    }


def _miss_json(miss: Miss) -> dict[str, Any]:
    hit = miss.hit
    return {
        "why": str(miss.why),
        "reason": miss.reason,
        **hit.as_json(),
        "trace": trace_json(hit),
    }
