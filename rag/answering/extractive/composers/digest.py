"""A digest: the sentences that together say most about a subject, without saying it twice.

Sentences are taken one by one, each the one that is most about the subject and least like those
taken before (maximal marginal relevance, Carbonell and Goldstein 1998). A new article counts for
something, so that several have their say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from index.embedding import Vectors
from rag.answering import refused
from rag.answering.extractive.candidates import (
    Candidate,
    candidates_in,
    coverage,
    coverages,
)
from rag.answering.extractive.evidence.timing import recency, time_fits, timeless
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.scorer import Scorer
from rag.answering.extractive.writing import Writer
from rag.answers import Composed, Hit, StatementReady
from rag.language.speech import quoted_spans
from rag.language.words.matching import found
from rag.language.words.stopwords import content_stems
from rag.requests.request import Request
from rag.retrieval.idf import TermWeight

SENTENCES = 5
"""Of a digest, at most."""

_SUBJECT = 0.7
"""Weight of being about the subject, against being unlike what was taken."""

_NEW_ARTICLE = 0.08
_NEWER = 0.5
"""How much more the newest article counts than the oldest where the latest is asked for."""
_RELEVANT = 0.55
"""A sentence has at least so much of the relevance of the one that has most."""

_TITLED, _BEGINS = 0.2, 0.25
"""What it counts that the article's title names the subject, and a sentence begins such one."""
_BEGINNING = 1500
"""Characters of an article in which it tells the news."""
_NOTICE = re.compile(
    r"Getty Images|\b(?:AFP|AP|Reuters|Twitter|Shutterstock)/|/(?:AFP|AP|Reuters|Getty)\b"
    r"|Video Ad Feedback|^Editor[’']s note|\bnewsletter\b|^Follow \w+ on |\bsign up\b|\bRead more\b"
    r"|^Photos?:|^(?:Previously|Related|More):",
    re.IGNORECASE,
)
"""What stands beside an article and is no part of what it tells."""

_HAPPENED = (
    r"^(?:what|anything|everything)\b.*\b(?:happen\w*|occurred|took place|going on|went on)\b"
)
_EVENT = re.compile(
    r"\b(?:occurred|happened|took place|took office|attack(?:ed|s)?|killed|injured|died|exploded"
    r"|explosion|erupted|struck|hit|crashed|collapsed|arrested|resigned|ousted|elected|sworn"
    r"|won|lost|launched|invaded|withdrew|signed|announced|banned|opened|closed|blocked|protest\w*"
    r"|clash\w*|strike|fired|shot|seized|detained|evacuated|boycott\w*|disturbances)\b",
    re.IGNORECASE,
)
_HAPPENS = 0.12
"""What it counts that a sentence tells an event, where it is asked what happened."""

_WORDS = range(6, 71)
"""How many words a sentence of a digest has."""

_MOST_WORDS = 120
"""Of the one that is most about the subject, as one that gives all of a vote's results."""

_ENDS = (".", "!", "…", ".”", ".’", '."', ".'", "!”", '!"', ".)")
"""How whole sentences end."""

_COVERED = 0.5
"""Share of the subject's words, by weight, from which the articles speak of it."""


def compose_digest(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    """Yield the sentences of a digest of what the hits say of the request's topic."""
    subject = request.topic or request.question
    candidates = candidates_in(hits)
    pools = [candidates]
    if request.as_of is not None and candidates:
        subject = timeless(subject)
        pools = _by_time(candidates, request)
    covered = 0.0
    for pool in pools:
        chosen, covered = _digest(subject, pool, request, scorer)
        if chosen and covered >= _COVERED:
            writer = Writer()
            for one in chosen:
                yield from writer.write([one])
            yield writer.composed(covered)
            return
    yield refused(covered)


def _by_time(candidates: Sequence[Candidate], request: Request) -> list[list[Candidate]]:
    """Return what to make a digest of, the best first: what tells the time, then what may be of it.

    Without a topic, as in "what was in the news that day", only the first will do.
    """
    assert request.as_of is not None
    fits = time_fits(candidates, request.as_of, lasts=False)
    least = (0.1, 0.0) if request.topic else (0.1,)
    return [[one for one, fit in zip(candidates, fits, strict=True) if fit >= m] for m in least]


def _digest(
    subject: str, candidates: Sequence[Candidate], request: Request, scorer: Scorer
) -> tuple[list[Candidate], float]:
    """Return the sentences of a digest, and the best share of the subject that one of them has."""
    if not candidates:
        return [], 0.0
    candidates = naming_all(subject, candidates)
    covered = coverages(content_stems(subject), candidates, scorer.term_weight)
    vectors = scorer.embed(candidates)
    relevant = relevance(scorer.embed_question(subject), vectors, covered)
    told = np.array(_told_of(subject, candidates, scorer.term_weight), dtype=np.float32)
    if re.match(_HAPPENED, request.question, re.I):
        told += [_HAPPENS * _tells_an_event(one.text) for one in candidates]
    relevant = replace(relevant, scores=relevant.scores + told)
    if request.newest:
        on_it = relevant.scores >= _RELEVANT * relevant.scores.max()
        newer = _NEWER * recency(candidates, on_it.tolist())
        relevant = replace(relevant, scores=relevant.scores + newer)
    chosen = choose(candidates, relevant)
    if request.newest:
        chosen = newest_first(chosen, candidates)
    # Without a topic, as "the news", a request is about all of its articles.
    best = max((covered[place] for place in chosen), default=0.0) if request.topic else 1.0
    return [candidates[place] for place in chosen], best


def _tells_an_event(text: str) -> float:
    """Return 1 where a sentence tells what happened, -1 where somebody speaks of how things are."""
    if quoted_spans(text):
        return -1.0
    return float(bool(_EVENT.search(text)))


def _told_of(subject: str, candidates: Sequence[Candidate], term_weight: TermWeight) -> list[float]:
    """Return what it counts that an article is about the subject, and begins with a sentence.

    What is no sentence of the article's own, a caption or a notice, counts against it.
    """
    wanted = content_stems(subject)
    titles = {one.hit.article.title for one in candidates}
    named = {title: coverage(wanted, title, term_weight) for title in titles}
    found = []
    for one in candidates:
        titled = named[one.hit.article.title]
        begins = 1 - min(1.0, one.start / _BEGINNING)
        noticed = bool(_NOTICE.search(one.text))
        found.append(_TITLED * titled + _BEGINS * titled * begins - _TITLED * noticed)
    return found


def naming_all(
    subject: str, candidates: Sequence[Candidate], *, near: bool = False
) -> Sequence[Candidate]:
    """Return the sentences with all names of a subject in their passage, or in what is ``near``.

    All, where no passage has them.
    """
    named = parse_question(f"about {subject}").names
    texts = [one.context if near else f"{one.hit.article.title}\n{one.page}" for one in candidates]
    held = {text: frozenset(content_stems(text)) for text in dict.fromkeys(texts)}
    having = [
        one
        for one, text in zip(candidates, texts, strict=True)
        if all(found(name, held[text]) for name in named)
    ]
    return having or candidates


@dataclass(frozen=True, kw_only=True)
class Relevance:
    """How much each candidate is about the subject."""

    scores: Vectors
    """``(candidates,)``, about 0 to 1."""
    vectors: Vectors
    """``(candidates, dimension)``, of length 1."""


def relevance(subject: Vectors, vectors: Vectors, coverages: Sequence[float]) -> Relevance:
    """Return how much sentences are about a subject.

    ``subject`` is the subject's vector, ``(dimension,)``; ``coverages`` are the shares of the
    subject's words, by weight, that the sentences hold.
    """
    scores: Vectors = 0.6 * (vectors @ subject) + 0.4 * np.asarray(coverages, dtype=np.float32)
    return Relevance(scores=scores, vectors=vectors)


def choose(
    candidates: Sequence[Candidate], relevant: Relevance, *, most: int = SENTENCES
) -> list[int]:
    """Return the places of the sentences of a digest, in the order in which to read them.

    That is by date, and within an article as they stand; undated articles come last.
    """
    lengths = [len(one.text.split()) for one in candidates]
    usable = [place for place, length in enumerate(lengths) if length in _WORDS]
    # Headlines and links tell the less.
    usable = [place for place in usable if _is_whole(candidates[place])] or usable
    best = int(np.argmax(relevant.scores)) if candidates else None
    if best is not None and best not in usable and _WORDS.stop <= lengths[best] <= _MOST_WORDS:
        usable.append(best)
    if not usable:
        return []
    least = _RELEVANT * max(float(relevant.scores[place]) for place in usable)
    left = [place for place in usable if relevant.scores[place] >= least]
    chosen: list[int] = []
    while left and len(chosen) < most:
        gains = [_gain(place, chosen, candidates, relevant) for place in left]
        chosen.append(left.pop(int(np.argmax(gains))))
        left = [place for place in left if not _is_told(place, chosen, candidates, relevant)]
    return sorted(chosen, key=lambda place: _reading_order(candidates[place]))


def _is_whole(one: Candidate) -> bool:
    """Whether it is a sentence to its end, a row or a list, and no headline."""
    return one.is_row or one.text.endswith(_ENDS) or ":\n" in one.text


def newest_first(chosen: Sequence[int], candidates: Sequence[Candidate]) -> list[int]:
    """Return places by their articles' dates, the newest first, and as they stand in each."""

    def key(place: int) -> tuple[int, int]:
        published = candidates[place].hit.article.published or date.min
        return -published.toordinal(), candidates[place].start

    return sorted(chosen, key=key)


_SAME = 0.86
"""Cosine from which a sentence says what another one says."""


def _gain(
    place: int, chosen: Sequence[int], candidates: Sequence[Candidate], relevant: Relevance
) -> float:
    alike = max((_cosine(place, other, relevant) for other in chosen), default=0.0)
    told = {candidates[other].hit.article.id for other in chosen}
    new = _NEW_ARTICLE * (candidates[place].hit.article.id not in told)
    return _SUBJECT * float(relevant.scores[place]) - (1 - _SUBJECT) * alike + new


def _is_told(
    place: int, chosen: Sequence[int], candidates: Sequence[Candidate], relevant: Relevance
) -> bool:
    last = candidates[chosen[-1]]
    overlaps = (
        candidates[place].hit.article.id == last.hit.article.id
        and last.dependent is not None
        and last.dependent <= candidates[place].start < last.end
    )
    return overlaps or _cosine(place, chosen[-1], relevant) >= _SAME


def _cosine(place: int, other: int, relevant: Relevance) -> float:
    return float(relevant.vectors[place] @ relevant.vectors[other])


def _reading_order(candidate: Candidate) -> tuple[date, str, int]:
    article = candidate.hit.article
    return article.published or date.max, article.id, candidate.start
