"""Objects of the command-line contract for what is found without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from index.articles import Article
from index.edits import stated
from index.sync.report import BuildReport
from rag.answers import Hit, article_json


def search_json(query: str, hits: Iterable[Hit]) -> dict[str, Any]:
    """Return what a search found."""
    return {"query": query, "passages": [hit.as_json() for hit in hits]}


def known_json(article: Article) -> dict[str, Any]:
    """Return what is known of an article, and what its file says of the fields that were edited."""
    said = {
        name: str(value) if isinstance(value, date) else value
        for name, value in stated(article).items()
    }
    return {**article_json(article), **({"stated": said} if said else {})}


def whole_article_json(article: Article, *, passages: int) -> dict[str, Any]:
    """Return an article with its text, and how many passages it is cut into."""
    return {**known_json(article), "passages": passages, "text": article.text}


def build_json(report: BuildReport, articles: int, passages: int) -> dict[str, Any]:
    """Return what indexing did, and how many articles and passages the library holds now."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [{"path": one.path, "reason": one.reason} for one in report.failed],
        "notes": [{"path": one.path, "note": one.text} for one in report.notes],
        "articles": articles,
        "passages": passages,
        "seconds": round(report.seconds, 3),
    }
