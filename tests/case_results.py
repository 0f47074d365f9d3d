"""Results of cases that say nothing but what a test needs."""

from __future__ import annotations

from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import CaseResult, Ranking


def case_result(number: object = 0, **changes: object) -> CaseResult:
    """Return a case that was answered, rightly; ``number`` is its id."""
    values: dict[str, object] = {
        **dict.fromkeys(("question", "standalone_question", "answer", "kind"), ""),
        **dict.fromkeys(("history", "tags", "gold_answers", "evidence", "statements"), ()),
        **dict.fromkeys(("citations", "passages", "warnings", "flags"), ()),
        "id": str(number),
        "answerable": True,
        "answered": True,
        "grade": "answered" if changes.get("answered", True) else "none",
        "candidates": (),
        "outcome": Outcome.RIGHT,
        "short_answer": None,
        "confidence": 0.5,
        "model": "m",
        "correct": True,
        "rank": None,
        "by_article": Ranking(),
        "by_passage": Ranking(),
        "metrics": {},
        "extra": {},
    }
    return CaseResult(**(values | changes))
