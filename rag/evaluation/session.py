"""A run from its first case to its reports, over as many sessions as it takes.

Every result is on the disk before the next case is asked. The summary is computed
from the disk, so that a run that was interrupted comes to the same as one that was not.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from rag.errors import RunError
from rag.evaluation.metrics.measures import Figure
from rag.evaluation.metrics.summary import latency, summarise
from rag.evaluation.reporting import write_reports
from rag.evaluation.reporting.trec import write_exports
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.asking import Asker, evaluate
from rag.evaluation.runs.run import CASE_TIMES, RESULTS, RUN, RUN_TIMES, Run, RunTimes
from rag.evaluation.runs.storage import (
    FinishedRun,
    ResultsFile,
    load_results,
    load_run,
    save_results,
    save_run,
)
from rag.evaluation.testsets.cases import Case

_LOCK = ".lock"
_UNKNOWN = Figure(value=None, n=0)


class RunSession:
    """A run's folder, held by this process; made by ``run_session``."""

    def __init__(self, folder: Path, run: Run, cases: Sequence[Case], *, fresh: bool) -> None:
        self.folder = folder
        self._cases = tuple(cases)
        stored = None if fresh else _unfinished(folder, run)
        if stored is None:
            _clear(folder)
        started = stored.times.started if stored and stored.times else None
        self._run = replace(run, times=_begun(started))
        self._done = load_results(folder) if stored and (folder / RESULTS).is_file() else []
        save_run(folder, self._run)

    @property
    def done(self) -> int:
        """How many cases have a result already."""
        return len(self._done)

    def results(self, asker: Asker, *, workers: int = 1) -> Iterator[CaseResult]:
        """Yield the results of the cases that have none yet, each once it is on the disk.

        Raises what ``evaluate`` does, and RunError.
        """
        done = {result.id for result in self._done}
        left = [case for case in self._cases if case.id not in done]
        with ResultsFile(self.folder) as file:
            for result in evaluate(left, asker, workers=workers):
                file.append(result)
                yield result

    def finish(self) -> FinishedRun:
        """Sum up, and write everything that is made of the results. Raises RunError."""
        place = {case.id: number for number, case in enumerate(self._cases)}
        stored = load_results(self.folder)
        results = tuple(sorted(stored, key=lambda result: place[result.id]))
        run = replace(
            self._run,
            finished=True,
            summary=summarise(results, resamples=self._run.resamples, seed=self._run.seed),
            times=_ended(self._run, results),
        )
        save_results(self.folder, results)
        write_exports(self.folder, results)
        write_reports(self.folder, run, results)
        save_run(self.folder, run)
        return FinishedRun(folder=self.folder, run=run, results=results)


@contextlib.contextmanager
def run_session(
    folder: Path, run: Run, cases: Sequence[Case], *, fresh: bool = False
) -> Iterator[RunSession]:
    """Hold the folder of a run: a new one or, unless ``fresh``, one of the same that was stopped.

    Raises RunError where another process holds it, or it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise RunError(
            f"another process is writing the run {str(folder)!r}",
            hint="wait for it to end, or name another folder with --out DIR",
        ) from None
    except OSError as exc:
        raise RunError(
            f"the results cannot be written to {str(folder)!r} ({exc.strerror})",
            hint="name a folder that can be written to with --out DIR",
        ) from exc
    try:
        yield RunSession(folder, run, cases, fresh=fresh)
    finally:
        lock.release()


def unfinished_run(parent: Path, run: Run) -> Path | None:
    """Return the latest folder in ``parent`` with an unfinished run of the same, if there is one.

    One that another process is writing does not count.
    """
    for folder in sorted(parent.glob("*/"), reverse=True):
        if _unfinished(folder, run) and not _is_held(folder):
            return folder
    return None


def finished_before(folder: Path, run: Run) -> FinishedRun | None:
    """Return the run in ``folder`` if it is this one and is finished."""
    stored = _same(folder, run)
    if stored is None or not stored.finished:
        return None
    return FinishedRun(folder=folder, run=stored, results=tuple(load_results(folder)))


def _unfinished(folder: Path, run: Run) -> Run | None:
    """Return the run in ``folder`` if it is this one and is not finished."""
    stored = _same(folder, run)
    return stored if stored and not stored.finished else None


def _same(folder: Path, run: Run) -> Run | None:
    """Return the run in ``folder`` if it is this one, finished or not."""
    try:
        stored = load_run(folder)
    except RunError:
        return None
    return stored if _identity(stored) == _identity(run) else None


def _identity(run: Run) -> str:
    """Return what two sessions of one run have in common: all but results and times."""
    shared: dict[str, Any] = asdict(replace(run, finished=False, summary=None, times=None))
    shared["settings"] = {name: one["value"] for name, one in run.settings.items()}
    return json.dumps(shared, sort_keys=True)


def _is_held(folder: Path) -> bool:
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def _clear(folder: Path) -> None:
    """Delete what an earlier run left, ``run.json`` first: without it there is no run."""
    for name in (RUN, RESULTS, RUN_TIMES, CASE_TIMES):
        (folder / name).unlink(missing_ok=True)


def _begun(started: str | None) -> RunTimes:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return RunTimes(started=started or now, seconds=0.0, latency_p50=_UNKNOWN, latency_p95=_UNKNOWN)


def _ended(run: Run, results: Sequence[CaseResult]) -> RunTimes:
    seconds = [result.times.seconds for result in results if result.times and not result.error]
    drawn = {"resamples": run.resamples, "seed": run.seed}
    return RunTimes(
        started=run.times.started if run.times else "",
        seconds=round(sum(seconds), 3),
        latency_p50=latency(seconds, 50, **drawn),
        latency_p95=latency(seconds, 95, **drawn),
    )
