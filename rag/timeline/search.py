"""Finding the events on a topic in a library."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from index.filters import Filters
from index.library import Library
from index.text.sentences import Span
from rag.answers import Hit
from rag.language.dates import Precision
from rag.language.words.matching import found, held_stems, weights_of
from rag.language.words.stopwords import content_stems
from rag.retrieval.idf import Idf
from rag.retrieval.ranking import rank
from rag.timeline.clauses import Tense
from rag.timeline.events import Group, Telling, Weigh, group, likeness, weigher
from rag.timeline.moments import moments, telling_sentences, untimed
from rag.timeline.timeline import Timeline, event
from rag.timeline.tolls import with_developments
from rag.timeline.undated import with_years
from rag.timeline.uniting import united
from rag.timeline.when import when

_POOL = 150
"""Passages taken from each search: of a topic there are more than of an answer."""
_BESIDE, _IN_TITLE, _NEAR = 0.7, 0.6, 0.45
"""What a topic's word counts for in the sentences beside one, in the title, and near it."""
_DIGEST = re.compile(
    r"\bthings to know\b|\bin review\b|\bfast facts\b|\bshort list\b|\bnews from around\b"
    r"|\bbriefing\b|\broundup\b|\bround-up\b",
    re.IGNORECASE,
)
"""The titles of articles that tell of several matters, as do those that list some."""
_LACKING = 0.75
"""What is left of the relevance where a word of the topic stands nowhere near."""
_REACH = 800
"""Characters on both sides of a sentence that are near it."""
_RELEVANT, _ABOUT_IT, _ALL_OF_IT = 0.45, 0.65, 0.9
"""Share of the topic from which on a sentence with a date is about it, one whose date is uncertain,
and one without any time."""
_UNDATED = 6
"""Of those so many at most."""
_SAME = 0.5
"""Share of the words from which on something without a date is told by an event already."""
_COMPARED = 2
"""Times as many events as are shown that are compared by what they mean."""
_REMARK, _PRESENT, _ASIDE = 0.7, 0.5, 0.6
"""What a remark, what a caption tells in the present, and what a sentence tells beside its own
matter weigh next to what happened."""
_EXACT = {Precision.DAY: 1.0, Precision.MONTH: 0.8, Precision.YEAR: 0.6}
"""What an event weighs by how exactly it is dated."""
_OF_ONE_DAY = 0.3
"""How much less each further event of a day weighs, so that no day takes all the room."""


class Relevance:
    """How much of a topic sentences have: themselves, beside them and near them."""

    def __init__(self, topic: str, library: Library) -> None:
        self._weights = weights_of(content_stems(topic), Idf(library))
        self._total = sum(self._weights.values())

    def of(self, sentences: Sequence[Span], at: int, hit: Hit) -> float:
        """Return the share of the topic, between 0 and 1, that one of a passage's sentences has.

        0 where neither it nor the sentences beside it have a word of it.
        """
        text, (start, end) = hit.article.text, sentences[at]
        own = _stems_of(text, (start, end))
        beside = frozenset().union(
            *(_stems_of(text, one) for one in sentences[max(0, at - 1) : at + 2])
        )
        told = {one: max(found(one, own), _BESIDE * found(one, beside)) for one in self._weights}
        elsewhere = _is_digest(hit.article.title) and not any(
            found(one, own) for one in self._weights
        )
        if elsewhere or not any(told.values()):
            return 0.0
        title = held_stems(f"{hit.article.title} {hit.passage.heading or ''}")
        near = held_stems(text[max(0, start - _REACH) : end + _REACH])
        shares = {
            one: max(told[one], _IN_TITLE * found(one, title), _NEAR * (one in near))
            for one in self._weights
        }
        score = sum(weight * shares[one] for one, weight in self._weights.items())
        if not all(shares.values()):  # another Liz than Liz Truss
            score *= _LACKING
        return score / self._total if self._total else 0.0


def _is_digest(title: str) -> bool:
    """Whether an article tells of several matters, so that none is that of the sentence beside."""
    return bool(_DIGEST.search(title)) or title.count(",") > 1


@lru_cache(maxsize=4096)
def _stems_of(text: str, sentence: Span) -> frozenset[str]:
    return held_stems(text[slice(*sentence)])


def find_timeline(
    library: Library,
    topic: str,
    *,
    filters: Filters,
    limit: int,
    within: tuple[date, date] | None = None,
) -> Timeline:
    """Return the ``limit`` events on a topic that weigh most, in the order of their dates.

    ``within`` are the first and the last day of a time: then whatever happened in it is wanted, and
    ``topic`` only says what to search for.

    Raises LibraryEmptyError, OtherModelError, LibraryDamagedError, ChromaServerError.
    """
    library.require_articles()
    hits = rank(library, topic, pool=_POOL, filters=filters).hits
    dated, undated = _tellings(hits, None if within else Relevance(topic, library))
    weigh = weigher(dated)
    dated = list(_with_years(dated, weigh))
    if within:
        dated = [one for one in dated if one.when and one.when.lies_in(*within)]
    undated += [one for one in dated if one.when is None]
    relevant = [one for one in dated if one.relevance >= _RELEVANT]
    groups = _ranked(with_developments(group(relevant, weigh), undated))
    ranked = _ranked(
        [*united(groups[: _COMPARED * limit], library.embedder), *groups[_COMPARED * limit :]]
    )
    chosen = ranked[:limit]

    events = sorted(
        (event(one, library.stem_codes_of) for one in chosen), key=lambda one: one.date or ""
    )
    return Timeline(
        topic=topic,
        events=tuple(events),
        undated=tuple(
            event(Group(tellings=[one]), library.stem_codes_of)
            for one in _apart(undated, chosen, weigh)
        ),
        left_out=len(ranked) - len(chosen),
    )


def _tellings(
    hits: Sequence[Hit], relevance: Relevance | None
) -> tuple[list[Telling], list[Telling]]:
    """Return what the passages tell with a time, and the events that they tell without one.

    Without a ``relevance`` all of it is wanted, and only what has a time.
    """
    dated, undated = [], []
    for hit in hits:
        text, published = hit.article.text, hit.article.published
        sentences = telling_sentences(text, hit.passage.start, hit.passage.end)
        for at, sentence in enumerate(sentences):
            share = relevance.of(sentences, at, hit) if relevance else _RELEVANT
            if share < _RELEVANT and published is not None:
                continue  # one without a date may still give its article a year
            found_here = moments(text, sentence)
            dated += [
                Telling(article=hit.article, moment=one, relevance=share, when=when(one, published))
                for one in found_here
            ]
            if not found_here and share >= _ALL_OF_IT and (one := untimed(text, sentence)):
                undated.append(Telling(article=hit.article, moment=one, relevance=share))
    return dated, undated


def _with_years(tellings: Sequence[Telling], weigh: Weigh) -> Iterator[Telling]:
    """Yield the tellings, those of articles without a date with what others say of their year."""
    by_article: dict[str, list[Telling]] = {}
    for one in tellings:
        by_article.setdefault(one.article.id, []).append(one)
    for article_id, own in by_article.items():
        if own[0].article.published is not None:
            yield from own
        else:
            others = [one for one in tellings if one.when and one.article.id != article_id]
            yield from with_years(own, others, weigh)


def _ranked(groups: Iterable[Group]) -> list[Group]:
    """Return the events that weigh most first; each further one of a day weighs less."""
    days: Counter[str] = Counter()
    ranked = []
    for one in sorted(groups, key=_weight, reverse=True):
        day = one.when.iso if one.when else ""
        ranked.append((_weight(one) / (1 + _OF_ONE_DAY * days[day]), one))
        days[day] += 1
    ranked.sort(key=lambda pair: -pair[0])
    return [one for _, one in ranked]


def _weight(group: Group) -> float:
    """Return what an event weighs: told by how many, how much of the topic, how exactly dated."""
    articles = len({one.article.id for one in group.tellings})
    exact = _EXACT[group.when.precision or Precision.YEAR] if group.when else 1.0
    best = max(
        one.relevance
        * (_REMARK if one.moment.is_remark else 1)
        * (_PRESENT if one.moment.tense is Tense.UNKNOWN else 1)
        * (_ASIDE if one.moment.is_aside else 1)
        for one in group.tellings
    )
    return best * (1 + math.log2(articles)) * exact


def _apart(undated: Iterable[Telling], chosen: Sequence[Group], weigh: Weigh) -> Iterator[Telling]:
    """Yield the best of what has no date and is told by none of the events, each once."""
    told = [one for group in chosen for one in group.tellings]
    ranked = sorted(undated, key=lambda one: -one.relevance)
    left = _UNDATED
    for one in ranked:
        if one.relevance < _ABOUT_IT or not left:
            return
        sentences = {(other.article.id, other.moment.sentence) for other in told}
        if (one.article.id, one.moment.sentence) in sentences or any(
            likeness(one, other, weigh, Precision.MONTH) >= _SAME for other in told
        ):
            continue
        told.append(one)
        left -= 1
        yield one
