"""A run on disk: a folder that says what was asked, with what, and what came of it.

::

    run.json       Run without its times: settings, versions, fingerprints, summary
    results.jsonl  one CaseResult a line, without its times, in the order of the test set
    times.json     RunTimes: all that differs between two runs of the same
    times.jsonl    {"id": ..., "seconds": ..., "stages": {...}} a line
    report.html, report.md, trec/*, predictions.json
                   made from these, for people and other tools

While a run goes on, ``run.json`` says ``"finished": false`` and the two ``.jsonl`` grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.evaluation.metrics.measures import Figure, Summary

SCHEMA = 3
"""Grows when a reader of the old files would misread the new."""

RUN, RESULTS = "run.json", "results.jsonl"
RUN_TIMES, CASE_TIMES = "times.json", "times.jsonl"


@dataclass(frozen=True, kw_only=True)
class TestSet:
    """The test set that was run."""

    __test__ = False  # pytest would collect the name

    path: str
    format: str
    """``jsonl``, ``squad``, ``beir`` or ``csv``."""
    cases: int
    fingerprint: str
    """Of the cases, whatever file they stand in."""


@dataclass(frozen=True, kw_only=True)
class Articles:
    """The articles that were asked."""

    place: str
    """The library, or what it was built from for this run."""
    articles: int
    passages: int
    fingerprint: str
    """Of what the articles say, wherever they lie, and of how they are split."""


@dataclass(frozen=True, kw_only=True)
class Models:
    """What searched and what answered."""

    embedding: str
    embedding_fingerprint: str
    answering: str
    """``provider:name``, or ``extractive``."""
    prompts: str
    """Fingerprint of the prompts that an answering model is given."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """The model that judged the answers."""

    model: str
    prompt: str
    """Its prompt, word for word."""
    same_as_answering: bool
    """A model is lenient with what it wrote itself."""


@dataclass(frozen=True, kw_only=True)
class RunTimes:
    """When a run was and how long it took; the only part that differs between equal runs."""

    started: str
    """ISO 8601, with the zone."""
    seconds: float
    """Of all cases, added up; with several workers less has passed."""
    latency_p50: Figure
    latency_p95: Figure
    """Seconds a question."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What ``run.json`` says of a run, and when it was."""

    schema: int = SCHEMA
    finished: bool
    testset: TestSet
    articles: Articles
    models: Models
    judge: Judge | None
    settings: Mapping[str, Any]
    """Every setting by name: ``{"value": ..., "from": ...}``, no secrets."""
    variant: str
    """What an ablation changed, such as ``dense only``; empty for an ordinary run."""
    versions: Mapping[str, str]
    seed: int
    resamples: int
    """Of the bootstrap."""
    summary: Summary | None
    """``None`` until the run is finished."""
    times: RunTimes | None = None

    @property
    def read(self) -> int | None:
        """How many passages whatever answers reads, the k of ``recall@k``; ``None`` if unknown."""
        return self.settings["top_k"]["value"] if "top_k" in self.settings else None
