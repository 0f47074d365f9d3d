"""What became of one case: enough to see why it failed without asking it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rag.evaluation.gold import Case


@dataclass(frozen=True, kw_only=True)
class CitationResult:
    """A citation of the answer, judged."""

    marker: int
    article_id: str
    path: str
    start: int
    end: int
    quote: str
    verdict: str
    exists: bool
    """Whether the quote stands in the article at its offsets."""
    from_evidence: bool | None
    """Whether the article is evidence of the case; undefined where the case names none."""
    overlaps_evidence: bool | None
    """Whether the quote shares words with an evidence quote; undefined where there is none."""


@dataclass(frozen=True, kw_only=True)
class PassageResult:
    """A passage that was retrieved for the case."""

    rank: int
    score: float
    article_id: str
    path: str
    start: int
    end: int
    relevant: bool | None
    """Whether its article or a copy of it is evidence; undefined where the case names none."""


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """A case, what was answered, and the measures of it.

    It holds no article texts, so that the results of thousands of cases fit in memory.
    """

    case: Case
    standalone_question: str
    answered: bool
    answer: str
    short_answer: str | None
    confidence: float
    model: str
    citations: tuple[CitationResult, ...]
    passages: tuple[PassageResult, ...]
    warnings: tuple[str, ...]
    rank: int | None
    """Rank of the first relevant article, counting articles; ``None`` where there is none."""
    metrics: Mapping[str, float | None]
    """By name, such as ``hit@1``; ``None`` where undefined."""
    seconds: float
    timings: Mapping[str, float]
    """Seconds by stage, as the answer gives them."""

    def as_json(self) -> dict[str, Any]:
        """Return the case's line of ``results.jsonl``; all that varies by run is in ``times``."""
        case = self.case
        return {
            "id": case.id,
            "question": case.question,
            "history": list(case.history),
            "tags": list(case.tags),
            "standalone_question": self.standalone_question,
            "answerable": case.answerable,
            "answered": self.answered,
            "answer": self.answer,
            "short_answer": self.short_answer,
            "gold_answers": list(case.answers),
            "confidence": round(self.confidence, 4),
            "model": self.model,
            "evidence": [asdict(evidence) for evidence in case.evidence],
            "rank": self.rank,
            "metrics": {name: _rounded(value) for name, value in self.metrics.items()},
            "citations": [asdict(citation) for citation in self.citations],
            "passages": [
                asdict(passage) | {"score": round(passage.score, 4)} for passage in self.passages
            ],
            "warnings": list(self.warnings),
            "times": {
                "seconds": round(self.seconds, 4),
                "stages": {stage: round(value, 4) for stage, value in self.timings.items()},
            },
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
