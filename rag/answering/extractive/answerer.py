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
from index.text.words import stems, words
from rag.answering import refused
from rag.answering.extractive.candidates import Candidate, Weigh, candidates_in, coverages, features
from rag.answering.extractive.groups import Account, accounts, disagreement
from rag.answering.extractive.question import Wanted, parts, take_apart
from rag.answering.extractive.ranking import PLAIN, READ, Weights
from rag.answering.extractive.reading import PASSAGES_READ, Read, read
from rag.answering.extractive.sentence_vectors import RememberedVectors
from rag.answering.extractive.short_answers import read_answer, short_answer
from rag.answering.extractive.writing import Writer
from rag.answers import Asked, Composed, Hit, StatementReady
from rag.reader import Reader

MOST_SENTENCES = 3
_PASSAGES = 8
"""Hits whose sentences are weighed."""

_FAR_COVERAGE = 0.5
"""What a sentence of a hit far down has of the question's words, beside the one that has most."""

_SAME = 0.86
"""Cosine from which two sentences of different articles say the same."""

_ALMOST_AS_GOOD = 0.5
"""A further sentence may score so much less than the best; log odds."""


@dataclass(frozen=True, kw_only=True)
class _Weighed:
    """The candidates for one question with what was computed about them."""

    wanted: Wanted
    candidates: list[Candidate]
    features: Vectors
    weights: Weights
    scores: Vectors
    vectors: Vectors
    read: Read | None

    @property
    def best(self) -> int:
        """The number of the best candidate."""
        return int(np.argmax(self.scores))

    @property
    def confidence(self) -> float:
        """The estimated probability that the best candidate answers."""
        return self.weights.confidence(self.features[self.best])


class ExtractiveAnswerer:
    """Answers with sentences of the hits."""

    name = "extractive"

    def __init__(
        self,
        embedder: Callable[[], Embedder],
        *,
        rarity: Weigh,
        reader: Callable[[], Reader | None] = lambda: None,
        weights: tuple[Weights, Weights] = (PLAIN, READ),
    ) -> None:
        """``embedder`` is called at each question: a library may load its model late, and anew.

        So is ``reader``, which gives ``None`` where no reader is to be used. ``weights`` are those
        without and with a reader.
        """
        self._plain, self._read = weights
        self._embedder = embedder
        self._reader = reader
        self._rarity = rarity
        self._remembered = RememberedVectors()

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield the statements and then the whole answer."""
        wanted = [take_apart(part) for part in parts(asked.standalone)]
        candidates = self._candidates(wanted, hits[:_PASSAGES])
        if not candidates:
            yield refused(0.0)
            return
        vectors = self._remembered.embed([one.understood for one in candidates], self._embedder())
        weighed = [self._weigh(one, candidates, vectors) for one in wanted]
        confidence = min(one.confidence for one in weighed)
        if confidence < weighed[0].weights.least_confidence:
            yield refused(confidence)
            return
        short: str | None = None
        told: list[Account] = []
        if len(weighed) == 1:
            [one] = weighed
            told = self._accounts(one)
            short = told[0].said if told else self._short_answer(one, one.best)
            groups = [[one.candidates[number] for number in account.numbers] for account in told]
            if len(told) < 2:
                agreeing = told[0].numbers if told else ()
                groups = _chosen(one, most=MOST_SENTENCES, agreeing=agreeing)
        else:
            groups = [group for one in weighed for group in _chosen(one, most=1)]
        writer = Writer(short)
        for group in groups:
            yield from writer.write(group)
        yield Composed(
            answered=True,
            text=" ".join(statement.text for statement in writer.statements),
            confidence=confidence,
            short_answer=short,
            statements=tuple(writer.statements),
            citations=tuple(writer.citations),
            warnings=(disagreement(told),) if len(told) > 1 else (),
        )

    def _candidates(self, wanted: Sequence[Wanted], hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of the hits, of those far down only what has the question's words.

        To embed sentences takes half of an answer's time, and a third of them is of the last three
        hits. Those that are left out changed none of 250 answers; what agrees is not left out.
        """
        every = candidates_in(hits)
        shares = coverages([stem for one in wanted for stem in one.stems], every, self._rarity)
        least = _FAR_COVERAGE * max(shares, default=0.0)
        return [
            one
            for one, share in zip(every, shares, strict=True)
            if one.hit.rank <= PASSAGES_READ or share >= least
        ]

    def _accounts(self, weighed: _Weighed) -> list[Account]:
        found = accounts(
            weighed.wanted,
            weighed.candidates,
            weighed.scores,
            weighed.vectors,
            said=lambda number: self._short_answer(weighed, number),
        )
        return found[:MOST_SENTENCES]

    def _weigh(self, wanted: Wanted, candidates: list[Candidate], vectors: Vectors) -> _Weighed:
        table = features(
            wanted,
            candidates,
            vectors=vectors,
            question=self._embedder().embed_query(wanted.text),
            rarity=self._rarity,
        )
        reader = self._reader()
        weights, found = self._plain, None
        if reader is not None:
            found = read(reader, wanted.text, candidates, self._plain.scores(table))
            weights, table = self._read, np.hstack([table, found.features])
        return _Weighed(
            wanted=wanted,
            candidates=candidates,
            features=table,
            weights=weights,
            scores=weights.scores(table),
            vectors=vectors,
            read=found,
        )

    def _short_answer(self, weighed: _Weighed, number: int) -> str | None:
        sentence = weighed.candidates[number].text
        if weighed.read is not None and (span := weighed.read.spans[number]) is not None:
            return read_answer(weighed.wanted, sentence[span.start : span.end])
        return short_answer(weighed.wanted, sentence, rarity=self._rarity)


def _chosen(weighed: _Weighed, *, most: int, agreeing: Sequence[int] = ()) -> list[list[Candidate]]:
    """Return the sentences to write: groups that say the same, each to be written once.

    ``agreeing`` are those that give the best one's answer in other words.
    """
    order = [int(number) for number in np.argsort(-weighed.scores, kind="stable")]
    groups = [_sayings(order[0], [*agreeing, *order], weighed, agreeing)]
    used = set(groups[0])
    least = float(weighed.scores[order[0]]) - _ALMOST_AS_GOOD
    for number in order[1:]:
        if len(groups) == most or weighed.scores[number] < least:
            break
        if number not in used and _adds(number, used, weighed):
            groups.append(_sayings(number, order, weighed))
            used.update(groups[-1])
    return [[weighed.candidates[number] for number in group] for group in groups]


def _sayings(
    number: int, order: Sequence[int], weighed: _Weighed, agreeing: Sequence[int] = ()
) -> list[int]:
    """Return a sentence and those of other articles that say the same, one an article."""
    group, articles = [number], {weighed.candidates[number].hit.article.id}
    for other in order:
        candidate = weighed.candidates[other]
        if candidate.hit.article.id not in articles and (
            other in agreeing or _says_the_same(number, other, weighed)
        ):
            group.append(other)
            articles.add(candidate.hit.article.id)
    return group


def _says_the_same(number: int, other: int, weighed: _Weighed) -> bool:
    texts = [weighed.candidates[one].text for one in (number, other)]
    return float(weighed.vectors[number] @ weighed.vectors[other]) >= _SAME and _numbers(
        texts[0]
    ) == _numbers(texts[1])


def _adds(number: int, used: set[int], weighed: _Weighed) -> bool:
    """Whether a sentence answers with words of the question that those chosen do not hold."""
    held = {stem for other in used for stem in stems(weighed.candidates[other].text)}
    new = set(stems(weighed.candidates[number].text)) - held
    closest = max(float(weighed.vectors[number] @ weighed.vectors[other]) for other in used)
    return closest < _SAME and not new.isdisjoint(weighed.wanted.stems)


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}
