"""Variants: what an ablation changes, one thing at a time, or every combination of a matrix."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import SettingsError

_SIZES = (500, 2_000)
_TOP_KS = (3, 20)
_HINT = 'write lists, such as: retrieval = ["fused", "dense"] and top_k = [5, 10]'

Value = TypeVar("Value")
Retrieval = Literal["fused", "dense", "full-text"]


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
        told = [
            {"fused": "", "dense": "dense only", "full-text": "full text only"}[self.retrieval],
            f"passages of {self.passage_size:,}" if self.passage_size else "",
            f"k = {self.top_k}" if self.top_k else "",
            self.model or "",
        ]
        return ", ".join(filter(None, told)) or "as set"

    @property
    def slug(self) -> str:
        """The same as the name of a folder."""
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
