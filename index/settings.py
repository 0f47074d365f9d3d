"""The settings that shape a library: what is read, how it is split, what embeds it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DEFAULT_EMBEDDING = "sentence-transformers/all-MiniLM-L6-v2"


class IndexSettings(BaseModel):
    """Settings of indexing; sizes in characters of text or bytes of file, as named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedding: str = DEFAULT_EMBEDDING
    """A sentence-transformers name or folder, or ``langchain:provider:name``."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """Where sentence-transformers runs, for a model that cannot run as an ONNX graph."""

    passage_size: Annotated[int, Field(ge=200, le=20_000)] = 1_000
    """Characters of a passage, at most."""

    max_file_bytes: Annotated[int, Field(ge=1_000)] = 50_000_000
    """A larger file is reported and left out; record files (.jsonl) are read line by line, each
    record counting for itself."""

    lock_timeout: Annotated[float, Field(ge=0, le=600)] = 5.0
    """Seconds to wait for another writer."""
