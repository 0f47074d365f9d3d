"""Yes-or-no questions: what the articles say of the matter, which confirms it or does not.

"Does the force have 10,000 soldiers?" wants the sentence that says 4,600. So a number in the
question is no word that an answer must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.embedding import Vectors
from rag.answering import possible, refused
from rag.answering.extractive.candidates import candidates_in, coverages
from rag.answering.extractive.digest import relevance
from rag.answering.extractive.groups import differing_sentences, sentence_groups
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.answering.extractive.writing import Writer, possible_answers
from rag.answers import Composed, Hit, StatementReady
from rag.language.stopwords import content_stems
from rag.requests.request import Request

_SURE = 0.85
"""Share of the question's words, by weight, that a sentence has which speaks of the matter."""

_SENTENCES = 2
_WHETHER = r"(?i)\b(?:is it (?:true|right|correct|so|the case) that\s+|true or false:?\s*)"
"""Words that only ask whether."""


def compose_claim(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    """Yield the sentences that speak of what the question asks to be true."""
    claim = re.sub(_WHETHER, "", request.full)
    question = parse_question(claim)
    candidates = candidates_in(hits[:PASSAGES])
    stems = [stem for stem in content_stems(claim) if not stem[0].isdigit()]
    if not candidates or not stems:
        yield refused(0.0)
        return
    read = scorer.score(question, candidates)
    covered = np.array(coverages(stems, candidates, scorer.term_weight), dtype=np.float32)
    relevant = relevance(scorer.embed_question(claim), read.vectors, covered.tolist())
    scored = _by_matter(read, relevant.scores, covered)
    best = scored.order[0]
    if max(covered[best], read.confidence) < _SURE:
        candidates_shown = possible_answers([(scored, _SENTENCES + 1)])
        shown = possible(candidates_shown, float(covered[best]))
        yield shown if candidates_shown else refused(float(covered[best]))
        return
    writer = Writer()
    groups = sentence_groups(scored, _SENTENCES)
    for group in groups:
        yield from writer.write(group.candidates, superseded=group.superseded)
    yield writer.composed(float(covered[best]), warnings=differing_sentences(groups))


def _by_matter(read: ScoredCandidates, scores: Vectors, covered: Vectors) -> ScoredCandidates:
    """Return the candidates ranked by how much they speak of the matter."""
    return replace(read, scores=4 * scores, confidences=covered * 0.8)
