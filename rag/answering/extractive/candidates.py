"""Candidates: the sentences that may answer, and the features that are known of each."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.embedding import Embedder, Vectors
from index.text.sentences import Span, sentence_spans
from index.text.words import listed, stems, words
from rag.answering.extractive.evidence.elsewhere import is_elsewhere
from rag.answering.extractive.evidence.office_holders import office_in
from rag.answering.extractive.evidence.tables import cell_asked_for
from rag.answering.extractive.question import Question
from rag.answering.extractive.short_answers import NO_VALUE, score_values
from rag.answers import Hit
from rag.citations.mending import is_row, mended
from rag.language.values import Kind
from rag.language.words.matching import found, held_stems, weights_of
from rag.retrieval.idf import TermWeight

FEATURES = (
    "cosine",
    "window_cosine",
    "passage_cosine",
    "coverage",
    "window_coverage",
    "missing",
    "window_missing",
    "names_absent",
    "names_missing",
    "adjacent",
    "passage_score",
    "proximity",
    "type_present",
    "type_absent",
    "uncounted",
    "short",
    "titled",
    "office_held",
    "elsewhere",
    "cell",
    "untold",
    "recent",
)

LONGEST_LEAD = 300
"""Characters of a sentence before that is read and written too, as the one behind refers to it."""

_KEPT = 1_024
"""Sentence vectors that are kept, of some forty questions; the cache on the disk has the others."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence of a hit: ``hit.article.text[start:end]``; or a list, or a table's row."""

    hit: Hit
    start: int
    end: int
    page: str
    """The text of the hit's passage as it is read."""
    read: Span
    """Where the sentence stands in ``page``."""
    understood: str
    """The sentence, with the one before it where it refers back to that."""
    context: str
    """The sentence with its neighbours and its article's title."""
    dependent: int | None
    """Where the sentence before begins, if this one refers back to it."""
    is_row: bool = False
    """Whether it is a table's row."""

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return self.page[slice(*self.read)]

    @property
    def lead(self) -> str:
        """The sentence before where this one refers back to it, else nothing."""
        return self.understood[: len(self.understood) - len(self.text)]


class SentenceVectors:
    """Embeds sentences and keeps their vectors: a conversation meets the same sentences again."""

    def __init__(self) -> None:
        self._model = ""
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def embed(self, texts: Sequence[str], embedder: Embedder) -> Vectors:
        """Return ``(len(texts), dimension)`` float32; ``texts`` is not empty."""
        if self._model != embedder.fingerprint:
            self._model = embedder.fingerprint
            self._vectors.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, embedder.embed_documents(new), strict=True))
        vectors = np.stack([self._vectors[text] for text in texts])
        for text in texts:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return vectors


def candidates_in(hits: Iterable[Hit]) -> list[Candidate]:
    """Return the sentences of the hits, in the hits' order, each stretch of text once."""
    candidates: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        article, passage = hit.article, hit.passage
        page = mended(article.text, passage.start, passage.end)
        spans = _with_items(article.text, passage.start, sentence_spans(passage.text))
        read = [page.span(*span) for span in spans]
        for number, (start, end) in enumerate(spans):
            text = page.text[slice(*read[number])]
            if (article.id, start) in seen or not _says_something(text, article.text[start:end]):
                continue
            seen.add((article.id, start))
            before, behind = max(0, number - 1), min(len(spans) - 1, number + 1)
            depends = 0 < start - spans[before][0] <= LONGEST_LEAD and (
                depends_on_previous(text) or _is_asked(article.text[slice(*spans[before])])
            )
            candidates.append(
                Candidate(
                    hit=hit,
                    start=start,
                    end=end,
                    page=page.text,
                    read=read[number],
                    understood=page.text[read[before if depends else number][0] : read[number][1]],
                    context=f"{article.title}\n{page.text[read[before][0] : read[behind][1]]}",
                    dependent=spans[before][0] if depends else None,
                    is_row=is_row(article.text[start:end]),
                )
            )
    return candidates


def _with_items(text: str, offset: int, spans: Sequence[Span]) -> list[Span]:
    """Return sentences, in offsets of ``text``, what announces a list together with its items."""
    found: list[Span] = []
    announced = False
    for start, end in ((offset + start, offset + end) for start, end in spans):
        if announced and _ITEM.match(text, start, end):
            found[-1] = (found[-1][0], end)
            continue
        announced = text[start:end].endswith(":")
        found.append((start, end))
    return found


def _is_asked(sentence: str) -> bool:
    """Whether a sentence is a question and heads what is below it."""
    return sentence.endswith("?") and sentence.startswith("#")


def features(
    question: Question,
    candidates: Sequence[Candidate],
    *,
    question_vector: Vectors,
    vectors: Vectors,
    term_weight: TermWeight,
) -> Vectors:
    """Return ``(len(candidates), len(FEATURES))`` float32, columns named by ``FEATURES``.

    ``question_vector`` is the question's, ``(dimension,)``, and ``vectors`` those of the candidates
    as they are ``understood``, ``(len(candidates), dimension)``.
    """
    cosines = vectors @ question_vector
    weights = weights_of(question.stems, term_weight)
    recent = _recent(question, candidates)
    rows = []
    for place, candidate in enumerate(candidates):
        neighbours = [
            float(cosines[other])
            for other in (place - 1, place + 1)
            if 0 <= other < len(candidates) and candidates[other].hit is candidate.hit
        ]
        row = _row(question, candidate, weights, float(cosines[place]), neighbours)
        rows.append([*row, recent[place]])
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


def coverages(
    question_stems: Sequence[str], candidates: Iterable[Candidate], term_weight: TermWeight
) -> list[float]:
    """Return the share of a question's stems, by weight, that each candidate holds."""
    weights = weights_of(question_stems, term_weight)
    return [_share(weights, one.understood) for one in candidates]


def coverage(question_stems: Sequence[str], text: str, term_weight: TermWeight) -> float:
    """Return the share of a question's stems, by weight, that a text holds."""
    return _share(weights_of(question_stems, term_weight), text)


def _share(weights: dict[str, float], text: str) -> float:
    return _coverage(weights, _found(weights, held_stems(text)))


_STALE = 365.0
"""Days older than the newest at which an article's news count a third."""


def _recent(question: Question, candidates: Sequence[Candidate]) -> list[float]:
    """Return how new each one's article is beside the newest, between 0 and 1.

    An undated one is as new as the others are on the whole. All are 0 where none is dated, or the
    question is about a year.
    """
    days = [one.hit.article.published for one in candidates]
    newest = max(filter(None, days), default=None)
    if newest is None or question.year:
        return [0.0] * len(days)
    known = [math.exp(-(newest - day).days / _STALE) if day else None for day in days]
    dated = [one for one in known if one is not None]
    mean = sum(dated) / len(dated)
    return [mean if one is None else one for one in known]


_POINTING = listed(
    """
    he she it they this these those him them his their its such ensuing subsequent resulting
    aforementioned latter
    """
)
"""Words of a sentence that lean on the one before."""
_AS_WELL = re.compile(r"\w\s+as well(?=[,.;]|$)")
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|as|following|after|so that|to ensure|in order|caused"
    r"|reason|therefore|amid|in response)\b",
    re.IGNORECASE,
)
_LEAST_PROXIMITY = 0.01
"""Proximity of a value that has none of the question's words near it."""

_CLOSING = ' \n"”’»)'
_ANNOUNCES = re.compile(
    r"(?:Why|How|What|Where|When|Who|Which)\b(?!:)|[^\W\d_a-zß-öø-ÿ][\w’' ]{1,40}:(?=[^\W\d_])"
)
"""How a heading begins, or a link to another article: "More:Senate votes on the rail strike"."""
_ITEM = re.compile(r"[-*•–]|\d{1,2}[.)]")
_FIRST_WORDS = 4
"""A pronoun among the first so many words refers to the sentence before."""


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence refers to the one before: "Most of them come from Italy"."""
    first = words(sentence)[:_FIRST_WORDS]
    # Further on, "that" mostly begins what is said.
    points = not _POINTING.isdisjoint(first) or first[:1] == ["that"]
    return points or bool(_AS_WELL.search(sentence))


def _says_something(read: str, written: str) -> bool:
    """Whether it is a table's row, or three words and more, most of it letters, and no question.

    No more is a heading that only says what is told below, "Why the bridge was closed", or the
    headline of another article.
    """
    if is_row(written):
        return True
    ends = read.rstrip(_CLOSING)
    if ends.endswith("?") or (_ANNOUNCES.match(ends) and ends[-1] not in ".!:…"):
        return False
    parts = read.split()
    return len(parts) >= 3 and sum(map(str.isalpha, read)) > sum(map(len, parts)) / 2


def _row(
    question: Question,
    candidate: Candidate,
    weights: dict[str, float],
    cosine: float,
    neighbours: list[float],
) -> list[float]:
    own = stems(candidate.understood)
    in_it = _found(weights, held_stems(candidate.understood))
    around = _found(weights, held_stems(candidate.context))
    value = _best_value(question, candidate, weights)
    office = office_in(question, candidate.text)
    article = candidate.hit.article
    elsewhere = office.of_another or is_elsewhere(
        question,
        candidate.text,
        before=f"{article.title}\n{article.text[: candidate.start]}",
    )
    cell = candidate.is_row and cell_asked_for(question, candidate.text) is not None
    return [
        cosine,
        max([cosine, *neighbours]),
        candidate.hit.trace.dense_score or 0.0,
        _coverage(weights, in_it),
        _coverage(weights, around),
        _heaviest_missing(weights, in_it),
        _heaviest_missing(weights, around),
        _names_missing(question, in_it),
        _names_missing(question, around),
        _adjacent(question.stems, own),
        candidate.hit.score,
        min(value, 1.0) if value else 0.0,
        float(value is not None and value > 0),
        float(value == 0),
        float(bool(question.unit) and (value or 0.0) < 1.0),
        float(len(own) < 6),
        _coverage(weights, _found(weights, held_stems(article.title))),
        float(office.holder is not None),
        float(elsewhere),
        float(cell),
        _untold(question, held_stems(candidate.understood)),
    ]


def _untold(question: Question, present: frozenset[str]) -> float:
    """Return how much of what is asked to have been done is not told, between 0 and 1.

    It is 0 where the question has no other words: then ``missing`` says as much.
    """
    if len(question.relation) == len(question.stems):
        return 0.0
    told = [found(one, present) for one in question.relation]
    return 1 - sum(told) / len(told) if told else 0.0


def _found(weights: dict[str, float], present: frozenset[str]) -> dict[str, float]:
    """Return how well each of the question's words is found, between 0 and 1."""
    return {stem: found(stem, present) for stem in weights}


def _coverage(weights: dict[str, float], credit: dict[str, float]) -> float:
    """Return the share of the question's weight whose words are found."""
    whole = sum(weights.values())
    return sum(weights[stem] * credit[stem] for stem in weights) / whole if whole else 0.0


def _heaviest_missing(weights: dict[str, float], credit: dict[str, float]) -> float:
    """Return the weight of the heaviest word that is not found, as a share of the heaviest."""
    heaviest = max(weights.values(), default=0.0)
    missing = max((weights[stem] for stem in weights if not credit[stem]), default=0.0)
    return missing / heaviest if heaviest else 0.0


def _names_missing(question: Question, credit: dict[str, float]) -> float:
    """Return the share of the question's names that are not found."""
    named = [stem for stem in question.names if stem in credit]
    return 1 - sum(credit[stem] for stem in named) / len(named) if named else 0.0


def _adjacent(question_stems: Sequence[str], sentence_stems: Sequence[str]) -> float:
    """Return the share of the question's neighbouring words that are neighbours here too."""
    pairs = list(pairwise(question_stems))
    present = set(pairwise(sentence_stems))
    return sum(pair in present for pair in pairs) / len(pairs) if pairs else 0.0


def _best_value(
    question: Question, candidate: Candidate, weights: dict[str, float]
) -> float | None:
    """Return how close the question's words stand to a value of the type it asks for.

    0 where the sentence has no such value that the question lacks, ``None`` for types of answers
    that are no value.
    """
    if question.answer_type is Kind.REASON:
        return float(bool(_REASON.search(candidate.text)))
    if question.answer_type in NO_VALUE:
        return None
    values = score_values(
        question,
        candidate.understood,
        term_weight=lambda stem: weights.get(stem, 0.0),
        start=len(candidate.understood) - len(candidate.text),
    )
    return max((max(value.proximity, _LEAST_PROXIMITY) for value in values), default=0.0)
