"""Comparisons and changes: a part of the answer for each side, with its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from rag.answering import refused
from rag.answering.extractive.candidates import Candidate, candidates_in, coverages
from rag.answering.extractive.composers.digest import choose, naming_all, relevance
from rag.answering.extractive.composers.remarks import directness, spoken_by
from rag.answering.extractive.evidence.timing import time_fits
from rag.answering.extractive.scorer import Scorer
from rag.answering.extractive.writing import Writer
from rag.answers import Composed, Hit, StatementReady
from rag.language.words.stopwords import content_stems
from rag.requests.parts import parts_of
from rag.requests.periods import dated_in
from rag.requests.request import Intent, Request

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
    writer = Writer()
    lacking: list[str] = []
    newest = max((day for one in candidates if (day := one.hit.article.published)), default=None)
    for side in request.sides:
        chosen = _of_side(side, candidates, scorer, newest)
        if not chosen:
            lacking.append(side)
        for one in chosen:
            yield from writer.write([one])
    if not writer.statements:
        yield refused(0.0)
        return
    confidence = 1 - len(lacking) / len(request.sides)
    warnings = [f"the articles say nothing of {side!r}" for side in lacking]
    yield writer.composed(confidence, warnings=warnings)


def _of_side(
    side: str, candidates: Sequence[Candidate], scorer: Scorer, newest: date | None
) -> list[Candidate]:
    """Return the best sentences of a side, none where it is not spoken of."""
    dated = dated_in(side, newest=newest) if newest else None
    subject = side[: dated.start] + side[dated.end :] if dated else side
    said = parts_of(subject, Intent.SAYS)
    pool = candidates
    if said.speaker and (spoken := spoken_by(said.speaker, candidates)):
        pool, subject = [one for one, _ in spoken], said.about or subject
    pool = naming_all(subject, pool, near=True)
    covered = coverages(content_stems(subject), pool, scorer.term_weight)
    relevant = relevance(scorer.embed_question(subject), scorer.embed(pool), covered)
    if said.speaker:
        direct = [
            directness(one, float(score)) for one, score in zip(pool, relevant.scores, strict=True)
        ]
        relevant = replace(relevant, scores=np.array(direct, dtype=np.float32))
    if dated:
        fits = time_fits(pool, dated.period, lasts=False)
        covered = [share if fit > 0 else 0.0 for share, fit in zip(covered, fits, strict=True)]
        relevant = replace(relevant, scores=relevant.scores * (fits > 0))
    chosen = choose(pool, relevant, most=_OF_A_SIDE)
    if max((covered[place] for place in chosen), default=0.0) < _COVERED:
        return []
    return [pool[place] for place in chosen]
