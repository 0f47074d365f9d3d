"""``report.md``: the summary as it is put into a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.text.visible import plain
from rag.evaluation.metrics.measures import Group, Summary
from rag.evaluation.outcomes import Outcome
from rag.evaluation.reporting.wording import (
    counted,
    grouped,
    headlines,
    interval,
    losses,
    number,
    seconds,
    sections,
)
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run

_WORDS = re.compile(r"[^\W_][\w .:-]*")


def as_markdown(run: Run, results: Sequence[CaseResult]) -> str:
    """Return the page; all that differs between equal runs is in its last paragraph."""
    summary = run.summary
    blocks = ["# Evaluation", _told(run)]
    if summary is None:
        return "\n\n".join([*blocks, "The run is not finished."]) + "\n"
    blocks += [_headlines(summary), _outcomes(results)]
    if lost := losses(summary.metrics):
        blocks += [lost]
    for section, figures in sections(summary.metrics):
        rows = [
            (f"`{name}`", number(figure.value), interval(figure), str(figure.n))
            for name, figure in figures.items()
        ]
        table = _table(("measure", "value", "95 % interval", "n"), rows)
        blocks.append(_folded(str(section), table))
    every = (
        ("By tag", summary.by_tag),
        ("By kind", summary.by_kind),
        ("By turn", summary.by_turn),
    )
    for heading, groups in every:
        if groups:
            blocks.append(_folded(heading, _groups(heading.split()[-1], groups)))
    if run.times is not None:
        p50, p95 = run.times.latency_p50.value, run.times.latency_p95.value
        blocks.append(
            f"Seconds a question: p50 {seconds(p50)}, p95 {seconds(p95)};"
            f" {run.times.seconds:.0f} s in all. Started {run.times.started}."
        )
    return "\n\n".join(blocks) + "\n"


def _told(run: Run) -> str:
    variant = f", {_cell(run.variant)}" if run.variant else ""
    return (
        f"{counted(run.testset.cases, 'case')} of `{_code(run.testset.path)}` asked of"
        f" {counted(run.articles.articles, 'article')}, answered by"
        f" `{_code(run.models.answering)}`{variant}."
    )


def _headlines(summary: Summary) -> str:
    rows = [
        (meaning, f"`{name}`", f"**{number(figure.value)}**", interval(figure), str(figure.n))
        for name, meaning in headlines(summary.metrics)
        for figure in [summary.metrics[name]]
    ]
    return _table(("", "measure", "value", "95 % interval", "n"), rows, left=2)


def _outcomes(results: Sequence[CaseResult]) -> str:
    count = Counter(one.outcome for one in results)
    rows = [(str(one), one.meaning, str(count[one])) for one in Outcome if count[one]]
    return _table(("outcome", "", "cases"), rows, left=2)


def _groups(noun: str, groups: Mapping[str, Group]) -> str:
    names = grouped(groups)
    rows = [
        (_named(name), str(group.n), *(number(group.metrics[one].value) for one in names))
        for name, group in groups.items()
    ]
    return _table((noun, "n", *(f"`{one}`" for one in names)), rows)


def _folded(heading: str, table: str) -> str:
    """Return a part that a reader opens; the blank lines let Markdown be read inside of it."""
    return f"<details>\n<summary>{heading}</summary>\n\n{table}\n\n</details>"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Return a table of which the columns after the first ``left`` are aligned to the right."""
    rule = ["---"] * left + ["---:"] * (len(header) - left)
    return "\n".join(_row(cells) for cells in (header, rule, *rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(_harmless(text).split()).replace("|", "\\|")


def _named(text: str) -> str:
    """Return a tag of somebody's: as code, in which nothing means anything, unless it is words."""
    return text if _WORDS.fullmatch(text) else f"`{_code(text)}`"


def _code(text: str) -> str:
    return " ".join(_harmless(text).replace("`", "'").split())


def _harmless(text: str) -> str:
    return plain(text).replace("<", "&lt;")
