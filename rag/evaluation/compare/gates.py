"""Gates: what a run must reach for continuous integration to let a change through."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.errors import SettingsError
from rag.evaluation.compare.comparison import Comparison
from rag.evaluation.metrics.measures import BY_NAME, Summary

_ROUNDING = 1e-9
_FORM = re.compile(r"(?P<name>[^=]+)=(?P<value>[-+\d.eE]+)")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A measure and a number."""

    name: str
    value: float


def limit(text: str, option: str) -> Limit:
    """Read ``mrr@10=0.8``. Raises SettingsError for another form or an unknown measure."""
    found = _FORM.fullmatch(text.strip())
    try:
        value = float(found["value"]) if found else None
    except ValueError:
        value = None
    if found is None or value is None:
        raise SettingsError(
            f"{option} {text!r} is not a measure and a number", hint=f"{option} mrr@10=0.8"
        )
    return Limit(name=measure_named(found["name"], option), value=value)


def measure_named(text: str, option: str) -> str:
    """Return the measure that ``text`` names, in any case. Raises SettingsError."""
    name = text.strip().lower().replace("-", "_")
    if name not in BY_NAME:
        near = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
        meant = f"did you mean {near[0]}?" if near else f"such as {', '.join(list(BY_NAME)[:3])}"
        raise SettingsError(f"{option}: there is no measure {text.strip()!r}", hint=meant)
    return name


def failures(
    summary: Summary,
    comparison: Comparison | None,
    *,
    least: Sequence[Limit],
    drop: Sequence[Limit],
) -> list[str]:
    """Return a sentence for every gate that fails; none where all of them pass.

    ``least`` is the worst value that a measure may have, for one that is better lower the highest.
    ``drop`` is by how much it may be worse than in the run it is compared with. What is undefined
    holds nothing.
    """
    found = list(_below(summary, least))
    if comparison:
        found += _dropped(comparison, drop)
    return found


def _below(summary: Summary, least: Sequence[Limit]) -> Iterator[str]:
    for one in least:
        value = summary.metrics[one.name].value
        if value is None:
            yield f"{one.name} is undefined, and {one.value:g} is asked for"
        elif BY_NAME[one.name].lower_is_better and value > one.value + _ROUNDING:
            yield f"{one.name} is {value:.4f}, above {one.value:g}"
        elif not BY_NAME[one.name].lower_is_better and value < one.value - _ROUNDING:
            yield f"{one.name} is {value:.4f}, below {one.value:g}"


def _dropped(comparison: Comparison, drop: Sequence[Limit]) -> Iterator[str]:
    for one in drop:
        found = comparison.difference(one.name)
        if found.change is None:
            yield f"{one.name} is undefined in one of the runs, so no drop can be measured"
            continue
        worse = found.change if BY_NAME[one.name].lower_is_better else -found.change
        if worse > one.value + _ROUNDING:
            yield (
                f"{one.name} went from {found.before:.4f} to {found.after:.4f}, worse by"
                f" {worse:.4f}, and {one.value:g} is allowed"
            )
