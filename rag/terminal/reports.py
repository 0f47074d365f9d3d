"""What indexing came to, without the answers that the tables are there for and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from rag.terminal.layout import Block
from rag.terminal.text import one_line

if TYPE_CHECKING:
    from index.sync.report import BuildReport


def build_report(report: BuildReport) -> Group:
    """Return the counts, and a line for every file that could not be read."""
    counts = Text(
        f"Articles: {report.added} added, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.removed} removed."
    )
    if not report.failed:
        return Group(Block(counts))
    heading = Text(f"Not read ({len(report.failed)}):", style="warning")
    lines = [Block(Text(one_line(failure.message)), lead="  ") for failure in report.failed]
    return Group(Block(counts), heading, *lines)
