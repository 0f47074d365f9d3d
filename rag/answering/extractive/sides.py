"""Comparisons and changes: a part of the answer for each side, with its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answering import refused
from rag.answering.extractive.candidates import candidates_in, coverages
from rag.answering.extractive.digest import choose, relevance
from rag.answering.extractive.scorer import Scorer
from rag.answering.extractive.timing import time_fits
from rag.answering.extractive.writing import Writer
from rag.answers import Composed, Hit, StatementReady
from rag.language.stopwords import content_stems
from rag.requests.periods import dated_in
from rag.requests.request import Request

_OF_A_SIDE = 2
"""Sentences."""

_COVERED = 0.5
"""Share of a side's words, by weight, that its best sentence must have."""


def compose_sides(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed] | None:
    """Return the best sentences of each side; ``None`` where the request names no sides.

    The answer says which side the articles lack.
    """
    return _written(request, hits, scorer) if request.sides else None


def _written(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    candidates = candidates_in(hits)
    if not candidates:
        yield refused(0.0)
        return
    vectors = scorer.embed(candidates)
    writer = Writer()
    lacking: list[str] = []
    newest = max((day for one in candidates if (day := one.hit.article.published)), default=None)
    for side in request.sides:
        dated = dated_in(side, newest=newest) if newest else None
        subject = side[: dated.start] + side[dated.end :] if dated else side
        covered = coverages(content_stems(subject), candidates, scorer.term_weight)
        relevant = relevance(scorer.embed_question(subject), vectors, covered)
        if dated:
            fits = time_fits(candidates, dated.period, lasts=False)
            covered = [share if fit > 0 else 0.0 for share, fit in zip(covered, fits, strict=True)]
            relevant = replace(relevant, scores=relevant.scores * (fits > 0))
        chosen = choose(candidates, relevant, most=_OF_A_SIDE)
        if max((covered[place] for place in chosen), default=0.0) < _COVERED:
            lacking.append(side)
            continue
        for place in chosen:
            yield from writer.write([candidates[place]])
    if not writer.statements:
        yield refused(0.0)
        return
    confidence = 1 - len(lacking) / len(request.sides)
    warnings = [f"the articles say nothing of {side!r}" for side in lacking]
    yield writer.composed(confidence, warnings=warnings)
