"""The progress of long work: a bar on a terminal, one line at the end or none anywhere else.

The bar is imported where it is drawn: an indexing that finds nothing new is over before that.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from index.sync.report import BuildReport, Progress
from rag.terminal.counting import counted
from rag.terminal.layout import show


def track(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport:
    """Run indexing through, show how far it has come, and return the report it ends with."""
    report = _drawn(events, console) if console.is_terminal else _told(events, console)
    if report is None:
        raise AssertionError("indexing ends with its report")
    return report


def watch(
    items: Iterable[object], console: Console, *, total: int, doing: str, done: int = 0
) -> None:
    """Run through the items, showing on a terminal how many there are and when it will be done."""
    if console.is_terminal:
        from rag.terminal.bars import steps_bar

        steps_bar(items, console, total=total, doing=doing, done=done)
        return
    for _ in items:
        pass


def _drawn(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport | None:
    from rag.terminal.bars import indexing_bar

    return indexing_bar(events, console)


def _told(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport | None:
    done = 0
    for event in events:
        if isinstance(event, BuildReport):
            went = f"Went through {counted(done, 'file')}: {counted(event.passages, 'passage')}"
            show(console, Text(f"{went} embedded in {event.seconds:.1f} s."))
            return event
        done = event.done
    return None
