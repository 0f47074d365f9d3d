"""What stands around the nearest words of a passage: names, figures and dates that they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from index.articles import Article
from index.text.sentences import sentence_spans
from rag.answers import Hit
from rag.citations import Window
from rag.language.dates import dates, long_date, resolve, times
from rag.language.names import KnownNames, names
from rag.timeline.undated import times_by_others
from rag.verification import Finding, Weight
from rag.verification.evidence import Supported, heading
from rag.verification.facts import facts, lies_elsewhere

_AS_GOOD = 0.05
"""How much less like the sentence a window may be to count as among the nearest."""
NEAR_ENOUGH = 0.45
"""Likeness from which on a window may say a sentence."""
_TRIED = 6
"""Windows of a passage of which one may have the figures that the nearest ones lack."""
_TOLD_OF = 800
"""Characters before a window in which the date may stand of which it tells."""
_BESIDE = 1
"""Sentences beside the nearest ones in which a figure or a date may stand."""
_LEAD = 400
"""Characters of an article's beginning, which names what all of it is about."""
_SEASON = re.compile(
    r"\b(?:in|since|by|until)\s+(?:the\s+)?(?:\w+\s+)?(spring|summer|autumn|winter)\b", re.I
)
_SEASONS = {
    "spring": {2, 3, 4, 5, 6},
    "summer": {5, 6, 7, 8, 9},
    "autumn": {8, 9, 10, 11, 12},
    "winter": {11, 12, 1, 2, 3},
}
"""The months of a season north of the equator, and those at its edges."""


def least_lacking(
    sentence: str, own: Sequence[Supported], hit: Hit, placed: Sequence[tuple[str, str]] = ()
) -> tuple[str, list[Finding]]:
    """Return the stretch of a passage that has most of a sentence's figures, and those it lacks.

    It is the one around the nearest windows, unless another, that is near as well, has them: told
    further down of the same day. ``placed`` are sentences with the dates that others give them.
    """
    best = [one.window for one in own if one.score >= own[0].score - _AS_GOOD]
    others = [one.window for one in own[:_TRIED] if one.score >= NEAR_ENOUGH]
    stretches = [_around(best, hit), *(_with_times(one.text, hit) for one in others)]
    tried: list[tuple[str, list[Finding]]] = []
    for stretch, window in zip(stretches, (best[0], *others), strict=True):
        by_others = (when for words, when in placed if words in stretch)
        told = [heading(hit.article), stretch, *_times_before(window), *by_others]
        tried.append((stretch, [one for one in facts(sentence, told) if one.check != "names"]))
        if not tried[-1][1]:
            break
    return min(tried, key=lambda one: len(one[1]))


def other_dates(
    sentence: str,
    texts: Sequence[str],
    published: date | None,
    placed: Sequence[tuple[str, str]] = (),
) -> Iterator[Finding]:
    """Yield the dates of a sentence where the nearest windows themselves have others alone."""
    near = [f"{text} {' '.join(_resolved(text, published))}" for text in texts]
    near += [when for words, when in placed if any(words in text for text in texts)]
    known = [one for text in near for one in dates(text)]
    # News tells of the days on which it appears.
    of_the_news = dates(f"{published:%d %B %Y}") if published else ()
    months = {one.month for one in known if one.month}
    for season in _SEASON.finditer(sentence):
        if months and not months & _SEASONS[season[1].lower()]:
            yield Finding(
                check="dates",
                weight=Weight.REFUTED,
                reason=f"{season[1]!r} stands in none of the nearest words",
                said=season[0],
                about="date",
            )
    yield from _other_weekday(sentence, texts, published)
    for own in dates(sentence):
        like = [one for one in known if one.precision is own.precision]
        if like and not own.is_in([*known, *of_the_news]):
            yield Finding(
                check="dates",
                weight=Weight.REFUTED,
                reason=f"{own.text!r} stands in none of the nearest words",
                said=own.text.rstrip(", ."),
                cited=like[0].text if len(like) == 1 else "",
                about="date",
            )


def _other_weekday(
    sentence: str, texts: Sequence[str], published: date | None
) -> Iterator[Finding]:
    """Yield the weekdays of a sentence where the nearest windows name others alone."""
    known = {one.weekday: one.text for text in texts for one in times(text)}
    known.pop(None, None)
    if published:
        days = (resolve(one, published) for text in texts for one in times(text))
        known |= {day[0].weekday(): f"{day[0]:%A}" for day in days if day and day[0] == day[1]}
    for own in times(sentence):
        if own.weekday is not None and known and own.weekday not in known:
            yield Finding(
                check="dates",
                weight=Weight.REFUTED,
                reason=f"{own.text!r} stands in none of the nearest words",
                said=own.text,
                cited=next(iter(known.values())) if len(known) == 1 else "",
                about="date",
            )


def _around(windows: Sequence[Window], hit: Hit) -> str:
    """Return the sentences around windows of a passage, and what their dates come to."""
    base, text = hit.passage.start, hit.passage.text
    spans = sentence_spans(text)
    kept = set()
    for window in windows:
        inside = [
            at
            for at, (start, end) in enumerate(spans)
            if base + start < window.end and window.start < base + end
        ]
        if inside:
            kept |= set(range(inside[0] - _BESIDE, inside[-1] + _BESIDE + 1))
    stretch = " ".join(text[slice(*span)] for at, span in enumerate(spans) if at in kept)
    return _with_times(stretch, hit)


def _with_times(stretch: str, hit: Hit) -> str:
    """Return a stretch with what its times come to, told when the article was published."""
    return f"{stretch}\n{' '.join(_resolved(stretch, hit.article.published))}"


def placed_by_others(article: Article, others: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield sentences of an article without a date, with the dates that others give them."""
    for sentence, when in times_by_others(article, others):
        yield article.text[slice(*sentence)], _in_full(when.first, when.last)


def _in_full(first: date, last: date) -> str:
    if first == last:
        return f"on {long_date(first)}."
    return f"in {first:%B %Y}." if first.month == last.month else f"in {first.year}."


def _resolved(text: str, published: date | None) -> Iterator[str]:
    """Yield the dates of a text in full: "last November" in 2025 is November 2024."""
    for time in times(text):
        days = resolve(time, published) if published else None
        if days:
            yield _in_full(*days)


def _times_before(window: Window) -> Iterator[str]:
    """Yield the last date before a window: what follows "in 1888" is told of that year."""
    before = window.article.text[max(0, window.start - _TOLD_OF) : window.start]
    yield from (one.text for one in dates(before)[-1:])


def lead(article: Article) -> str:
    """Return the beginning of an article, which names what all of it is about."""
    return article.text[:_LEAD]


def full_names(sentence: str, hit: Hit) -> Iterator[str]:
    """Yield the names of which the passage has the last word and its article the whole."""
    near, article = KnownNames.of([hit.passage.text]), hit.article.text
    for name in names(sentence):
        if name.tokens[-1] not in near.words or not near.unknown(name):
            continue
        if not KnownNames.of([article]).unknown(name) and not lies_elsewhere(name, [article]):
            yield name.text
