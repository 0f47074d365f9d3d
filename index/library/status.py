"""The summary of a library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from index.manifest import Manifest


@dataclass(frozen=True, kw_only=True)
class Status:
    """What a library holds and what it was made with."""

    location: str
    articles: int
    passages: int
    sources: int
    dates: tuple[date | None, date | None]
    """The first and the last date of publication."""
    undated: int
    manifest: Manifest | None
    changed: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag status --json`` prints."""
        first, last = (day.isoformat() if day else None for day in self.dates)
        return {
            "library": self.location,
            "articles": self.articles,
            "passages": self.passages,
            "sources": self.sources,
            "first_published": first,
            "last_published": last,
            "undated": self.undated,
            "embedding": self.manifest.embedding if self.manifest else None,
            "dimension": self.manifest.dimension if self.manifest else None,
            "passage_size": self.manifest.passage_size if self.manifest else None,
            "changed": self.changed.isoformat() if self.changed else None,
        }
