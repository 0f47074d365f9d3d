"""The extractive answerer: an answer made of the articles' own sentences, without a model.

Every statement is a sentence of an article, so every statement is supported. What can go wrong is
the choice, and the decision that there is nothing to choose; both are logistic models over a
handful of features (``scoring``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import Embedder, Vectors
from rag.answering import refused
from rag.answering.questions import Wanted, parts, take_apart
from rag.answering.remembered import RememberedVectors
from rag.answering.scoring import answer_confidence, sentence_scores
from rag.answering.sentences import Candidate, Weigh, candidates_in, features
from rag.answering.short_answers import short_answer
from rag.answers import Asked, Citation, Composed, Hit, Statement, StatementReady
from rag.retrieval.words import stems, words

LEAST_CONFIDENCE = 0.3
"""Below it the answer is that there is none: on the six articles held out (see ``scoring``) it lets
through 89 % of the questions that have an answer and half of those that have none."""

MOST_SENTENCES = 3
_PASSAGES = 8
"""Hits whose sentences are weighed."""

_SAME = 0.86
"""Cosine from which two sentences of different articles say the same."""

_ALMOST_AS_GOOD = 0.5
"""A further sentence may score so much less than the best; log odds."""

_LONGEST_LEAD = 300
"""Characters of a sentence that is brought along because the next one points back to it."""


@dataclass(frozen=True, kw_only=True)
class _Weighed:
    """The candidates for one question with what was computed about them."""

    wanted: Wanted
    candidates: list[Candidate]
    features: Vectors
    scores: Vectors
    vectors: Vectors


class ExtractiveAnswerer:
    """Answers with sentences of the hits."""

    name = "extractive"

    def __init__(self, embedder: Callable[[], Embedder], *, rarity: Weigh) -> None:
        """``embedder`` is called at each question: a library may load its model late, and anew."""
        self._embedder = embedder
        self._rarity = rarity
        self._remembered = RememberedVectors()

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield the statements and then the whole answer."""
        candidates = candidates_in(hits[:_PASSAGES])
        if not candidates:
            yield refused(0.0)
            return
        vectors = self._remembered.embed([one.understood for one in candidates], self._embedder())
        weighed = [
            self._weigh(take_apart(part), candidates, vectors) for part in parts(asked.standalone)
        ]
        confidence = min(answer_confidence(one.features, one.scores) for one in weighed)
        if confidence < LEAST_CONFIDENCE:
            yield refused(confidence)
            return
        short = self._short_answer(weighed[0]) if len(weighed) == 1 else None
        writer = _Writer(short)
        for one in weighed:
            for group in _chosen(one, most=MOST_SENTENCES if len(weighed) == 1 else 1):
                yield from writer.write(group)
        yield Composed(
            answered=True,
            text=" ".join(statement.text for statement in writer.statements),
            confidence=confidence,
            short_answer=short,
            statements=tuple(writer.statements),
            citations=tuple(writer.citations),
        )

    def _weigh(self, wanted: Wanted, candidates: list[Candidate], vectors: Vectors) -> _Weighed:
        table = features(
            wanted,
            candidates,
            vectors=vectors,
            question=self._embedder().embed_query(wanted.text),
            rarity=self._rarity,
        )
        return _Weighed(
            wanted=wanted,
            candidates=candidates,
            features=table,
            scores=sentence_scores(table),
            vectors=vectors,
        )

    def _short_answer(self, weighed: _Weighed) -> str | None:
        best = weighed.candidates[int(np.argmax(weighed.scores))]
        return short_answer(weighed.wanted, best.text, rarity=self._rarity)


def _chosen(weighed: _Weighed, *, most: int) -> list[list[Candidate]]:
    """Return the sentences to write: groups that say the same, each to be written once."""
    order = [int(number) for number in np.argsort(-weighed.scores, kind="stable")]
    groups = [_sayings(order[0], order, weighed)]
    used = set(groups[0])
    least = float(weighed.scores[order[0]]) - _ALMOST_AS_GOOD
    for number in order[1:]:
        if len(groups) == most or weighed.scores[number] < least:
            break
        if number not in used and _adds(number, used, weighed):
            groups.append(_sayings(number, order, weighed))
            used.update(groups[-1])
    return [[weighed.candidates[number] for number in group] for group in groups]


def _sayings(number: int, order: Sequence[int], weighed: _Weighed) -> list[int]:
    """Return a sentence and those of other articles that say the same, one an article."""
    said = weighed.candidates[number]
    group, articles = [number], {said.hit.article.id}
    for other in order:
        candidate = weighed.candidates[other]
        if (
            candidate.hit.article.id not in articles
            and float(weighed.vectors[number] @ weighed.vectors[other]) >= _SAME
            and _numbers(candidate.text) == _numbers(said.text)
        ):
            group.append(other)
            articles.add(candidate.hit.article.id)
    return group


def _adds(number: int, used: set[int], weighed: _Weighed) -> bool:
    """Whether a sentence answers with words of the question that those chosen do not hold."""
    held = {stem for other in used for stem in stems(weighed.candidates[other].text)}
    new = set(stems(weighed.candidates[number].text)) - held
    closest = max(float(weighed.vectors[number] @ weighed.vectors[other]) for other in used)
    return closest < _SAME and not new.isdisjoint(weighed.wanted.stems)


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}


class _Writer:
    """Writes statements and numbers their citations."""

    def __init__(self, short_answer: str | None) -> None:
        self._short_answer = short_answer
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []

    def write(self, group: Sequence[Candidate]) -> Iterator[StatementReady]:
        """Yield the statements of a sentence, with what it needs to be understood before it."""
        first = group[0]
        if self._holds(first):
            return
        before = len(self.citations)
        markers = tuple(self._cite(one) for one in group)
        new = tuple(self.citations[before:])
        text = first.hit.article.text
        lead = _lead(first)
        spans = [(first.start, first.end)]
        if lead is not None:
            spans.insert(0, (lead, lead + len(text[lead : first.start].rstrip())))
        for start, end in spans:
            own = markers if (start, end) == spans[-1] else markers[:1]
            marked = "".join(f"[{marker}]" for marker in own)
            statement = Statement(text=f"{_flat(text[start:end])} {marked}", markers=own)
            self.statements.append(statement)
            yield StatementReady(
                statement=statement, citations=new, short_answer=self._short_answer
            )
            new = ()

    def _holds(self, one: Candidate) -> bool:
        return any(
            citation.article.id == one.hit.article.id
            and citation.start <= one.start
            and one.end <= citation.end
            for citation in self.citations
        )

    def _cite(self, one: Candidate) -> int:
        lead = _lead(one)
        citation = Citation(
            marker=len(self.citations) + 1,
            article=one.hit.article,
            start=one.start if lead is None else lead,
            end=one.end,
        )
        self.citations.append(citation)
        return citation.marker


def _lead(one: Candidate) -> int | None:
    """Return where the sentence begins that must come along, unless it is too long for that."""
    if one.dependent is None or one.start - one.dependent > _LONGEST_LEAD:
        return None
    return one.dependent


def _flat(text: str) -> str:
    """Return a sentence on one line; it may be wrapped in its article."""
    return " ".join(text.split())
