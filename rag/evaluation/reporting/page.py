"""``report.html``: a run for a browser.

Cases are data in an element that is not executed; the script puts them on the page as text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rag.evaluation.compare.against import Against
from rag.evaluation.outcomes import Outcome
from rag.evaluation.reporting import plots
from rag.evaluation.reporting.comparison import look
from rag.evaluation.reporting.payload import payload, times
from rag.evaluation.reporting.rendering import rendered
from rag.evaluation.reporting.wording import counted, set_name
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run

_Pairs = list[tuple[str, str]]


def as_html(run: Run, results: Sequence[CaseResult], *, against: Against | None = None) -> str:
    """Return the page; all that differs between equal runs is on lines of its own.

    ``against`` is what a plain script came to on the same.
    """
    return rendered(
        "report",
        run=run,
        set_name=set_name(run),
        cases=len(results),
        outcomes=_outcomes(results),
        against=against,
        looks={one.name: look(one) for one in against.differences} if against else {},
        latency=_latency(run, results),
        about=_about(run),
        script="report.js",
        data=payload(results),
        times=times(results),
    )


def _outcomes(results: Sequence[CaseResult]) -> list[Mapping[str, Any]]:
    """Return each outcome that there is, with its share of the cases and where that begins."""
    counts = Counter(one.outcome for one in results)
    shares: list[Mapping[str, Any]] = []
    start = 0.0
    for outcome in Outcome:
        if counts[outcome]:
            share = counts[outcome] / len(results)
            shares.append(
                {
                    "outcome": outcome,
                    "meaning": outcome.meaning,
                    "count": counts[outcome],
                    "share": share,
                    "start": start,
                }
            )
            start += share
    return shares


def _latency(run: Run, results: Iterable[CaseResult]) -> plots.Plot | None:
    """Return how long the answers took, drawn; nothing where it is not known."""
    took = [one.times.seconds for one in results if one.times is not None]
    if run.times is None or not took:
        return None
    return plots.latency(took, (("p50", run.times.latency_p50), ("p95", run.times.latency_p95)))


def _about(run: Run) -> dict[str, _Pairs]:
    """Return what the run was made with: enough to make it again, without any time."""
    made = [
        ("test set", f"{run.testset.path} ({run.testset.format})"),
        ("its fingerprint", run.testset.fingerprint),
        ("articles", run.articles.place),
        ("their fingerprint", run.articles.fingerprint),
        ("embedding model", run.models.embedding),
        ("its fingerprint", run.models.embedding_fingerprint),
        ("answered by", run.models.answering),
        ("prompts", run.models.prompts),
        ("seed", str(run.seed)),
        ("bootstrap", counted(run.resamples, "resample")),
    ]
    settings = [(name, _setting(value)) for name, value in run.settings.items()]
    return {"This run": made, "Settings": settings, "Versions": list(run.versions.items())}


def _setting(value: object) -> str:
    """Return a setting with where it came from."""
    if isinstance(value, dict) and {"value", "from"} <= value.keys():
        return f"{_setting(value['value'])}  ({value['from']})"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
