"""Provenance: what a saved answer was made with, so that it can be verified years later."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from index.library import Library
from rag.answers import Turn


def provenance(library: Library, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the versions, the models, and a hash of each article that the answers show.

    The hash of an article that has left the library meanwhile is ``null``.
    """
    manifest = library.manifest
    shown = [
        *(hit.article.id for turn in turns for hit in turn.answer.passages),
        *(cited.article.id for turn in turns for cited in turn.answer.every_citation),
    ]
    known = library.catalog.articles.by_id(shown)
    return {
        "dateline": version("dateline"),
        "models": {
            "answers": list(dict.fromkeys(turn.answer.model for turn in turns)),
            "embedding": manifest.embedding if manifest else None,
            "embedding_fingerprint": manifest.fingerprint if manifest else None,
        },
        "articles": {
            one: known[one].content_hash if one in known else None for one in dict.fromkeys(shown)
        },
    }
