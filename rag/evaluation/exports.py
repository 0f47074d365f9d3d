"""What ``rag eval --json`` and its commands print."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rag.evaluation.compare.ablation import Ablation
from rag.evaluation.compare.against import Against
from rag.evaluation.compare.comparison import Comparison
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.metrics.measures import MEASURES, Section, Summary
from rag.evaluation.runs.storage import FinishedRun


def run_json(finished: FinishedRun) -> dict[str, Any]:
    """Return the summary of a run; all that varies between equal runs is in ``times``."""
    run, summary = finished.run, finished.summary
    whole = asdict(summary)
    sections = {section.name.lower(): _section(summary, section) for section in Section}
    return {
        "run": str(finished.folder),
        "counts": whole["counts"],
        **sections,
        "kinds": whole["by_kind"],
        "tags": whole["by_tag"],
        "turns": whole["by_turn"],
        "risk_coverage": whole["risk_coverage"],
        "reliability": whole["reliability"],
        "usage": whole["usage"],
        "judge_usage": whole["judge_usage"],
        "times": asdict(run.times) if run.times else None,
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison, with every measure by its name."""
    whole = asdict(found)
    return {
        **whole,
        "before": str(found.before),
        "after": str(found.after),
        "differences": {one.name: _difference(one) for one in found.differences},
    }


def against_json(found: Against) -> dict[str, Any]:
    """Return what a plain script came to beside a run; ``before`` is the script's."""
    return {
        **comparison_json(found.comparison),
        "words": {"before": found.words[0], "after": found.words[1]},
        "seconds": {"before": found.seconds[0], "after": found.seconds[1]},
    }


def ablation_json(found: Ablation) -> dict[str, Any]:
    """Return the variants, the best first."""
    return {
        "by": found.by,
        "first": found.first,
        "variants": [
            {
                "name": row.name,
                **run_json(row.finished),
                found.by: asdict(row.figure),
                "against_first": _difference(row.against_first),
            }
            for row in found.rows
        ],
    }


def _section(summary: Summary, section: Section) -> dict[str, Any]:
    names = [measure.name for measure in MEASURES if measure.section is section]
    return {name: asdict(summary.metrics[name]) for name in names}


def _difference(one: Difference) -> dict[str, Any]:
    values = asdict(one)
    del values["name"]
    return values
