"""Two runs side by side as a page: what changed, how surely, and which cases flipped."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from rag.evaluation.compare.comparison import Change, Comparison, Flip
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.metrics.measures import BY_NAME, Section
from rag.evaluation.reporting.markup import Markup, joined, tag, text
from rag.evaluation.reporting.page import filled
from rag.evaluation.reporting.plots import difference
from rag.evaluation.reporting.wording import UNDEFINED, counted, number
from rag.evaluation.runs.storage import replace_file


def write_comparison(path: Path, compared: Comparison) -> None:
    """Write the page, one file that asks no network for anything. Raises RunError."""
    replace_file(path, as_comparison(compared, beside=path.parent))


def as_comparison(compared: Comparison, *, beside: Path) -> str:
    """Return the page; cases lead to the runs' own reports, as seen from the folder ``beside``."""
    return filled(
        "comparison",
        title=text(f"{compared.before.name} and {compared.after.name} – Dateline evaluation"),
        heading=_heading(compared),
        changes=_changes(compared.changes),
        differences=joined(_sections(compared.differences)),
        flips=joined(
            [
                _flips("Put right", "good", compared.fixed, compared, beside),
                _flips("Put wrong", "bad", compared.broken, compared, beside),
            ]
        ),
    )


def _heading(compared: Comparison) -> Markup:
    alone = [
        f"{counted(count, 'case')} only in {run.name}"
        for count, run in (
            (compared.only_before, compared.before),
            (compared.only_after, compared.after),
        )
        if count
    ]
    told = "; ".join([f"{counted(compared.shared, 'case')} in both", *alone])
    return joined(
        [
            tag("p", "Dateline evaluation, compared", class_="eyebrow"),
            tag("h1", compared.before.name, " → ", compared.after.name),
            tag("p", f"{told}. {counted(len(compared.fixed), 'case')} put right and"
                f" {len(compared.broken):,} put wrong by ", tag("code", compared.by), ".",
                class_="lede"),
        ]
    )  # fmt: skip


def _changes(changes: Sequence[Change]) -> Markup:
    if not changes:
        return tag("p", "Nothing that was recorded of the two runs differs.", class_="note")
    rows = [
        tag("tr", tag("th", one.name, scope="row"), tag("td", one.before), tag("td", one.after))
        for one in changes
    ]
    head = _head("", "before", "after")
    return tag("table", head, tag("tbody", rows), class_="changes")


def _sections(every: Sequence[Difference]) -> Iterator[Markup]:
    """Yield the measures under their headings; those defined in neither run are left out."""
    widest = max((abs(end) for one in every for end in (one.low, one.high) if end), default=1.0)
    for section in Section:
        rows = [
            _row(one, widest)
            for one in every
            if BY_NAME[one.name].section is section and one.change is not None
        ]
        if rows:
            head = _head("measure", "before", "after", "change", "95 % interval", "n", figures=1)
            caption = tag("caption", str(section))
            yield tag("table", caption, head, tag("tbody", rows), class_="figures")


def _row(one: Difference, widest: float) -> Markup:
    measure = BY_NAME[one.name]
    sure = one.low is not None and one.high is not None and (one.low > 0 or one.high < 0)
    better = ((one.change or 0) > 0) is not measure.lower_is_better
    look = ("good" if better else "bad") if sure else "unsure"
    ends = UNDEFINED if one.low is None else f"{one.low:+.3f} to {one.high:+.3f}"
    return tag(
        "tr",
        tag("th", tag("code", one.name), tag("small", measure.meaning), scope="row"),
        tag("td", number(one.before), class_="number"),
        tag("td", number(one.after), class_="number"),
        tag("td", f"{one.change:+.3f}", class_=f"number strong {look}"),
        tag("td", difference(one.change, one.low, one.high, widest=widest),
            tag("small", ends), class_="drawn"),
        tag("td", f"{one.n:,}", class_="number"),
        title=None if one.p is None else f"p = {one.p:.3f}",
    )  # fmt: skip


def _flips(
    heading: str, look: str, flips: Sequence[Flip], compared: Comparison, beside: Path
) -> Markup:
    rows = [
        tag(
            "tr",
            tag("th", one.question, tag("small", one.id), scope="row", dir="auto"),
            tag("td", _linked(one.before, one.id, compared.before, beside), dir="auto"),
            tag("td", _linked(one.after, one.id, compared.after, beside), dir="auto"),
        )
        for one in flips
    ]
    title = tag("h3", heading, " ", tag("span", f"{len(flips):,}", class_=look))
    head = _head("question", "before", "after")
    table = tag("table", head, tag("tbody", rows), class_="flips")
    return joined([title, table if rows else tag("p", "None.", class_="note")])


def _linked(answer: str, case: str, run: Path, beside: Path) -> Markup:
    """Return an answer that leads to its case in the run's own report."""
    report = os.path.relpath(run / "report.html", beside)
    where = f"{quote(Path(report).as_posix())}#{urlencode({'case': case}, errors='replace')}"
    return tag("a", answer or UNDEFINED, href=where)


def _head(*names: str, figures: int | None = None) -> Markup:
    """Return a table's head; from column ``figures`` on, numbers stand below it."""
    cells = [
        tag(
            "th",
            name,
            scope="col",
            class_="number" if figures and position >= figures and "%" not in name else None,
        )
        for position, name in enumerate(names)
    ]
    return tag("thead", tag("tr", *cells))
