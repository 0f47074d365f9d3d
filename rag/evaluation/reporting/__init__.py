"""What a run is read as: ``report.html`` for a browser, ``report.md`` for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.evaluation.compare.against import Against
from rag.evaluation.reporting.ablation import as_ablation, write_ablation
from rag.evaluation.reporting.comparison import as_comparison, write_comparison
from rag.evaluation.reporting.markdown import as_markdown
from rag.evaluation.reporting.page import as_html
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run
from rag.evaluation.runs.storage import replace_file

__all__ = [
    "as_ablation",
    "as_comparison",
    "as_html",
    "as_markdown",
    "write_ablation",
    "write_comparison",
    "write_reports",
]


def write_reports(
    folder: Path, run: Run, results: Sequence[CaseResult], *, against: Against | None = None
) -> None:
    """Write both reports into the run's folder. Raises RunError where that cannot be done."""
    replace_file(folder / "report.html", as_html(run, results, against=against))
    replace_file(folder / "report.md", as_markdown(run, results))
