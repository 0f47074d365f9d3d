"""A library: what it holds, what indexing did to it, its health; and the settings in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from rag.terminal.layout import Block, Columns, Entry
from rag.terminal.render.messages import sentence
from rag.terminal.text import one_line

if TYPE_CHECKING:
    # An indexing that finds nothing new is over before these are imported.
    from index.library.status import Status
    from index.repair import Problem
    from index.sync.report import BuildReport
    from rag.answering.chat_model.providers import Reachability
    from rag.settings import SettingRow


_MOST_NOTES = 10
_MOST_CHANGED = 5


def build_report(report: BuildReport) -> Group:
    """Return the counts, and a line for every file that could not be read, or not as it stands."""
    counts = sentence(
        f"Articles: {report.added} added, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.removed} removed."
    )
    notes = [f"{note.path}: {note.text}" for note in report.notes]
    shown = notes[:_MOST_NOTES]
    if len(notes) > len(shown):
        shown.append(f"{len(notes) - len(shown):,} more, which --json lists")
    failures = [failure.message for failure in report.failed]
    parts: list[Text | Block] = []
    for heading, number, lines in (
        ("Notes", len(notes), shown),
        ("Not read", len(failures), failures),
    ):
        if lines:
            parts.append(Text(f"{heading} ({number:,}):", style="warning"))
            parts += [Entry(Text(one_line(line)), lead="  ") for line in lines]
    return Group(counts, *parts)


def changed_files(paths: Sequence[Path]) -> Block:
    """Return the names of files that changed, the first few of many."""
    names = list(dict.fromkeys(one_line(path.name) for path in paths))
    shown = ", ".join(names[:_MOST_CHANGED])
    if len(names) > _MOST_CHANGED:
        shown += f" and {len(names) - _MOST_CHANGED:,} more"
    return sentence(f"Changed: {shown}.")


def status(status: Status) -> Columns:
    """Return what a library holds and what it was made with."""
    table = Columns("library", one_line(status.location))
    table.add("articles", f"{status.articles:,}")
    table.add("passages", f"{status.passages:,}")
    table.add("publishers", f"{status.sources:,}")
    first, last = status.dates
    dated = f"{first.isoformat()} to {last.isoformat()}" if first and last else "none"
    table.add("dates", f"{dated}, {status.undated:,} undated")
    if made_with := status.manifest:
        table.add("embedding", f"{made_with.embedding} ({made_with.dimension} dimensions)")
        table.add("passage size", f"{made_with.passage_size:,} characters")
    table.add("changed", f"{status.changed:%Y-%m-%d %H:%M}" if status.changed else "never")
    return table


def checkup(
    mended: Sequence[str], problems: Sequence[Problem], model: Reachability | None = None
) -> Group:
    """Return what was mended, what is still wrong with a library, and whether its model answers."""
    parts = [Block(Text(one_line(step)), lead="Mended: ") for step in mended]
    for problem in problems:
        parts.append(Block(Text(one_line(problem.text)), lead=Text("Problem: ", style="error")))
        if problem.mend:
            parts.append(Block(Text(one_line(problem.mend)), lead=Text("Hint: ", style="note")))
    if not problems:
        parts.append(sentence("The library is whole."))
    if model:
        lead = Text("Model: ") if model.reachable else Text("Problem: ", style="error")
        parts.append(Block(Text(one_line(f"{model.model}: {model.detail}")), lead=lead))
    return Group(*parts)


def settings(rows: Iterable[SettingRow]) -> Columns:
    """Return the settings in force and where each came from."""
    table = Columns("setting", "value", "from", narrowest=60)
    for row in rows:
        table.add(row.name, one_line(row.value) or "-", one_line(row.origin))
    return table
