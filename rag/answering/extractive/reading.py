"""What a reader says of the candidates: the passages that look best are read, no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import Vectors
from rag.answering.extractive.candidates import Candidate
from rag.reader import Reader, Span

PASSAGES_READ = 5
"""Reading takes most of an answer's time. The sixth has the answer for one question in fifty."""

READ_FEATURES = ("span", "answerable", "unread")

_SPAN_LIMITS = (-12.0, 12.0)
"""Log odds; what is beyond says no more."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """The candidates' further features, and where the answer stands in each."""

    features: Vectors
    """``(candidates, len(READ_FEATURES))``."""
    spans: tuple[Span | None, ...]
    """In characters of the sentence."""


def read(reader: Reader, question: str, candidates: Sequence[Candidate], scores: Vectors) -> Read:
    """Read the passages whose sentences have the best ``scores``, ``(candidates,)``."""
    best: dict[int, float] = {}
    for one, score in zip(candidates, scores, strict=True):
        best[one.hit.rank] = max(best.get(one.hit.rank, -np.inf), float(score))
    chosen = sorted(best, key=lambda rank: -best[rank])[:PASSAGES_READ]
    hits = {one.hit.rank: one.hit for one in candidates if one.hit.rank in chosen}
    texts = [(hits[rank].article.title, hits[rank].passage.text) for rank in chosen]
    readings = dict(zip(chosen, reader.read(question, texts), strict=True))
    rows: list[tuple[float, float, float]] = []
    spans: list[Span | None] = []
    for one in candidates:
        reading = readings.get(one.hit.rank)
        offset = one.hit.passage.start
        span = reading.best(one.start - offset, one.end - offset) if reading else None
        if reading is None or span is None:
            rows.append((0.0, 0.0, 1.0))
            spans.append(None)
            continue
        rows.append((float(np.clip(span.score, *_SPAN_LIMITS)), reading.answerable, 0.0))
        shift = offset - one.start
        spans.append(Span(start=span.start + shift, end=span.end + shift, score=span.score))
    return Read(features=np.array(rows, dtype=np.float32), spans=tuple(spans))
