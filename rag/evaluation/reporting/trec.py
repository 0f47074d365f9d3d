"""Files for other tools: TREC runs and qrels, and predictions for SQuAD's script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from index.text.visible import plain
from rag.evaluation.metrics.support import without_markers
from rag.evaluation.results import CaseResult, Ranking
from rag.evaluation.runs.storage import replace_file

FOLDER = "trec"
PREDICTIONS = "predictions.json"
_LEVELS: Mapping[str, Callable[[CaseResult], Ranking]] = {
    "articles": lambda result: result.by_article,
    "passages": lambda result: result.by_passage,
}


def write_exports(folder: Path, results: Sequence[CaseResult]) -> None:
    """Write ``trec/articles.run`` and ``.qrels``, the same by passage, and ``predictions.json``.

    Raises RunError where the folder cannot be written to.
    """
    for name, ranking in _LEVELS.items():
        place = folder / FOLDER / name
        judged = [(one.id, ranking(one)) for one in results if ranking(one).qrels]
        replace_file(place.with_suffix(".run"), _text(_run(judged)))
        replace_file(place.with_suffix(".qrels"), _text(_qrels(judged)))
    predictions = {result.id: prediction(result) for result in results}
    replace_file(folder / PREDICTIONS, json.dumps(predictions, indent=1) + "\n")


def prediction(result: CaseResult) -> str:
    """Return what SQuAD's script is to compare: the short answer, the whole, or nothing."""
    if not result.answered:
        return ""
    markers = {one.marker for one in result.citations}
    markers.update(marker for statement in result.statements for marker in statement.markers)
    return result.short_answer or without_markers(result.answer, sorted(markers))


def _run(judged: Sequence[tuple[str, Ranking]]) -> Iterator[str]:
    """Yield the lines of a run: query, ``Q0``, document, rank, score, tag.

    The score is one over the rank. Tools order a run by score alone, and break ties each in its
    own way, which must not undo the order that was shown.
    """
    for query, ranking in judged:
        for rank, document in enumerate(ranking.documents, start=1):
            yield f"{_word(query)} Q0 {_word(document)} {rank} {1 / rank:.6f} dateline"


def _qrels(judged: Sequence[tuple[str, Ranking]]) -> Iterator[str]:
    """Yield the lines of the judgements: query, ``0``, document, grade."""
    for query, ranking in judged:
        for document, grade in ranking.qrels.items():
            yield f"{_word(query)} 0 {_word(document)} {grade}"


def _word(name: str) -> str:
    """Return a name without white space, which separates the columns, and what is not seen."""
    return "_".join(plain(name).split()) or "_"


def _text(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
