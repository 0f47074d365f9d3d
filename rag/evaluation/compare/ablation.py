"""An ablation: the same test set under several settings, the variants, ranked by one measure."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import SettingsError
from rag.evaluation.metrics.aggregate import Counters
from rag.evaluation.metrics.bootstrap import Difference, differences
from rag.evaluation.metrics.measures import BY_NAME, Figure
from rag.evaluation.results import PLAIN
from rag.evaluation.runs.storage import FinishedRun

_USUAL = ("correct", "ndcg@10", "coverage")
SHOWN = ("correct", "f1", "ndcg@10", "mrr@10", "recall@10", "passage_ndcg@10", "abstention_f1")
"""The measures of the table, so far as they are defined, beside the one it is ranked by."""
_NAMES = {"fused": "", "dense": "dense only", "full-text": "full text only", "plain": PLAIN}
_SIZES = (500, 2_000)
_TOP_KS = (3, 20)
_HINT = 'write lists, such as: retrieval = ["fused", "dense"] and top_k = [5, 10]'

Value = TypeVar("Value")
Retrieval = Literal["fused", "dense", "full-text", "plain"]
"""``plain`` is no search of ours: the script of ``runs.plain`` searches and answers."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to set up the search and the answer; ``None`` leaves a setting as it is."""

    retrieval: Retrieval = "fused"
    passage_size: int | None = None
    top_k: int | None = None
    model: str | None = None

    @property
    def name(self) -> str:
        """What it changes, for a reader."""
        changes = [
            _NAMES[self.retrieval],
            f"passages of {self.passage_size:,}" if self.passage_size else "",
            f"k = {self.top_k}" if self.top_k else "",
            self.model or "",
        ]
        return ", ".join(filter(None, changes)) or "as set"

    @property
    def slug(self) -> str:
        """The variant's name in a form that a folder can have."""
        words = "".join(char if char.isalnum() else " " for char in self.name.replace(",", ""))
        return "-".join(words.split())

    def overrides(self) -> dict[str, object]:
        """Return the settings that it changes."""
        given = {"passage_size": self.passage_size, "top_k": self.top_k, "model": self.model}
        return {name: value for name, value in given.items() if value is not None}


class _Matrix(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    retrieval: list[Retrieval] = ["fused"]
    passage_size: list[Annotated[int, Field(ge=200, le=20_000)]] | None = None
    top_k: list[Annotated[int, Field(ge=1, le=100)]] | None = None
    model: list[str] | None = None

    def variants(self) -> Iterator[Variant]:
        """Yield every combination."""
        for retrieval, size, top_k, model in itertools.product(
            self.retrieval,
            _or_as_set(self.passage_size),
            _or_as_set(self.top_k),
            _or_as_set(self.model),
        ):
            yield Variant(retrieval=retrieval, passage_size=size, top_k=top_k, model=model)


def usual_variants(*, passage_size: int, top_k: int) -> list[Variant]:
    """Return what ``--ablate`` runs: the settings in force, and one change of them at a time."""
    return list(
        dict.fromkeys(
            (
                Variant(),
                Variant(retrieval="dense"),
                Variant(retrieval="full-text"),
                *(Variant(passage_size=size) for size in _SIZES if size != passage_size),
                *(Variant(top_k=k) for k in _TOP_KS if k != top_k),
            )
        )
    )


def load_matrix(path: Path) -> list[Variant]:
    """Return every combination of the lists in a TOML file. Raises SettingsError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise SettingsError(f"the matrix {str(path)!r} cannot be read: {exc.strerror}") from exc
    except ValueError as exc:
        raise SettingsError(f"the matrix {str(path)!r} is not TOML: {exc}", hint=_HINT) from exc
    try:
        variants = list(dict.fromkeys(_Matrix.model_validate(values).variants()))
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"the matrix {str(path)!r}, field {field!r}: {_lower(first['msg'])}", hint=_HINT
        ) from exc
    if len(variants) < 2:
        raise SettingsError(
            f"the matrix {str(path)!r} has {_counted(variants)}; there is nothing to rank",
            hint=_HINT,
        )
    return variants


def _or_as_set(values: Sequence[Value] | None) -> Sequence[Value | None]:
    return values or (None,)


def _counted(variants: Iterable[Variant]) -> str:
    return f"{len(list(variants)) or 'no'} variant"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A variant's place in the ranking."""

    name: str
    finished: FinishedRun
    figure: Figure
    """Of the measure that the table is ranked by."""
    against_first: Difference
    """Its difference from the first variant, the settings in force."""


@dataclass(frozen=True, kw_only=True)
class Ablation:
    """The variants of an ablation, the best first."""

    by: str
    first: str
    """The variant that the others are compared with."""
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The measures worth a column: those of ``SHOWN`` that are defined somewhere."""
        return tuple(
            name
            for name in SHOWN
            if name != self.by
            and any(row.finished.summary.metrics[name].value is not None for row in self.rows)
        )


def ranked(runs: Sequence[tuple[str, FinishedRun]], *, by: str | None = None) -> Ablation:
    """Rank variants, given by name in the order in which they were run.

    Without ``by``, by ``correct``, or what stands in for it where the test set has no answers.
    """
    by = by or _usual(runs)
    first = runs[0][1]
    rows = [
        Row(
            name=name,
            finished=finished,
            figure=finished.summary.metrics[by],
            against_first=_difference(first, finished, by),
        )
        for name, finished in runs
    ]
    return Ablation(
        by=by, first=runs[0][0], rows=tuple(sorted(rows, key=lambda row: _worth(row.figure, by)))
    )


def _usual(runs: Sequence[tuple[str, FinishedRun]]) -> str:
    metrics = runs[0][1].summary.metrics
    return next(name for name in _USUAL if metrics[name].value is not None)


def _worth(figure: Figure, by: str) -> tuple[bool, float]:
    """Return a key that puts the best first, and what is undefined last."""
    value = figure.value or 0.0
    return figure.value is None, value if BY_NAME[by].lower_is_better else -value


def _difference(first: FinishedRun, other: FinishedRun, by: str) -> Difference:
    found = differences(
        Counters(first.results),
        Counters(other.results),
        resamples=first.run.resamples,
        seed=first.run.seed,
    )
    return next(one for one in found if one.name == by)
