"""Long work as things to run through, so that whoever asked for it may show how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Follow = Callable[[Iterable[object], int], None]
"""Runs through things of which there will be so many."""


def run_through(items: Iterable[object], _total: int) -> None:
    """Run through the items and show nothing."""
    for _ in items:
        pass
