"""The progress of indexing: a bar on a terminal, one line at the end anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from rag.terminal.layout import show
from rag.terminal.text import shortened

_PATH_LENGTH = 30


class Progress(Protocol):
    """How far indexing has come."""

    @property
    def done(self) -> int:
        """Files dealt with."""

    @property
    def total(self) -> int | None:
        """Files in all, ``None`` while they are still being counted."""

    @property
    def passages(self) -> int:
        """Passages embedded so far."""

    @property
    def path(self) -> str:
        """The file at hand."""


def track(events: Iterable[Progress], console: Console) -> None:
    """Run through the events and show them; the bar is gone when they end."""
    if console.is_terminal:
        _draw(events, console)
        return
    done = passages = 0
    for event in events:
        done, passages = event.done, event.passages
    show(console, Text(f"Went through {_counted(done, 'file')}: {_counted(passages, 'passage')}."))


def _draw(events: Iterable[Progress], console: Console) -> None:
    bar = Bar(
        TextColumn("Indexing", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[passages]}", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.fields[path]}", markup=False),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None, passages="", path="")
        for event in events:
            bar.update(
                task,
                completed=event.done,
                total=event.total,
                passages=_counted(event.passages, "passage"),
                path=shortened(event.path, _PATH_LENGTH),
            )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
