"""What a language model reports as used: calls, tokens and, where it says so, the cost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

from rag.evaluation.results import Usage

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler


class Meter:
    """Adds up what the calls of a model report."""

    def __init__(self) -> None:
        self._calls = 0
        self._inputs: list[int] = []
        self._outputs: list[int] = []
        self._costs: list[float] = []

    def add(self, message: Any) -> None:
        """Take in one message of a model's."""
        self._calls += 1
        reported = getattr(message, "usage_metadata", None)
        if reported:
            self._inputs.append(int(reported["input_tokens"]))
            self._outputs.append(int(reported["output_tokens"]))
        metadata = getattr(message, "response_metadata", None) or {}
        cost = (metadata.get("token_usage") or {}).get("cost", metadata.get("cost"))
        if isinstance(cost, int | float):
            self._costs.append(float(cost))

    def usage(self) -> Usage | None:
        """Return what was used; ``None`` where no model was called."""
        if not self._calls:
            return None
        return Usage(
            calls=self._calls,
            input_tokens=sum(self._inputs) if self._inputs else None,
            output_tokens=sum(self._outputs) if self._outputs else None,
            cost=sum(self._costs) if self._costs else None,
        )


@contextlib.contextmanager
def metered() -> Iterator[Meter]:
    """Measure every call of a LangChain model that this thread makes inside."""
    meter = Meter()
    variable = _variable()
    token = variable.set(_handler(meter))
    try:
        yield meter
    finally:
        variable.reset(token)


@cache
def _variable() -> ContextVar[BaseCallbackHandler | None]:
    """Return the variable in which LangChain looks for the handler of the moment."""
    from langchain_core.tracers.context import register_configure_hook

    variable: ContextVar[BaseCallbackHandler | None] = ContextVar("dateline_meter", default=None)
    register_configure_hook(variable, inheritable=True)
    return variable


def _handler(meter: Meter) -> BaseCallbackHandler:
    from langchain_core.callbacks import BaseCallbackHandler

    class _Handler(BaseCallbackHandler):
        def on_llm_end(self, response: Any, **_: Any) -> None:
            for generations in response.generations:
                for generation in generations:
                    meter.add(getattr(generation, "message", None))

    return _Handler()
