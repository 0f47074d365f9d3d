"""The figures of an evaluation in tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from rag.evaluation.compare.ablation import Ablation, Row
from rag.evaluation.compare.against import Against
from rag.evaluation.compare.comparison import Comparison, Flip
from rag.evaluation.desk import DeskRun
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.metrics.measures import (
    BY_NAME,
    DEPTH,
    Counts,
    Figure,
    Section,
    Summary,
)
from rag.evaluation.metrics.measures import Group as Cases
from rag.evaluation.reporting.wording import RANKINGS, TOO_FEW_CASES, losses, ranking
from rag.evaluation.results import Usage
from rag.evaluation.runs.run import Run, RunTimes
from rag.terminal.layout import BLANK, Block, Columns
from rag.terminal.render.messages import sentence
from rag.terminal.text import counted, one_line, shortened

_OF_GROUPS = ("correct", "cost", "f1", "ndcg@10", "hit@1", "coverage")
"""The measures that tags and kinds are shown by."""
_LONGEST_QUESTION = 60
_MOST_FLIPS = 20
_ROOM_FOR_VARIANTS = 110
"""Columns of a terminal from which on the variants stand in a table."""
_UNDEFINED = "-"


def evaluation(run: Run) -> Group:
    """Return the figures of a run: a table a section, by kind and tag, the time a question took."""
    summary = run.summary
    if summary is None:
        return Group(sentence("The run is not finished."))
    parts: list[RenderableType] = [sentence(_outcomes(summary.counts))]
    if lost := losses(summary.metrics):
        parts += [BLANK, sentence(lost)]
    for section, figures in by_section(summary.metrics).items():
        if section in RANKINGS:
            parts += [BLANK, _ranking(section, figures, run.read)]
        else:
            parts += [BLANK, _section(section, figures)]
    every = (("kind", summary.by_kind), ("tag", summary.by_tag), ("turn", summary.by_turn))
    for heading, groups in every:
        if groups:
            parts += [BLANK, _groups(heading, groups)]
    parts += [BLANK, *(sentence(line) for line in _remarks(run, summary))]
    return Group(*parts)


def by_section(metrics: Mapping[str, Figure]) -> dict[Section, dict[str, Figure]]:
    """Return the figures under their headings, without those where nothing is defined."""
    sections: dict[Section, dict[str, Figure]] = {}
    for name, figure in metrics.items():
        sections.setdefault(BY_NAME[name].section, {})[name] = figure
    return {
        section: figures
        for section, figures in sections.items()
        if any(figure.value is not None for figure in figures.values())
    }


def comparison(comparison: Comparison) -> Group:
    """Return what changed between two runs, and the cases that flipped."""
    parts: list[RenderableType] = [sentence(_shared(comparison))]
    if comparison.changes:
        changes = Columns("changed", "before", "after")
        for change in comparison.changes:
            changes.add(one_line(change.name), one_line(change.before), one_line(change.after))
        parts += [BLANK, changes]
    defined = [one for one in comparison.differences if (one.before, one.after) != (None, None)]
    changed = [one for one in defined if one.change != 0]
    if changed:
        headings = ("before", "after", "change", "95 % interval", "p", "n")
        table = Columns("measure", *headings, right=headings)
        for one in changed:
            table.add(*_difference(one))
        parts += [BLANK, table]
    same = len(defined) - len(changed)
    others = "other measure" if changed else "measure"
    if same:
        parts += [BLANK, sentence(f"{counted(same, others)} did not change.")]
    for heading, flips in (("put right", comparison.fixed), ("went wrong", comparison.broken)):
        parts += [BLANK, *_flips(heading, flips, comparison.by)]
    return Group(*parts)


def against(found: Against) -> Group:
    """Return what a plain script came to beside a run."""
    headings = ("plain", "Dateline", "change", "95 % interval", "p", "n")
    table = Columns("measure", *headings, right=headings)
    for one in found.differences:
        table.add(*_difference(one))
    plain, ours = (f"{words or 0:.0f}" for words in found.words)
    told = (
        f"Beside {one_line(found.plain)}, on the same passages: it gives {plain} words to read for"
        f" an answer, Dateline {ours}."
    )
    return Group(sentence(told), BLANK, table)


def ablation(ablation: Ablation) -> Group:
    """Return the variants, the best first, each against the first that was run."""
    headings = (ablation.by, "95 % interval", "change", "p", *ablation.shown, "p50 s")
    table = Columns("variant", *headings, right=headings, narrowest=_ROOM_FOR_VARIANTS)
    for row in ablation.rows:
        table.add(*_variant(row, ablation.shown))
    lines = (
        f"Ranked by {ablation.by}; change and p are against {one_line(ablation.first)!r}.",
        *(f"{one_line(row.name)}: {one_line(str(row.finished.folder))}" for row in ablation.rows),
    )
    return Group(table, BLANK, *map(sentence, lines))


def desk(found: DeskRun) -> Group:
    """Return what the desk came to, and what it got wrong."""
    headings = ("value", "95 % interval", "n")
    table = Columns("desk", *headings, right=headings)
    for name, figure in found.figures.items():
        table.add(name, shown(figure.value), _interval(figure, figure.value), f"{figure.n:,}")
    wrong = [one for one in found.cases if not one.right]
    parts: list[RenderableType] = [table, BLANK]
    parts.append(sentence(f"{len(wrong):,} of {counted(len(found.cases), 'case')} went wrong."))
    for one in wrong:
        asked = shortened(one_line(one.asked), _LONGEST_QUESTION)
        parts.append(Block(Text(asked), lead=f"  {one_line(one.id)}  "))
        told = f"expected {one_line(one.expected)}; found {one_line(one.found)}"
        parts.append(Block(Text(told, style="note"), lead="    "))
    return Group(*parts)


def gate(failures: Sequence[str]) -> Group:
    """Return what does not hold, or that everything does."""
    if not failures:
        return Group(sentence("Every gate holds."))
    return Group(
        *(Block(Text(one_line(one)), lead=Text("Gate: ", style="error")) for one in failures)
    )


def shown(value: float | None) -> str:
    """Return a figure with three decimals, ``-`` where it is undefined."""
    return _UNDEFINED if value is None else f"{value:.3f}"


def _section(section: Section, figures: Mapping[str, Figure]) -> Columns:
    headings = ("value", "95 % interval", "n")
    table = Columns(section.lower(), *headings, right=headings)
    for name, figure in figures.items():
        table.add(name, shown(figure.value), _interval(figure, figure.value), f"{figure.n:,}")
    return table


def _ranking(section: Section, figures: Mapping[str, Figure], read: int | None) -> Columns:
    """Return a row for each measure of a ranking, with a column for each k, the run's too."""
    found = ranking(figures, read)
    headings = (*(f"@{k}" for k in found.names), f"95 % interval @{DEPTH}", "n")
    table = Columns(section.lower(), *headings, right=headings)
    for measure, by_k in found.rows.items():
        values = (shown(by_k[name].value) if name in by_k else "" for name in found.names.values())
        deepest = by_k[f"{DEPTH}"]
        table.add(measure, *values, _interval(deepest, deepest.value), f"{deepest.n:,}")
    return table


def _groups(heading: str, groups: Mapping[str, Cases]) -> Columns:
    chosen = [
        name
        for name in _OF_GROUPS
        if any(group.metrics[name].value is not None for group in groups.values())
    ]
    table = Columns(heading, "n", *chosen, right=("n", *chosen))
    for name, group in groups.items():
        values = (shown(group.metrics[measure].value) for measure in chosen)
        table.add(one_line(name), f"{group.n:,}", *values)
    return table


def _outcomes(counts: Counts) -> str:
    failed = f"; the model failed on {counts.failed:,}" if counts.failed else ""
    return (
        f"{counted(counts.cases, 'case')}: "
        f"{counts.answerable:,} answerable, {counts.unanswerable:,} not; "
        f"{counts.answered:,} answered, {counts.not_answered:,} not{failed}."
    )


def _remarks(run: Run, summary: Summary) -> Iterator[str]:
    if run.times:
        yield _latency(run.times)
    if summary.usage:
        yield f"Used by {one_line(run.models.answering)}: {_used(summary.usage)}."
    if run.judge:
        used = f": {_used(summary.judge_usage)}" if summary.judge_usage else ""
        same = "; it judged its own answers" if run.judge.same_as_answering else ""
        yield f"Judged by {one_line(run.judge.model)}{used}{same}."


def _latency(times: RunTimes) -> str:
    p50, p95 = times.latency_p50, times.latency_p95
    return f"Seconds a question: p50 {shown(p50.value)}, p95 {shown(p95.value)}."


def _used(usage: Usage) -> str:
    parts = [counted(usage.calls, "call")]
    if usage.input_tokens is not None and usage.output_tokens is not None:
        parts.append(f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out")
    parts.append("cost not reported" if usage.cost is None else f"cost {usage.cost:,.4f}")
    return ", ".join(parts)


def _shared(comparison: Comparison) -> str:
    alone = comparison.only_before + comparison.only_after
    apart = f"; {alone:,} that only one of them has are left out" if alone else ""
    cases = counted(comparison.shared, "case")
    return f"{cases} in both {comparison.before} and {comparison.after}{apart}."


def _difference(one: Difference) -> tuple[str, ...]:
    return (
        one.name,
        shown(one.before),
        shown(one.after),
        _signed(one.change),
        _interval(one, one.change),
        _UNDEFINED if one.p is None else f"{one.p:.3f}",
        f"{one.n:,}",
    )


def _flips(heading: str, flips: Sequence[Flip], by: str) -> Iterator[RenderableType]:
    yield sentence(f"{len(flips):,} {heading} (by {by}){':' if flips else '.'}")
    for flip in flips[:_MOST_FLIPS]:
        question = shortened(one_line(flip.question), _LONGEST_QUESTION)
        yield Block(Text(question), lead=f"  {one_line(flip.id)}  ")
    if len(flips) > _MOST_FLIPS:
        yield Block(Text(f"  and {len(flips) - _MOST_FLIPS:,} more, which --json lists"))


def _variant(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    run = row.finished.run
    metrics = run.summary.metrics if run.summary else {}
    return (
        one_line(row.name),
        shown(row.figure.value),
        _interval(row.figure, row.figure.value),
        _signed(row.against_first.change),
        _UNDEFINED if row.against_first.p is None else f"{row.against_first.p:.3f}",
        *(shown(metrics[name].value) for name in columns),
        shown(run.times.latency_p50.value if run.times else None),
    )


def _interval(one: Figure | Difference, of: float | None) -> str:
    if one.low is None or one.high is None:
        return _UNDEFINED if of is None else TOO_FEW_CASES
    layout = "+.3f" if isinstance(one, Difference) else ".3f"
    return f"{one.low:{layout}} to {one.high:{layout}}"


def _signed(value: float | None) -> str:
    return _UNDEFINED if value is None else f"{value:+.3f}"
