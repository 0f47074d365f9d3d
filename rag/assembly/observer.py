"""Who is told how opening goes. Nothing in this package draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.progress import Follow
from index.progress import run_through as run_through_items
from index.sync.report import BuildReport, Progress

Events = Iterable[Progress | BuildReport]
"""What indexing tells: how far it has come and, as the last one, its report."""


def run_through(events: Events) -> BuildReport:
    """Run indexing through and return the report it ends with."""
    *_, report = events
    if not isinstance(report, BuildReport):
        raise TypeError("indexing ends with its report")
    return report


@dataclass(frozen=True, kw_only=True)
class Observer:
    """What whoever opens a library wants to hear; by default nothing."""

    notify: Callable[[str], None] = lambda _text: None
    """Is told, in a sentence, what a long step is about to do."""
    follow: Callable[[Events], BuildReport] = run_through
    """Runs indexing through, and may show how far it has come."""
    copy: Follow = run_through_items
    """Runs through the articles that are copied from a Chroma server."""


QUIET = Observer()
