"""An ablation as a page: the variants, the best first, and what each one changes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from rag.evaluation.compare.ablation import Ablation, Row
from rag.evaluation.metrics.measures import Figure
from rag.evaluation.reporting.comparison import look
from rag.evaluation.reporting.rendering import rendered
from rag.evaluation.reporting.wording import set_name
from rag.evaluation.runs.storage import replace_file

PAGE = "ablation.html"


def write_ablation(folder: Path, found: Ablation) -> Path:
    """Write the page, one file that asks no network for anything; return it. Raises RunError."""
    path = folder / PAGE
    replace_file(path, as_ablation(found, beside=folder))
    return path


def as_ablation(found: Ablation, *, beside: Path) -> str:
    """Return the page; variants lead to their own reports, as seen from the folder ``beside``."""

    def _address(row: Row) -> str:
        report = Path(os.path.relpath(row.finished.folder / "report.html", beside))
        return quote(report.as_posix())

    def _figure(row: Row, name: str) -> Figure:
        return row.finished.summary.metrics[name]

    first = next(row for row in found.rows if row.name == found.first)
    ends = (end for row in found.rows for end in _ends(row) if end)
    return rendered(
        "ablation",
        found=found,
        run=first.finished.run,
        set_name=set_name(first.finished.run),
        looks={row.name: look(row.against_first) for row in found.rows},
        widest=max(map(abs, ends), default=1.0),
        address=_address,
        figure=_figure,
    )


def _ends(row: Row) -> tuple[float | None, float | None]:
    return row.against_first.low, row.against_first.high
