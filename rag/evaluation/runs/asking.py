"""Asks the cases of a test set, one after the other or several at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from rag.answers import Answer, Turn
from rag.errors import ModelError
from rag.evaluation.results import CaseResult, Judgement
from rag.evaluation.runs.assessing import Assessor
from rag.evaluation.runs.usage import Meter, metered
from rag.evaluation.testsets.cases import Case

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_FAILURES = 3
"""Cases in a row whose model fails before the run is given up: the server is gone."""


class Answering(Protocol):
    """Whatever answers a question from a library; ``rag.pipeline.Pipeline`` does."""

    @property
    def model(self) -> str:
        """What answers: a language model's name, or ``extractive``."""

    def answer(self, question: str, *, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer ``question``, which may lean on ``history``."""

    def replay(self, questions: tuple[str, ...]) -> tuple[Turn, ...]:
        """Answer earlier questions in their order."""


class PerThread:
    """Gives each thread its own answerer, because an answerer keeps state."""

    def __init__(self, make: Callable[[], Answering]) -> None:
        self._make = make
        self._own = threading.local()
        self.model = self._answering().model

    def answer(self, question: str, *, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer with this thread's answerer."""
        return self._answering().answer(question, history=history)

    def replay(self, questions: tuple[str, ...]) -> tuple[Turn, ...]:
        """Answer earlier questions with this thread's answerer."""
        return self._answering().replay(questions)

    def _answering(self) -> Answering:
        if not hasattr(self._own, "answering"):
            self._own.answering = self._make()
        answering: Answering = self._own.answering
        return answering


class Asker:
    """Asks a case and judges what comes back."""

    def __init__(
        self,
        answering: Answering,
        assessor: Assessor,
        *,
        judge: Callable[[CaseResult], Judgement | None] | None = None,
    ) -> None:
        self.answering = answering
        self._assessor = assessor
        self._judge = judge
        self._turns: dict[tuple[str, ...], tuple[Turn, ...]] = {(): ()}

    def __call__(self, case: Case) -> CaseResult:
        """Ask a case and return its result. Raises what answering does, such as ModelError."""
        turns = self._replayed(case.history)
        if self.answering.model == "extractive":
            return self._judged(self._assessed(case, turns))
        with metered() as meter:
            result = self._assessed(case, turns)
        return self._judged(_with_usage(result, meter))

    def failed(self, case: Case, error: ModelError) -> CaseResult:
        """Return the result of a case whose model failed."""
        return self._assessor.failed(case, model=self.answering.model, error=error.message)

    def _assessed(self, case: Case, turns: tuple[Turn, ...]) -> CaseResult:
        return self._assessor.assess(case, self.answering.answer(case.question, history=turns))

    def _judged(self, result: CaseResult) -> CaseResult:
        judgement = self._judge(result) if self._judge else None
        if judgement is None:
            return result
        metrics = {**result.metrics, "judge": judgement.score}
        return replace(result, judgement=judgement, metrics=metrics)

    def _replayed(self, history: tuple[str, ...]) -> tuple[Turn, ...]:
        """Return the turns before a case; cases of one conversation share them."""
        if history not in self._turns:
            self._turns[history] = self.answering.replay(history)
        return self._turns[history]


def evaluate(cases: Iterable[Case], asker: Asker, *, workers: int = 1) -> Iterator[CaseResult]:
    """Yield the result of each case as soon as there is one.

    With several ``workers`` that is not the order of the cases. A case whose model fails is a
    result too, unless as many as ``MOST_FAILURES`` do in a row, or all of them: then the last
    ModelError is raised, and those cases have no result. Other errors pass through.
    """
    failures: list[tuple[Case, ModelError]] = []
    succeeded = False
    for case, outcome in in_parallel(lambda case: (case, _attempt(case, asker)), cases, workers):
        if isinstance(outcome, ModelError):
            failures.append((case, outcome))
            if len(failures) == MOST_FAILURES:
                raise outcome
            continue
        succeeded = True
        yield from (asker.failed(*failure) for failure in failures)
        failures.clear()
        yield outcome
    if failures and not succeeded:
        raise failures[-1][1]
    yield from (asker.failed(*failure) for failure in failures)


def in_parallel(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """Yield ``function`` of each item as it is done; the first exception ends it.

    The threads are daemons, which take no further item once nobody wants a result any more: Ctrl-C
    does not wait for what a server is still thinking about.
    """
    if workers == 1:
        yield from map(function, items)
        return
    results: queue.SimpleQueue[tuple[Result | None, BaseException | None]] = queue.SimpleQueue()
    waiting = queue.SimpleQueue[Item]()
    total = 0
    for item in items:
        waiting.put(item)
        total += 1
    stopped = threading.Event()

    def _work() -> None:
        while not stopped.is_set():
            try:
                results.put((function(waiting.get_nowait()), None))
            except queue.Empty:
                return
            except BaseException as exc:  # noqa: BLE001 - it is raised where the results are read
                results.put((None, exc))
                return

    for _ in range(min(workers, total)):
        threading.Thread(target=_work, daemon=True).start()
    try:
        for _ in range(total):
            result, error = results.get()
            if error is not None:
                raise error
            yield result  # type: ignore[misc]  # a result is there where no error is
    finally:
        stopped.set()


def _attempt(case: Case, asker: Asker) -> CaseResult | ModelError:
    try:
        return asker(case)
    except ModelError as exc:
        return exc


def _with_usage(result: CaseResult, meter: Meter) -> CaseResult:
    return replace(result, usage=meter.usage())
