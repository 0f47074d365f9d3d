"""The bars that show on a terminal how far long work is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from index.sync.report import BuildReport, Progress
from rag.terminal.counting import counted
from rag.terminal.text import shortened

_PATH_LENGTH = 30
_SPEED_OF = 900.0
"""Seconds by whose average the time left is told: a batch alone can take a minute."""
_ROOM_FOR_PASSAGES = 60
_ROOM_FOR_RATE = 90
_ROOM_FOR_PATH = 125
"""Columns from which on a part of the bar is shown."""


def indexing_bar(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport | None:
    """Run indexing through and return the report it ends with, if it does."""
    columns = _columns(console.width)
    bar = Bar(*columns, console=console, transient=True, speed_estimate_period=_SPEED_OF)
    with bar:
        task = bar.add_task("", total=None, files="", articles="", passages="", rate="", path="")
        started = time.monotonic()
        for event in events:
            if isinstance(event, BuildReport):
                return event
            done, total = _extent(event)
            bar.update(
                task,
                completed=done,
                total=total,
                files=_files(event),
                articles=counted(event.articles, "article"),
                passages=counted(event.passages, "passage"),
                rate=_rate(event.passages, time.monotonic() - started),
                path=shortened(event.path, _PATH_LENGTH),
            )
    return None


def _columns(width: int) -> Iterator[ProgressColumn]:
    """Yield what fits the width: how much is done always, what is being done if there is room."""
    yield TextColumn("Indexing", markup=False)
    yield BarColumn(bar_width=None)
    yield TextColumn("{task.fields[files]}", markup=False)
    if width >= _ROOM_FOR_PASSAGES:
        yield TextColumn("{task.fields[passages]}", markup=False)
        yield TimeRemainingColumn()
    if width >= _ROOM_FOR_RATE:
        yield TextColumn("{task.fields[rate]}", markup=False)
        yield TextColumn("{task.fields[articles]}", markup=False)
    if width >= _ROOM_FOR_PATH:
        yield TextColumn("{task.fields[path]}", markup=False)


def _extent(event: Progress) -> tuple[int, int | None]:
    """Return how much is done of how much: in bytes where they are known, for files differ in size.

    Without a total, while files are still being counted, the bar only moves to and fro.
    """
    if event.total_bytes:
        return min(event.done_bytes, event.total_bytes), event.total_bytes
    return event.done, event.total


def _files(event: Progress) -> str:
    """Return "12/300", or how many files have been found where they are still being counted."""
    return counted(event.done, "file") if event.total is None else f"{event.done}/{event.total}"


def _rate(passages: int, seconds: float) -> str:
    """Return how many passages are embedded a second, nothing before the first."""
    return f"{passages / seconds:.1f}/s" if passages and seconds > 0 else ""


def steps_bar(
    items: Iterable[object], console: Console, *, total: int, doing: str, done: int
) -> None:
    """Run through the items, ``total`` of them with the ``done`` that came before."""
    bar = Bar(
        TextColumn(doing, markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, completed=done)
        for _ in items:
            bar.advance(task)
