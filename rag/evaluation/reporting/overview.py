"""The parts of the page that are the same for every reader: figures, curves, groups, settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from rag.evaluation.metrics.measures import BY_NAME, Figure, Group, Summary
from rag.evaluation.reporting import plots
from rag.evaluation.reporting.markup import Markup, joined, tag
from rag.evaluation.reporting.wording import (
    HEADLINES,
    MEANINGS,
    UNDEFINED,
    Outcome,
    counted,
    grouped,
    interval,
    number,
    outcome_of,
    seconds,
    sections,
)
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run


def heading(run: Run) -> Markup:
    """Return the title and what was asked of what."""
    set_name = PurePath(run.testset.path).name or run.testset.path
    variant = [tag("span", run.variant, class_="variant")] if run.variant else []
    return joined(
        [
            tag("p", "Dateline evaluation", class_="eyebrow"),
            tag("h1", set_name, *variant),
            tag(
                "p",
                f"{counted(run.testset.cases, 'case')} asked of"
                f" {counted(run.articles.articles, 'article')}"
                f" in {counted(run.articles.passages, 'passage')},"
                " answered by ",
                tag("strong", run.models.answering),
                class_="lede",
            ),
            None if run.finished else tag("p", "The run is not finished.", class_="alarm"),
        ]
    )


def tiles(run: Run) -> Markup:
    """Return the figures to see first."""
    metrics = run.summary.metrics if run.summary else {}
    shown = [
        _tile(name, label, number(figure.value), figure)
        for name, label in HEADLINES
        if (figure := metrics.get(name)) is not None and figure.n
    ]
    if run.times is not None and run.times.latency_p50.value is not None:
        p50, p95 = run.times.latency_p50, run.times.latency_p95
        shown.append(
            tag(
                "div",
                tag("dt", "Latency"),
                tag("dd", seconds(p50.value), class_="value"),
                tag("dd", f"95 % within {seconds(p95.value)}", class_="range"),
                tag("dd", "p50, p95", class_="name"),
                class_="tile",
            )
        )
    return joined(shown)


def _tile(name: str, label: str, value: str, figure: Figure) -> Markup:
    return tag(
        "div",
        tag("dt", label),
        tag("dd", value, class_="value"),
        tag("dd", plots.whisker(figure)),
        tag("dd", interval(figure), class_="range"),
        tag("dd", tag("code", name), f" over {figure.n:,}", class_="name"),
        class_="tile",
        title=BY_NAME[name].meaning,
    )


def outcomes(results: Sequence[CaseResult]) -> Markup:
    """Return how many cases came to what: a bar and the buttons that show these cases."""
    count = Counter(map(outcome_of, results))
    present = [one for one in Outcome if count[one]]
    every = len(results) or 1
    left = 0.0
    bar = []
    for one in present:
        width = 1000 * count[one] / every
        told = tag("title", f"{one}: {count[one]:,} of {len(results):,}")
        bar.append(
            tag("rect", told, x=round(left, 2), y=0, width=round(width, 2), height=14,
                class_=f"fill {_slug(one)}")
        )  # fmt: skip
        left += width
    buttons = [
        tag(
            "button",
            tag("span", class_=f"swatch {_slug(one)}"),
            f"{one} ",
            tag("b", f"{count[one]:,}"),
            tag("small", f" {count[one] / every:.1%}"),
            type="button",
            data_outcome=str(one),
            title=MEANINGS[one],
        )
        for one in present
    ]
    return joined(
        [
            tag("svg", *bar, viewBox="0 0 1000 14", preserveAspectRatio="none", class_="share",
                role="img", aria_label="Outcomes"),
            tag("div", *buttons, class_="outcomes"),
        ]
    )  # fmt: skip


def figures(summary: Summary) -> Markup:
    """Return every measure with its interval, under its heading."""
    return joined(
        tag(
            "table",
            tag("caption", str(section)),
            _head("measure", "value", "95 % interval", "n"),
            tag("tbody", [_figure_row(name, figure) for name, figure in of_section.items()]),
            class_="figures",
        )
        for section, of_section in sections(summary.metrics)
    )


def _figure_row(name: str, figure: Figure) -> Markup:
    measure = BY_NAME[name]
    better = " (lower is better)" if measure.lower_is_better else ""
    return tag(
        "tr",
        tag("th", tag("code", name), tag("small", measure.meaning, better), scope="row"),
        tag("td", number(figure.value), class_="number strong"),
        tag("td", plots.whisker(figure), tag("small", interval(figure)), class_="drawn"),
        tag("td", f"{figure.n:,}", class_="number"),
    )


def curves(summary: Summary) -> Markup:
    """Return what the confidence is worth, drawn."""
    return joined(_curves(summary))


def _curves(summary: Summary) -> Iterator[Markup]:
    metrics = summary.metrics
    if summary.risk_coverage:
        yield _drawing(
            "Risk over coverage",
            plots.risk_coverage(summary.risk_coverage),
            "How often an answer is wrong if only the surest ones are given. Lower is better.",
            _named(metrics, "aurc"),
        )
    if any(one.n for one in summary.reliability):
        yield _drawing(
            "Reliability",
            plots.reliability(summary.reliability),
            "How often answers of like confidence are right. On the dashed line the confidence"
            " keeps its word; a dot is the larger, the more answers it stands for.",
            _named(metrics, "ece"),
        )


def latency(run: Run, results: Sequence[CaseResult]) -> Markup:
    """Return how long the answers took, drawn; nothing where it is not known."""
    took = [one.times.seconds for one in results if one.times is not None]
    if run.times is None or not took:
        return Markup()
    marks = (("p50", run.times.latency_p50), ("p95", run.times.latency_p95))
    named = ", ".join(f"{name} {seconds(one.value)}" for name, one in marks)
    return _drawing(
        "Latency",
        plots.latency(took, marks),
        "Which share of the questions was answered within how many seconds.",
        named,
    )


def _drawing(title: str, plot: Markup, meaning: str, named: str) -> Markup:
    caption = tag("figcaption", tag("h3", title, tag("span", named)), tag("p", meaning))
    return tag("figure", caption, plot)


def _named(metrics: Mapping[str, Figure], name: str) -> str:
    figure = metrics.get(name)
    return f"{name} {number(figure.value)}" if figure and figure.n else ""


def groups(noun: str, every: Mapping[str, Group]) -> Markup:
    """Return some measures by tag or by kind; a group's name shows its cases."""
    names = grouped(every)
    rows = [
        tag(
            "tr",
            tag(
                "th",
                tag("button", name, type="button", **{f"data_{noun}": name}),
                scope="row",
            ),
            tag("td", f"{group.n:,}", class_="number"),
            [tag("td", _cell(group.metrics.get(one)), class_="number") for one in names],
        )
        for name, group in every.items()
    ]
    table = tag("table", _head(noun, "n", *names, code=2), tag("tbody", rows), class_="groups")
    return tag("div", table, class_="scroll")


def _cell(figure: Figure | None) -> Markup:
    if figure is None or figure.value is None:
        return tag("span", UNDEFINED, class_="undefined", title="undefined")
    return tag("span", number(figure.value), title=f"{interval(figure)}, n = {figure.n:,}")


def _head(*names: str, code: int | None = None) -> Markup:
    """Return a table's head; from column ``code`` on, the names are those of measures."""
    cells = [
        tag(
            "th",
            tag("code", name) if code is not None and position >= code else name,
            scope="col",
            class_="number" if name in {"value", "n"} or (code and position) else None,
        )
        for position, name in enumerate(names)
    ]
    return tag("thead", tag("tr", *cells))


def _slug(outcome: Outcome) -> str:
    return outcome.replace(" ", "-")
