"""What ``rag search --explain --json`` says beside the passages."""

from __future__ import annotations

import dataclasses
import re
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
        "terms": re.findall(r'"([^"]*)"', told.full_text_query),
        "filters": _filters_json(told.filters),
        "preferences": _preference_json(told.preference),
        "near_misses": [_miss_json(one) for one in told.misses],
    }


def _filters_json(filters: Filters) -> dict[str, Any]:
    return {
        "sources": list(filters.sources),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }


def _preference_json(preference: Preference) -> dict[str, Any]:
    return {
        "sources": list(preference.sources),
        "since": preference.since.isoformat() if preference.since else None,
        "until": preference.until.isoformat() if preference.until else None,
        "newest": preference.newest,
    }


def _miss_json(miss: Miss) -> dict[str, Any]:
    hit = miss.hit
    return {
        "why": str(miss.why),
        "reason": miss.reason,
        **hit.as_json(),
        "trace": trace_json(hit),
    }
