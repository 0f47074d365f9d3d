"""The mixture: which examples the reader sees, in which proportion, and the negatives made of them.

An example is drawn anew each time, and so are its negatives: an epoch is never repeated.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from training.altering import Pool, altered, negated, pool_of, swapped
from training.examples import Claim, Example, sentences_around

CLAIMS = 0.10
"""Of all draws."""

UNANSWERABLE = 0.44
"""Of the questions drawn."""

REAL = 0.4
"""Of the unanswerable ones: written by people, as opposed to made."""

_SHARES = {
    "squad1": 0.40,
    "squad1-mixed": 0.08,
    "squad2": 0.12,
    "squadshifts": 0.24,
    "qed": 0.05,
    "nq-swap": 0.04,
    "covidqa": 0.02,
    "timeqa": 0.01,
    "qamr": 0.04,
}
_CROPPED = 0.3
"""Of the positives: only some sentences of the passage."""


@dataclass(frozen=True)
class Sources:
    """All that may be learnt from."""

    examples: Sequence[Example]
    claims: Sequence[Claim]

    @cached_property
    def pool(self) -> Pool:
        """Names and numbers to put in place of others."""
        return pool_of({example.question for example in self.examples})

    @cached_property
    def by_source(self) -> dict[str, list[Example]]:
        """The answerable examples."""
        return _grouped(one for one in self.examples if one.answer)

    @cached_property
    def unanswerable(self) -> list[Example]:
        """Those that people wrote."""
        return [one for one in self.examples if not one.answer]

    @cached_property
    def passages(self) -> dict[str, list[str]]:
        """The passages of each article, each once."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in self.examples:
            if one.article and one.source != "qamr":
                found[one.article][one.passage] = None
        return {article: list(passages) for article, passages in found.items()}

    @cached_property
    def single_sentences(self) -> list[str]:
        """QAMR's, of which passages are put together."""
        return list({one.passage for one in self.examples if one.source == "qamr"})


def draws(sources: Sources, seed: int) -> Iterator[Example | Claim]:
    """Yield examples and claims without end; the same ``seed`` yields the same."""
    chance = random.Random(seed)
    names = [name for name in _SHARES if name in sources.by_source]
    shares = [_SHARES[name] for name in names]
    while True:
        if chance.random() < CLAIMS:
            yield from _claim(sources, chance)
            continue
        unanswerable = chance.random() < UNANSWERABLE
        if unanswerable and sources.unanswerable and chance.random() < REAL:
            yield chance.choice(sources.unanswerable)
            continue
        drawn = chance.choice(sources.by_source[chance.choices(names, shares)[0]])
        if drawn.source == "qamr":
            drawn = _among_others(drawn, sources, chance)
        if not unanswerable:
            yield _cropped(drawn, chance) if chance.random() < _CROPPED else drawn
        elif (negative := _negative(drawn, sources, chance)) is not None:
            yield negative


def _negative(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    way = chance.choice(
        ("elsewhere", "elsewhere", "removed", "removed", "altered", "altered", "far")
    )
    match way:
        case "removed":
            return _removed(drawn)
        case "altered":
            return _altered(drawn, sources, chance)
        case "elsewhere":
            return _elsewhere(drawn, sources, chance)
        case _:
            return _far(drawn, sources, chance)


def _altered(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Alter the question in one place."""
    question = altered(drawn.question, sources.pool, chance, keep=drawn.passage)
    return replace(drawn, question=question, answer=None) if question else None


def _removed(drawn: Example) -> Example | None:
    """Remove the sentences that say it: the topic is there, the fact is not."""
    assert drawn.answer is not None
    spans, first, last = sentences_around(drawn.passage, *drawn.answer)
    before, after = spans[:first], spans[last + 1 :]
    rest = " ".join(drawn.passage[a:b] for a, b in (*before, *after))
    if len(rest.split()) < 12 or _says(rest, drawn.answer_text):
        return None
    return replace(drawn, passage=rest, answer=None)


def _elsewhere(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Take a passage elsewhere in the article, one with many of the question's words."""
    others = [
        one
        for one in sources.passages.get(drawn.article, [])
        if one != drawn.passage and not _says(one, drawn.answer_text)
    ]
    if not others:
        return None
    others = chance.sample(others, min(12, len(others)))
    asked = _words(drawn.question)
    others.sort(key=lambda one: len(asked & _words(one)), reverse=True)
    return replace(drawn, passage=chance.choice(others[:3]), answer=None)


def _far(drawn: Example, sources: Sources, chance: random.Random) -> Example | None:
    """Take a passage of another article."""
    article = chance.choice(list(sources.passages))
    passage = chance.choice(sources.passages[article])
    if _says(passage, drawn.answer_text):
        return None
    return replace(drawn, title=article, passage=passage, answer=None)


def _cropped(drawn: Example, chance: random.Random) -> Example:
    assert drawn.answer is not None
    spans, first, last = sentences_around(drawn.passage, *drawn.answer)
    first, last = chance.randint(max(0, first - 2), first), chance.randint(last, len(spans) - 1)
    return drawn.cropped(spans[first][0], spans[last][1])


def _among_others(drawn: Example, sources: Sources, chance: random.Random) -> Example:
    """Put a single sentence between sentences of other articles."""
    assert drawn.answer is not None
    others = chance.sample(sources.single_sentences, 3)
    others = [one for one in others if not _says(one, drawn.answer_text)]
    cut = chance.randint(0, len(others))
    before, after = " ".join(others[:cut]), " ".join(others[cut:])
    shift = len(before) + 1 if before else 0
    start, end = drawn.answer
    passage = " ".join(part for part in (before, drawn.passage, after) if part)
    return replace(drawn, passage=passage, answer=(start + shift, end + shift))


def _claim(sources: Sources, chance: random.Random) -> Iterator[Claim]:
    """Yield a claim that people wrote, or one made of a passage's own sentence."""
    if chance.random() < 0.6:
        drawn = chance.choice(sources.claims)
        if drawn.supported and chance.random() < 0.25:
            text = altered(drawn.text, sources.pool, chance, keep=drawn.evidence)
            text = text or negated(drawn.text)
            if text:
                drawn = replace(drawn, text=text, supported=False)
        yield drawn
        return
    article = chance.choice(list(sources.passages))
    passage = chance.choice(sources.passages[article])
    spans, _, _ = sentences_around(passage, 0, len(passage))
    number = chance.randrange(len(spans))
    said = passage[slice(*spans[number])]
    if not 5 <= len(said.split()) <= 50:
        return
    first, last = max(0, number - chance.randint(0, 2)), number + chance.randint(0, 2)
    evidence = passage[spans[first][0] : spans[min(last, len(spans) - 1)][1]]
    yield from _made(said, evidence, sources, chance)


def _made(said: str, evidence: str, sources: Sources, chance: random.Random) -> Iterator[Claim]:
    draw = chance.random()
    if draw < 0.3:
        yield Claim(text=_shortened(said, chance), evidence=evidence, supported=True, source="made")
        return
    if draw < 0.65:
        text = altered(said, sources.pool, chance, keep=evidence)
    elif draw < 0.8:
        text = swapped(said, chance)
    else:
        text = negated(said)
    if text:
        yield Claim(text=text, evidence=evidence, supported=False, source="made")


def _shortened(said: str, chance: random.Random) -> str:
    """Return a sentence, now and then without what follows its last comma."""
    head, _, _ = said.rpartition(",")
    return f"{head}." if len(head.split()) > 8 and chance.random() < 0.4 else said


def _says(text: str, answer: str) -> bool:
    return answer.casefold() in text.casefold()


def _words(text: str) -> set[str]:
    return {word for word in text.casefold().split() if len(word) > 3}


def _grouped(examples: Iterator[Example]) -> dict[str, list[Example]]:
    grouped: defaultdict[str, list[Example]] = defaultdict(list)
    for one in examples:
        grouped[one.source].append(one)
    return dict(grouped)
