"""The progress of long work: a bar on a terminal, one line at the end or none anywhere else.

rich's bars are imported where one is drawn: an indexing that finds nothing new is over before that.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

from index.sync.report import BuildReport, Progress
from rag.terminal.layout import show
from rag.terminal.render.messages import sentence
from rag.terminal.text import counted, shortened

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

T = TypeVar("T")

_PATH_LENGTH = 30
_SPEED_OF = 900.0
"""Seconds over which the speed is averaged to tell the time left: a batch can take a minute."""
_ROOM_FOR_PASSAGES = 60
_ROOM_FOR_RATE = 90
_ROOM_FOR_PATH = 125
"""Columns from which on a part of the bar is shown."""


def track(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport:
    """Run indexing through, show how far it has come, and return the report it ends with."""
    report = (_drawn if console.is_terminal else _summarised)(events, console)
    if report is None:
        raise AssertionError("indexing ends with its report")
    return report


def watch(
    items: Iterable[object], console: Console, *, total: int, doing: str, done: int = 0
) -> None:
    """Run through the items, ``total`` of them with the ``done`` that came before.

    On a terminal a bar shows how many there are and when they will be done.
    """
    if not console.is_terminal:
        for _ in items:
            pass
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(doing, markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, completed=done)
        for _ in items:
            bar.advance(task)


def gather(items: Iterable[T], console: Console, *, total: int, doing: str) -> list[T]:
    """Return the items, of which there will be ``total``, and show how far it is meanwhile."""
    gathered: list[T] = []
    watch(map(gathered.append, items), console, total=total, doing=doing)
    return gathered


def _drawn(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport | None:
    from rich.progress import Progress as Bar

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


def _summarised(events: Iterable[Progress | BuildReport], console: Console) -> BuildReport | None:
    done = 0
    for event in events:
        if isinstance(event, BuildReport):
            files, passages = counted(done, "file"), counted(event.passages, "passage")
            show(
                console,
                sentence(f"Went through {files}: {passages} embedded in {event.seconds:.1f} s."),
            )
            return event
        done = event.done
    return None


def _columns(width: int) -> Iterator[ProgressColumn]:
    """Yield what fits the width: how much is done always, what is being done if there is room."""
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn

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
