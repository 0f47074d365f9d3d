"""Two runs of the same cases side by side: what changed, how surely, and which cases flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import RunError
from rag.evaluation.metrics.aggregate import Counters
from rag.evaluation.metrics.bootstrap import Difference, differences
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run
from rag.evaluation.runs.storage import load_results, load_run

_FALLBACK = "hit@10"
"""By which cases flip where nothing says which answers are right, as in BEIR."""


@dataclass(frozen=True, kw_only=True)
class Flip:
    """A case that a change put right, or wrong."""

    id: str
    question: str
    before: str
    after: str
    """What was answered."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that the runs differ in: a setting, a model, the articles, a version."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two runs, compared over the cases that both have."""

    before: Path
    after: Path
    shared: int
    only_before: int
    only_after: int
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    """Of every measure, in the order of ``MEASURES``."""
    by: str
    """The measure by which cases flip: from below 1 to 1, or back."""
    fixed: tuple[Flip, ...]
    broken: tuple[Flip, ...]

    def difference(self, name: str) -> Difference:
        """Return the difference of one measure."""
        return next(one for one in self.differences if one.name == name)


def compare(before: Path, after: Path, *, by: str | None = None) -> Comparison:
    """Compare two run folders. Raises RunError, also where they share no case.

    ``by`` is the measure by which cases flip; the default is ``correct`` where it is defined.
    """
    runs = [finished_run(folder) for folder in (before, after)]
    old, new = ({one.id: one for one in load_results(folder)} for folder in (before, after))
    shared = [case for case in old if case in new]
    if not shared:
        raise RunError(
            f"the runs {str(before)!r} and {str(after)!r} have no case in common",
            hint="compare runs of the same test set",
        )
    pairs = [(old[case], new[case]) for case in shared]
    by = by or _usual(pairs)
    return Comparison(
        before=before,
        after=after,
        shared=len(shared),
        only_before=len(old) - len(shared),
        only_after=len(new) - len(shared),
        changes=tuple(_changes(*runs)),
        differences=tuple(_differences(pairs, runs[1])),
        by=by,
        fixed=tuple(_flip(*pair) for pair in pairs if _is_right(pair, by) == (False, True)),
        broken=tuple(_flip(*pair) for pair in pairs if _is_right(pair, by) == (True, False)),
    )


def finished_run(folder: Path) -> Run:
    """Return the run in a folder. Raises RunError, also where it is not finished."""
    run = load_run(folder)
    if not run.finished:
        raise RunError(
            f"the run {str(folder)!r} is not finished",
            hint="give its rag eval command again, which goes on where it was stopped",
        )
    return run


def _differences(pairs: Sequence[tuple[CaseResult, CaseResult]], run: Run) -> list[Difference]:
    old, new = Counters([before for before, _ in pairs]), Counters([after for _, after in pairs])
    return differences(old, new, resamples=run.resamples, seed=run.seed)


def _usual(pairs: Sequence[tuple[CaseResult, CaseResult]]) -> str:
    known = any(before.correct is not None for before, _ in pairs)
    return "correct" if known else _FALLBACK


def _is_right(pair: tuple[CaseResult, CaseResult], by: str) -> tuple[bool, ...] | None:
    """Return whether the case was right before and after; ``None`` where that is not defined."""
    values = [one.metrics.get(by) for one in pair]
    return None if None in values else tuple(value == 1 for value in values)


def _flip(before: CaseResult, after: CaseResult) -> Flip:
    return Flip(
        id=after.id,
        question=after.question,
        before=before.short_answer or before.answer,
        after=after.short_answer or after.answer,
    )


def _changes(before: Run, after: Run) -> list[Change]:
    old, new = _circumstances(before), _circumstances(after)
    names = dict.fromkeys((*old, *new))
    return [
        Change(name=name, before=old.get(name, "-"), after=new.get(name, "-"))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _circumstances(run: Run) -> dict[str, str]:
    """Return what may explain a difference, by name."""
    judge = run.judge.model if run.judge else None
    circumstances: dict[str, Any] = {
        "test set": run.testset.fingerprint,
        "articles": run.articles.fingerprint,
        "embedding": f"{run.models.embedding} ({run.models.embedding_fingerprint})",
        "answers by": run.models.answering,
        "prompts": run.models.prompts,
        "judge": judge,
        "variant": run.variant or None,
        **{name: setting["value"] for name, setting in run.settings.items()},
        **run.versions,
    }
    return {name: str(value) for name, value in circumstances.items() if value is not None}
