"""Evaluation of the desk: does ``rag quotes`` find all remarks, does ``rag check`` find faults.

A line of the test set is one of the two; further keys are kept::

    {"check": "Sentence of a draft.", "verdict": "supported"}
    {"check": "Sentence with a fault.", "findings": ["number"]}
    {"quotes": "Mark Rutte", "about": "Bosnia", "remarks": ["words that were said"], "all": true}

``verdict`` is ``supported`` or ``not_checked`` for what is true, or no statement. A fault is named
where one of its ``findings`` is. With ``all``, whatever else is found is too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from index.filters import Filters
from index.library import Library
from index.text.words import words
from rag.assembly.checking import draft_checker
from rag.drafts import NOT_CHECKED, DraftChecker, Format, Kind, draft_of
from rag.evaluation.metrics.bootstrap import wilson
from rag.evaluation.metrics.measures import TOO_FEW, Figure
from rag.evaluation.testsets.records import NonBlank, read_lines, reject
from rag.quotes import find_remarks
from rag.settings import Settings

MEANINGS = {
    "faults_flagged": "of the sentences with a fault: not taken for supported",
    "faults_named": "of the sentences with a fault: a finding of the expected kind",
    "truths_flagged": "of the true sentences: flagged, the false alarms",
    "left_alone": "of what cannot be checked: not checked",
    "remarks_found": "of the expected remarks: found, at least most of their words",
    "remarks_exact": "of the remarks found: with just the expected words",
    "remarks_extra": "of what was found where all is expected: too much",
}
"""Every figure, with whatever it is a share of."""
_MOST = 0.6
"""Of a remark's words, in a row of one that was found, for it to be that."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)

    id: NonBlank | None = None
    check: NonBlank | None = None
    verdict: Literal["supported", "not_checked"] | None = None
    findings: tuple[Kind, ...] | None = None
    quotes: NonBlank | None = None
    about: NonBlank | None = None
    remarks: tuple[NonBlank, ...] = ()
    all: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskCase:
    """What was expected of the desk, what came, and what it counts for."""

    id: str
    asked: str
    expected: str
    found: str
    counts: Mapping[str, tuple[int, int]]
    """By figure: how many of how many."""
    right: bool
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DeskRun:
    """What the desk came to over a test set."""

    cases: tuple[DeskCase, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure that is defined, with Wilson's interval."""
        found = {}
        for name in MEANINGS:
            hits, n = (
                sum(one.counts[name][part] for one in self.cases if name in one.counts)
                for part in (0, 1)
            )
            if n:
                low, high = wilson(hits, n) if n >= TOO_FEW else (None, None)
                found[name] = Figure(value=round(hits / n, 6), n=n, low=low, high=high)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return figures and cases, the wrong ones first."""
        return {
            "figures": {
                name: {"value": one.value, "n": one.n, "low": one.low, "high": one.high}
                for name, one in self.figures.items()
            },
            "cases": [
                {
                    "id": one.id,
                    "asked": one.asked,
                    "expected": one.expected,
                    "found": one.found,
                    "right": one.right,
                    "extra": dict(one.extra),
                }
                for one in sorted(self.cases, key=lambda one: one.right)
            ],
        }


def load_desk(path: Path) -> list[_Line]:
    """Return the lines of a test set of the desk, each with an id. Raises TestSetError."""
    lines = []
    for number, line in read_lines(path, _Line):
        if (line.check is None) == (line.quotes is None and line.about is None):
            reject(path, "has neither check nor quotes, or both", line=number)
        if line.check is not None and (line.verdict is None) == (line.findings is None):
            reject(path, "needs a verdict or findings, one of the two", line=number, field="check")
        if line.check is None and not line.remarks:
            reject(path, "is missing", line=number, field="remarks")
        lines.append(line.model_copy(update={"id": line.id or f"q{number}"}))
    if not lines:
        reject(path, "holds nothing", hint='Write one object a line: {"check": "...", ...}.')
    return lines


def run_desk(lines: Iterable[_Line], library: Library, settings: Settings) -> Iterator[DeskCase]:
    """Yield what the desk does with each line."""
    checker = draft_checker(settings, library)
    for line in lines:
        yield _checked(line, checker) if line.check is not None else _quoted(line, library)


def _checked(line: _Line, checker: DraftChecker) -> DeskCase:
    sentences = list(checker.check(draft_of((line.check or "").encode(), Format.TEXT)))
    kinds = [finding.kind for one in sentences for finding in one.findings]
    flagged = not all(one.holds for one in sentences)
    verdicts = {str(one.verdict or NOT_CHECKED) for one in sentences}
    if line.findings is not None:
        named = not set(line.findings).isdisjoint(kinds)
        counts = {"faults_flagged": (int(flagged), 1), "faults_named": (int(named), 1)}
        right = named
    elif line.verdict == NOT_CHECKED:
        right = verdicts == {NOT_CHECKED}
        counts = {"left_alone": (int(right), 1)}
    else:
        right = not flagged
        counts = {"truths_flagged": (int(flagged), 1)}
    return DeskCase(
        id=line.id or "",
        asked=line.check or "",
        expected=", ".join(line.findings or ()) or str(line.verdict),
        found=", ".join([*sorted(verdicts), *map(str, kinds)]),
        counts=counts,
        right=right,
        extra=line.model_extra or {},
    )


def _quoted(line: _Line, library: Library) -> DeskCase:
    found = find_remarks(library, speaker=line.quotes, about=line.about, filters=Filters())
    groups = [[words(quote.words) for quote in remark.quotes] for remark in found]
    matched, exact = set(), 0
    missing = []
    for remark in line.remarks:
        wanted = words(remark)
        at = next(
            (at for at, own in enumerate(groups) if any(_alike(wanted, one) for one in own)), None
        )
        if at is None:
            missing.append(remark)
            continue
        matched.add(at)
        exact += any(one == wanted for one in groups[at])
    hits = len(line.remarks) - len(missing)
    counts = {"remarks_found": (hits, len(line.remarks)), "remarks_exact": (exact, hits)}
    extra = len(groups) - len(matched)
    if line.all:
        counts["remarks_extra"] = (extra, len(groups))
    return DeskCase(
        id=line.id or "",
        asked=" about ".join(filter(None, (line.quotes or "everybody", line.about))),
        expected=f"{len(line.remarks)} remarks",
        found="; ".join(f"lacks “{one}”" for one in missing) or f"{len(groups)} remarks",
        counts=counts,
        right=not missing and not (line.all and extra),
        extra=line.model_extra or {},
    )


def _alike(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Tell whether most of the expected words stand in a row in what was found, or the reverse."""
    short, long = sorted((wanted, found), key=len)
    if len(short) < _MOST * len(long):
        return False
    return " ".join(short) in " ".join(long)
