"""Claims beside others that only reading tells apart: people's own, and those made by rule."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from training.altering import altered, negated, swapped
from training.examples import Claim, Group, sentences_around
from training.sources import Sources
from training.statements import kind_of, statement

from rag.language.words.stopwords import content_stems

_CLAIM_SHARES = {
    "fever": 0.14,
    "feverous": 0.10,
    "foolmetwice": 0.08,
    "symmetric": 0.06,
    "aggrefact": 0.14,
    "summedits": 0.14,
    "fib": 0.12,
    "bump": 0.06,
    "expertqa": 0.05,
    "factcheck-gpt": 0.06,
    "dialog": 0.05,
}
_FEWEST_LOST = 2
"""Words of a claim that stand only in the sentence that is taken away from its evidence."""

_PADDED = 0.25
"""Of the groups whose evidence is short: it stands among sentences of other texts."""
_SHORT = 500
"""Characters of short evidence, and of what is put beside it."""


def claim_groups(sources: Sources, seed: int) -> Iterator[Group]:
    """Yield groups of claims without end; the same ``seed`` yields the same."""
    chance = random.Random(seed)
    ways = {claims: 0.56, _answered: 0.18, _thinned: 0.12, _together: 0.14}
    while True:
        way = chance.choices(list(ways), list(ways.values()))[0]
        if (group := way(sources, chance)) is not None:
            yield _among_others(group, sources, chance) if chance.random() < _PADDED else group


def one_claim(sources: Sources, chance: random.Random) -> Claim:
    names = [name for name in _CLAIM_SHARES if name in sources.claims_by_source]
    if not names:
        return chance.choice(sources.claims)
    name = chance.choices(names, [_CLAIM_SHARES[one] for one in names])[0]
    by_label = sources.claims_by_source[name]
    return chance.choice(by_label[chance.choice(sorted(by_label))])


def claims(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a claim that people wrote beside another of its evidence, or two made of a passage."""
    if chance.random() < 0.3:
        return _made_claims(sources, chance)
    if not sources.claims:
        return None
    drawn = one_claim(sources, chance)
    others = [
        one
        for one in sources.siblings[drawn.evidence[:80]]
        if one.supported != drawn.supported and one.source == drawn.source
    ]
    if others:
        return Group(drawn=(drawn, chance.choice(others)))
    if drawn.supported and chance.random() < 0.5:
        text = altered(drawn.text, sources.pool, chance, keep=drawn.evidence)
        if text := text or negated(drawn.text):
            return Group(drawn=(drawn, replace(drawn, text=text, supported=False)))
    return Group(drawn=(drawn,))


def _made_claims(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a sentence of a passage as a claim, beside what is false of it."""
    passage = chance.choice(sources.passages[chance.choice(list(sources.passages))])
    spans, _, _ = sentences_around(passage, 0, len(passage))
    number = chance.randrange(len(spans))
    said = passage[slice(*spans[number])]
    if not 5 <= len(said.split()) <= 50:
        return None
    first, last = max(0, number - chance.randint(0, 3)), number + chance.randint(0, 3)
    evidence = passage[spans[first][0] : spans[min(last, len(spans) - 1)][1]]
    draw = chance.random()
    if draw < 0.55:
        text = altered(said, sources.pool, chance, keep=evidence)
    elif draw < 0.8:
        text = swapped(said, chance)
    else:
        text = negated(said)
    if not text:
        return None
    true = Claim(text=_shortened(said, chance), evidence=evidence, supported=True, source="made")
    return Group(drawn=(true, replace(true, text=text, supported=False)))


def _shortened(said: str, chance: random.Random) -> str:
    """Return a sentence, now and then without what follows its last comma."""
    head, _, _ = said.rpartition(",")
    return f"{head}." if len(head.split()) > 8 and chance.random() < 0.4 else said


def _answered(sources: Sources, chance: random.Random) -> Group | None:
    """Draw questions over a passage as statements, with their own answers and with others'."""
    if not sources.near_misses:
        return None
    answered, missed = chance.choice(sources.near_misses)
    if len(answered) < 2:
        return None
    drawn = []
    own = chance.choice(answered)
    if text := statement(own.question, own.answer_text):
        drawn.append((text, True))
    for asked in chance.sample([own, *missed], min(2, 1 + len(missed))):
        others = [
            one.answer_text
            for one in answered
            if kind_of(one.question) == kind_of(asked.question)
            and one.answer_text.casefold() not in own.answer_text.casefold()
            and own.answer_text.casefold() not in one.answer_text.casefold()
        ]
        if others and (text := statement(asked.question, chance.choice(others))):
            drawn.append((text, False))
    return _group(own.passage, drawn) if drawn else None


def _thinned(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a claim with all of its evidence, and without a sentence that it needs."""
    drawn = one_claim(sources, chance)
    spans, _, _ = sentences_around(drawn.evidence, 0, len(drawn.evidence))
    if not drawn.supported or len(spans) < 2:
        return None
    said = set(content_stems(drawn.text))
    stems = [set(content_stems(drawn.evidence[a:b])) & said for a, b in spans]
    lost = [len(own.difference(*(other for other in stems if other is not own))) for own in stems]
    most = max(range(len(lost)), key=lost.__getitem__)
    if lost[most] < _FEWEST_LOST:
        return None
    rest = " ".join(
        drawn.evidence[a:b].strip() for number, (a, b) in enumerate(spans) if number != most
    )
    return Group(drawn=(drawn, replace(drawn, evidence=rest, supported=False)))


def _together(sources: Sources, chance: random.Random) -> Group | None:
    """Draw two claims about the same evidence as one, which is true where both are."""
    drawn = one_claim(sources, chance)
    others = [
        one
        for one in sources.siblings[drawn.evidence[:80]]
        if one.evidence == drawn.evidence and one.text != drawn.text
    ]
    if not others or len(drawn.text) > _SHORT:
        return None
    other = chance.choice(others)
    text = " ".join(chance.sample([drawn.text, other.text], 2))
    return Group(drawn=(replace(drawn, text=text, supported=drawn.supported and other.supported),))


def _among_others(group: Group, sources: Sources, chance: random.Random) -> Group:
    """Put short evidence before, behind or between sentences of another text."""
    evidence = group.drawn[0].evidence
    if len(evidence) > _SHORT or any(one.evidence != evidence for one in group.drawn):
        return group
    passage = chance.choice(sources.passages[chance.choice(list(sources.passages))])
    spans, _, last = sentences_around(passage, 0, min(_SHORT, len(passage)))
    others = [passage[a:b].strip() for a, b in spans[: last + 1]]
    others.insert(chance.randint(0, len(others)), evidence)
    text = " ".join(others)
    return Group(drawn=tuple(replace(one, evidence=text) for one in group.drawn))


def _group(evidence: str, texts: list[tuple[str, bool]]) -> Group:
    return Group(
        drawn=tuple(
            Claim(text=text, evidence=evidence, supported=supported, source="answered")
            for text, supported in texts
        )
    )
