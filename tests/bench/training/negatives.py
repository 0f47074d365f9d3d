"""Negatives made of answerable questions: passages and questions that look as if they fitted."""

from __future__ import annotations

import random
from dataclasses import replace

from training.altering import altered
from training.examples import Example, sentences_around
from training.sources import Sources

_NEVER_ALTERED = frozenset({"timeqa", "ropes"})
"""Another year, or another thing compared, may well be answered by the same passage."""


def negative(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Return the question or its passage changed in one of several ways, or ``None``."""
    way = chance.choice(("retrieved", "retrieved", "elsewhere", "removed", "removed", "altered"))
    match way:
        case "removed":
            return _removed(drawn)
        case "altered":
            return _altered(drawn, sources, chance)
        case "elsewhere":
            return _elsewhere(drawn, sources, chance)
        case _:
            return next(iter(retrieved(drawn, sources, chance, most=1)), None)


def retrieved(
    drawn: Example, sources: Sources, chance: random.Random, *, most: int
) -> list[Example]:
    """Return the question with passages that a search finds for it and that do not answer it."""
    found = [
        one
        for one in sources.found_for(drawn)
        if one.passage != drawn.passage and not (drawn.answer and _says(one.passage, drawn))
    ]
    chosen = chance.sample(found, min(most, len(found)))
    return [drawn.unanswered(title=one.title, passage=one.passage) for one in chosen]


def _altered(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Alter the question in one place."""
    if drawn.source in _NEVER_ALTERED:
        return None
    question = altered(drawn.question, sources.pool, chance, keep=drawn.passage)
    return drawn.unanswered(question=question) if question else None


def _removed(drawn: Example) -> Example | None:
    """Remove the sentences that say it: the topic is there, the fact is not."""
    if drawn.answer is None:
        return None
    spans, first, last = sentences_around(drawn.passage, *drawn.answer)
    before, after = spans[:first], spans[last + 1 :]
    rest = " ".join(drawn.passage[a:b] for a, b in (*before, *after))
    if len(rest.split()) < 12 or drawn.answer_text.casefold() in rest.casefold():
        return None
    return drawn.unanswered(passage=rest)


def _elsewhere(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Take a passage elsewhere in the article, one with many of the question's words."""
    others = [
        one
        for one in sources.passages.get(drawn.article, [])
        if one != drawn.passage
        and not (drawn.answer and drawn.answer_text.casefold() in one.casefold())
    ]
    if not others:
        return None
    others = chance.sample(others, min(12, len(others)))
    asked = _words(drawn.question)
    others.sort(key=lambda one: len(asked & _words(one)), reverse=True)
    return drawn.unanswered(passage=chance.choice(others[:3]))


def cropped(drawn: Example, chance: random.Random) -> Example:
    """Return only some sentences of the passage, those of the answer among them."""
    if drawn.answer is None:
        return drawn
    spans, first, last = sentences_around(drawn.passage, *drawn.answer)
    first, last = chance.randint(max(0, first - 2), first), chance.randint(last, len(spans) - 1)
    return drawn.cropped(spans[first][0], spans[last][1])


def among_others(drawn: Example, sources: Sources, chance: random.Random) -> Example:
    """Put a single sentence between sentences of other articles."""
    assert drawn.answer is not None
    others = chance.sample(sources.single_sentences, min(3, len(sources.single_sentences)))
    others = [one for one in others if drawn.answer_text.casefold() not in one.casefold()]
    cut = chance.randint(0, len(others))
    before, after = " ".join(others[:cut]), " ".join(others[cut:])
    shift = len(before) + 1 if before else 0
    start, end = drawn.answer
    passage = " ".join(part for part in (before, drawn.passage, after) if part)
    return replace(drawn, passage=passage, answer=(start + shift, end + shift))


def _says(passage: str, drawn: Example) -> bool:
    return drawn.answer_text.casefold() in passage.casefold()


def _words(text: str) -> set[str]:
    return {word for word in text.casefold().split() if len(word) > 3}
