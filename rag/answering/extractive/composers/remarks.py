"""What somebody says: all the sentences of the hits that report it, the most to the point first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from index.text.sentences import Span
from index.text.words import words
from rag.answering import possible, refused
from rag.answering.extractive.candidates import Candidate, candidates_in, coverages
from rag.answering.extractive.composers.digest import Relevance, choose, relevance
from rag.answering.extractive.ranking import ScoredCandidates
from rag.answering.extractive.scorer import Scorer
from rag.answering.extractive.writing import Writer
from rag.answers import Composed, Hit, PossibleAnswer, StatementReady
from rag.citations.quotations import find_quote
from rag.language.words.lexicon import NEGATIONS
from rag.language.words.stopwords import content_stems
from rag.quotes import Attribution, attributions
from rag.quotes.occasions import Occasion
from rag.quotes.speakers import Names, is_meant
from rag.requests.parts import WHO_SAID
from rag.requests.request import Request

_REMARKS = 5
_OFF_THE_MATTER = 0.3
"""Share of the matter's words, by weight, that the best remark must have."""

_ON_THE_MATTER = 0.5
"""The share below which it may be about something else."""

_PERHAPS_MEANT = 3
"""Remarks that are shown where they may be."""

_ARTICLES = 4
"""In which a quotation is shown."""

_BRIEF = 8
"""Words."""

_THEIR_WORDS = 1.5
"""How much more a sentence scores that reports the words of whom something is according to."""

_SURE = 0.6
_PERHAPS = 0.4
"""Shares of the quotation's words that a sentence has which is it, and one which may be it."""

_TURNED = 0.3
"""What a sentence lacks, as a share of the words, that denies what is quoted or only that does."""

_OCCASION = re.compile(r"(?i)(?P<what>where|when|in which|on what)\b")
_QUOTE_MARKS = frozenset('“”"«»„')


def compose_remarks(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed] | None:
    """Return what the hits report of the speaker's words; ``None`` where they report none."""
    every = candidates_in(hits)
    speaker = request.speaker or ""
    spoken = spoken_by(speaker, every)
    if not spoken and len(several := re.split(r",?\s+and\s+|,\s+", speaker)) > 1:
        spoken = [one for each in several for one in spoken_by(each, every)]
    if not spoken:
        return None
    asked = _OCCASION.match(request.question)
    if asked and (occasion := _occasion(request, asked["what"].lower(), spoken, every, scorer)):
        return occasion
    return _written(request, [one for one, _ in spoken], scorer)


def _written(
    request: Request, candidates: Sequence[Candidate], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    covered, relevant = _to_the_point(request, candidates, scorer)
    chosen = choose(candidates, relevant, most=_REMARKS)
    best = max((covered[place] for place in chosen), default=0.0)
    if not chosen or best < _OFF_THE_MATTER:
        yield refused(best)
        return
    writer = Writer()
    direct = {
        place: directness(candidates[place], float(relevant.scores[place])) for place in chosen
    }
    ready = [
        list(writer.write([candidates[place]]))
        for place in sorted(chosen, key=lambda place: -direct[place])
    ]
    if best < _ON_THE_MATTER:
        yield possible([_doubted(one, best) for one in ready if one][:_PERHAPS_MEANT], best)
        return
    for one in ready:
        yield from one
    yield writer.composed(best)


def _doubted(ready: Sequence[StatementReady], confidence: float) -> PossibleAnswer:
    return PossibleAnswer(
        text=" ".join(one.statement.text for one in ready),
        confidence=confidence,
        citations=ready[0].citations,
        doubt="it may be said of something else",
    )


def _to_the_point(
    request: Request, candidates: Sequence[Candidate], scorer: Scorer
) -> tuple[list[float], Relevance]:
    """Return the share of the matter's words that each has, and how much it is about it."""
    stems = content_stems(request.about or "")
    covered = coverages(stems, candidates, scorer.term_weight) if stems else [1.0] * len(candidates)
    matter = scorer.embed_question(request.about or request.topic or request.question)
    return covered, relevance(matter, scorer.embed(candidates), covered)


def _occasion(
    request: Request,
    what: str,
    spoken: Sequence[tuple[Candidate, Attribution]],
    every: Sequence[Candidate],
    scorer: Scorer,
) -> Iterator[StatementReady | Composed] | None:
    """Return the remark, and the sentence that tells where or when it was made, if one does."""
    covered, relevant = _to_the_point(request, [one for one, _ in spoken], scorer)
    for place in map(int, np.argsort(-relevant.scores, kind="stable")):
        if covered[place] < _OFF_THE_MATTER:
            continue
        remark, said = spoken[place]
        # The other remarks of an article were made on its one occasion, if it tells of none else.
        same_article = [
            other for one, other in spoken if one.hit.article.id == remark.hit.article.id
        ]
        told = [_told(what, one.occasion) for one in (said, *same_article)]
        occasion = next(filter(None, told), None)
        if occasion is None:
            continue
        telling = [
            one
            for one in every
            if one.hit.article.id == remark.hit.article.id
            and occasion in " ".join(one.text.split())
        ]
        return _told_of([remark, *telling[:1]], occasion.removeprefix("while "), covered[place])
    return None


def _told(what: str, occasion: Occasion) -> str | None:
    return occasion.where if what in {"where", "in which"} else occasion.when


def _told_of(
    sentences: Sequence[Candidate], short_answer: str, confidence: float
) -> Iterator[StatementReady | Composed]:
    writer = Writer(short_answer)
    for one in sentences:
        yield from writer.write([one])
    yield writer.composed(confidence)


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
    denied = not NEGATIONS.isdisjoint(words(quoted))
    turned = [denied == NEGATIONS.isdisjoint(words(one.text)) for one in candidates]
    covered -= _TURNED * np.array(turned)
    who = bool(re.match(WHO_SAID, request.question, re.IGNORECASE))
    return _quoted(quoted, candidates, np.asarray(0.5 * scores + 0.5 * covered), covered, who=who)


def _quoted(
    quoted: str,
    candidates: Sequence[Candidate],
    scores: np.ndarray,
    covered: np.ndarray,
    *,
    who: bool,
) -> Iterator[StatementReady | Composed]:
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    best = order[0]
    exact = [place for place in order if find_quote(quoted, candidates[place].understood)]
    alike = exact or [place for place in order if scores[place] >= scores[best] - 0.05]
    sure = bool(exact) or covered[best] >= _SURE
    writer = Writer(_speaker_of(candidates[alike[0]]) if who else None)
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


def _speaker_of(one: Candidate) -> str | None:
    """Return who says what a sentence reports; ``None`` where it reports nobody's words."""
    for said in attributions(one.hit.article.text):
        if said.start < one.end and one.start < said.end:
            return said.speaker and _as_named(said.speaker, one.hit.article.text, said.sentence)
    return None


def _as_named(speaker: str, text: str, sentence: Span) -> str:
    """Return a speaker's name as the sentence has it, if only the last part of it."""
    surname = speaker.split()[-1]
    told = text[slice(*sentence)]
    return surname if speaker not in told and surname in told else speaker


def _one_an_article(places: Sequence[int], candidates: Sequence[Candidate]) -> list[int]:
    by_article: dict[str, int] = {}
    for place in places:
        by_article.setdefault(candidates[place].hit.article.id, place)
    return list(by_article.values())


def spoken_by(speaker: str, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Attribution]]:
    """Return the sentences that report what somebody says, in whole or in part."""
    articles = {one.hit.article.id: one.hit.article for one in candidates} if speaker else {}
    said = {
        key: attributions(article.text, published=article.published)
        for key, article in articles.items()
    }
    names = Names(chain.from_iterable(said.values()))
    meant = {
        key: [one for one in found if _is_by(speaker, one, names)] for key, found in said.items()
    }
    return [
        (candidate, holding[0])
        for candidate in candidates
        if (
            holding := [
                one
                for one in meant.get(candidate.hit.article.id, ())
                if one.sentence[0] < candidate.end and candidate.start < one.sentence[1]
            ]
        )
    ]


def favouring_words_of(speaker: str, scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, those that report the speaker's words ranked higher."""
    return favouring((one for one, _ in spoken_by(speaker, scored.candidates)), scored)


def favouring(chosen: Iterable[Candidate], scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, those that were chosen for whose words they are ranked higher."""
    favoured = set(map(id, chosen))
    gains = [_THEIR_WORDS * (id(one) in favoured) for one in scored.candidates]
    return replace(scored, scores=scored.scores + np.array(gains, dtype=np.float32))


def _is_by(speaker: str, one: Attribution, names: Names) -> bool:
    key = names.key_of(one)
    return is_meant(speaker, names.name_of(key), names.role_of(key))


def directness(one: Candidate, relevance_score: float) -> float:
    """Return how much to the point a remark is: direct speech before what is reported of it.

    A few words say little, such as "We recently had elections".
    """
    is_brief = len(one.text.split()) < _BRIEF
    is_direct = not _QUOTE_MARKS.isdisjoint(one.text)
    return float(relevance_score) + 0.1 * is_direct - 0.4 * is_brief
