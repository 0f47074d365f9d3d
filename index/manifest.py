"""The manifest: what a library was made with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self

from index.embedding import Embedder
from index.errors import LibraryDamagedError, NewerLibraryError

FORMAT = 1
"""The format of the catalog's tables and of the passages' metadata in Chroma.

Tables that an older version did not have are made when the library is next written to. Raise this
when an older version would go wrong with what is written now.
"""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a library was made with."""

    embedding: str
    fingerprint: str
    dimension: int
    passage_size: int
    format: int = FORMAT

    @classmethod
    def of(cls, embedder: Embedder, *, passage_size: int) -> Self:
        """Return the manifest of a library that ``embedder`` makes."""
        return cls(
            embedding=embedder.name,
            fingerprint=embedder.fingerprint,
            dimension=embedder.dimension,
            passage_size=passage_size,
        )

    def to_json(self) -> str:
        """Return the form in which the catalog and Chroma keep it."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` returned. Raises LibraryDamagedError, NewerLibraryError."""
        refuse_newer(text)
        try:
            manifest = cls(**json.loads(text))
        except (TypeError, ValueError) as exc:
            raise LibraryDamagedError(
                f"the library's manifest is unreadable: {text[:80]!r}",
                hint="rag doctor --repair",
            ) from exc
        return manifest


def refuse_newer(text: str | None) -> None:
    """Raise NewerLibraryError where a manifest is of a newer format; ``None`` is no manifest.

    Whatever else is wrong with it is left to ``Manifest.from_json``.
    """
    try:
        written = json.loads(text or "{}")["format"]
    except (KeyError, TypeError, ValueError):
        return
    if isinstance(written, int) and written > FORMAT:
        raise NewerLibraryError(
            f"a newer version of Dateline wrote the library (format {written}; this one reads"
            f" {FORMAT})",
            hint="pip install --upgrade dateline",
        )
