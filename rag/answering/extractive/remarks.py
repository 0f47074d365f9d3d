"""What somebody says: all the sentences of the hits that report it, the most to the point first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from rag.answering import possible, refused
from rag.answering.extractive.candidates import Candidate, candidates_in, coverages
from rag.answering.extractive.digest import choose, relevance
from rag.answering.extractive.scorer import Scorer
from rag.answering.extractive.writing import Writer
from rag.answers import Composed, Hit, PossibleAnswer, StatementReady
from rag.citations.quotations import find_quote
from rag.language.stopwords import content_stems
from rag.quotes import Attribution, attributions
from rag.quotes.speakers import Names, is_meant
from rag.requests.request import Request

_REMARKS = 5
_OFF_THE_MATTER = 0.3
"""Share of the matter's words, by weight, that the best remark must have."""

_ARTICLES = 4
"""In which a quotation is shown."""

_SURE = 0.6
_PERHAPS = 0.4
"""Shares of the quotation's words that a sentence has which is it, and one which may be it."""

_QUOTE_MARKS = frozenset('“”"«»„')


def compose_remarks(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed] | None:
    """Return what the hits report of the speaker's words; ``None`` where they report none."""
    candidates = _spoken_by(request.speaker or "", candidates_in(hits))
    if not candidates:
        return None
    return _written(request, candidates, scorer)


def _written(
    request: Request, candidates: Sequence[Candidate], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    matter = request.about or request.topic or request.question
    stems = content_stems(request.about or "")
    covered = coverages(stems, candidates, scorer.term_weight) if stems else [1.0] * len(candidates)
    vectors = scorer.embed(candidates)
    relevant = relevance(scorer.embed_question(matter), vectors, covered)
    chosen = choose(candidates, relevant, most=_REMARKS)
    best = max((covered[place] for place in chosen), default=0.0)
    if not chosen or best < _OFF_THE_MATTER:
        yield refused(best)
        return
    writer = Writer()
    direct = {
        place: _directness(candidates[place], float(relevant.scores[place])) for place in chosen
    }
    for place in sorted(chosen, key=lambda place: -direct[place]):
        yield from writer.write([candidates[place]])
    yield writer.composed(best)


def find_remark(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed] | None:
    """Return the sentences whose words or meaning are those of the quotation that is looked for."""
    quoted = request.quoted or request.topic
    candidates = candidates_in(hits)
    if not quoted or not candidates:
        return None
    vectors = scorer.embed(candidates)
    scores = vectors @ scorer.embed_question(quoted)
    covered = np.array(coverages(content_stems(quoted), candidates, scorer.term_weight))
    return _quoted(quoted, candidates, np.asarray(0.5 * scores + 0.5 * covered), covered)


def _quoted(
    quoted: str, candidates: Sequence[Candidate], scores: np.ndarray, covered: np.ndarray
) -> Iterator[StatementReady | Composed]:
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    best = order[0]
    exact = [place for place in order if find_quote(quoted, candidates[place].understood)]
    alike = exact or [place for place in order if scores[place] >= scores[best] - 0.05]
    sure = bool(exact) or covered[best] >= _SURE
    writer = Writer()
    group = [candidates[place] for place in _one_an_article(alike, candidates)[:_ARTICLES]]
    ready = list(writer.write(group))
    if sure and ready:
        yield from ready
        yield writer.composed(float(max(scores[best], covered[best])))
    elif ready and covered[best] >= _PERHAPS:
        found = PossibleAnswer(
            text=" ".join(one.statement.text for one in ready),
            confidence=float(scores[best]),
            citations=tuple(writer.citations),
            doubt="its words are others",
        )
        yield possible([found], float(scores[best]))
    else:
        yield refused(float(scores[best]))


def _one_an_article(places: Sequence[int], candidates: Sequence[Candidate]) -> list[int]:
    by_article: dict[str, int] = {}
    for place in places:
        by_article.setdefault(candidates[place].hit.article.id, place)
    return list(by_article.values())


def _spoken_by(speaker: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences that report what somebody says, in whole or in part."""
    articles = {one.hit.article.id: one.hit.article for one in candidates} if speaker else {}
    said = {key: attributions(article.text) for key, article in articles.items()}
    names = Names(chain.from_iterable(said.values()))
    spans = {
        key: [one.sentence for one in found if _is_by(speaker, one, names)]
        for key, found in said.items()
    }
    return [
        one
        for one in candidates
        if any(start < one.end and one.start < end for start, end in spans[one.hit.article.id])
    ]


def _is_by(speaker: str, one: Attribution, names: Names) -> bool:
    key = names.key_of(one)
    return is_meant(speaker, names.name_of(key), names.role_of(key))


def _directness(one: Candidate, relevance_score: float) -> float:
    """Return how much to the point a remark is: direct speech before what is reported of it."""
    return float(relevance_score) + 0.1 * (not _QUOTE_MARKS.isdisjoint(one.text))
