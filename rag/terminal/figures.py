"""The figures of an evaluation in tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from rag.evaluation import Summary, TagSummary, shown
from rag.terminal.layout import BLANK, Block, Columns
from rag.terminal.text import one_line


def evaluation(summary: Summary) -> Group:
    """Return the figures of a run: a table a section, one of the tags, the time a question took."""
    counts = summary.counts
    parts: list[RenderableType] = [
        _sentence(
            f"{counts.cases} case{'' if counts.cases == 1 else 's'}: "
            f"{counts.answerable} answerable, {counts.unanswerable} not; "
            f"{counts.answered} answered, {counts.not_answered} not."
        )
    ]
    for heading, figures in summary.sections():
        table = Columns(heading.lower(), "value", "n", right=("value", "n"))
        for figure in figures:
            table.add(figure.name, shown(figure.value), str(figure.n))
        parts += [BLANK, table]
    if summary.tags:
        parts += [BLANK, _tags(summary.tags)]
    latency = summary.latency
    seconds = f"Seconds a question: p50 {shown(latency.p50)}, p95 {shown(latency.p95)}."
    return Group(*parts, BLANK, _sentence(seconds))


def _tags(tags: Iterable[TagSummary]) -> Columns:
    headings = ("n", "hit@1", "containment", "abstained")
    table = Columns("tag", *headings, right=headings)
    for tag in tags:
        figures = (tag.hit_at_1, tag.containment, tag.abstained)
        table.add(one_line(tag.tag), str(tag.n), *map(shown, figures))
    return table


def _sentence(text: str) -> Block:
    return Block(Text(text))
