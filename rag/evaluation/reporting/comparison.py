"""Two runs side by side as a page: what changed, how surely, and which cases flipped."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from rag.evaluation.compare.comparison import Comparison
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.metrics.measures import BY_NAME, Section
from rag.evaluation.reporting.rendering import rendered
from rag.evaluation.reporting.wording import counted
from rag.evaluation.runs.storage import replace_file


def write_comparison(path: Path, compared: Comparison) -> None:
    """Write the page, one file that asks no network for anything. Raises RunError."""
    replace_file(path, as_comparison(compared, beside=path.parent))


def as_comparison(compared: Comparison, *, beside: Path) -> str:
    """Return the page; cases lead to the runs' own reports, as seen from the folder ``beside``."""
    ends = (end for one in compared.differences for end in (one.low, one.high) if end)

    def _case_address(case: str, run: Path) -> str:
        report = Path(os.path.relpath(run / "report.html", beside))
        return f"{quote(report.as_posix())}#{urlencode({'case': case}, errors='replace')}"

    return rendered(
        "comparison",
        compared=compared,
        cases="; ".join(_cases(compared)),
        tables=list(_tables(compared.differences)),
        widest=max(map(abs, ends), default=1.0),
        case_address=_case_address,
    )


def _cases(compared: Comparison) -> Iterator[str]:
    """Yield how many cases are in both runs, and how many in one alone."""
    yield f"{counted(compared.shared, 'case')} in both"
    for count, run in (
        (compared.only_before, compared.before),
        (compared.only_after, compared.after),
    ):
        if count:
            yield f"{counted(count, 'case')} only in {run.name}"


def _tables(
    differences: Sequence[Difference],
) -> Iterator[tuple[Section, list[tuple[Difference, str]]]]:
    """Yield the measures under their headings; those defined in neither run are left out."""
    for section in Section:
        rows = [
            (one, look(one))
            for one in differences
            if BY_NAME[one.name].section is section and one.change is not None
        ]
        if rows:
            yield section, rows


def look(one: Difference) -> str:
    """Return ``good`` or ``bad`` where the interval leaves out 0, else ``unsure``."""
    if one.low is None or one.high is None or one.low <= 0 <= one.high:
        return "unsure"
    return "good" if (one.low > 0) is not BY_NAME[one.name].lower_is_better else "bad"
