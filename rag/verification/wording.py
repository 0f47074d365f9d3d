"""Wording: one word replaced by another, where a sentence follows the cited words closely.

A sentence that is copied with one change keeps the words around the change. So the sentence is
aligned with the cited words. Where both agree before and behind a difference, the differing words
must mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, combinations

from index.text.words import stem, words
from rag.language.contradiction import negated
from rag.language.dates import Date, dates
from rag.language.speech import reporting_stems
from rag.language.words.lexicon import COMPARING, DENIALS, NEGATIONS, SUPERLATIVES
from rag.language.words.matching import SYNONYM, same
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.thesaurus import alike, contrary, knows
from rag.verification.clauses import Features, clause, name_features, number_feature
from rag.verification.findings import Finding, Weight

FOLLOWS = 0.6
"""Share of a sentence's telling words, in the same order, from which on it follows a text."""
_NEARLY = 0.1
"""How much less closely another window may be followed and still count instead."""
_LONGEST = 4
"""The most words on either side of a difference; a longer one is a paraphrase."""

_EXACTLY = 0.85
"""Share of telling words, in the same order, from which on a sentence is a copy."""
_OF = re.compile(r"\bof\b", re.IGNORECASE)
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_JOINS = frozenset({"and", "or"})
"""What may stand between the items of a list, whose order does not matter."""
_CHANGES = 1
"""Words that are changed in a sentence that is otherwise copied."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True)
class Token:
    """A word, name, number or date where it stands; ``key`` is what makes two of them the same."""

    key: str
    text: str
    start: int
    kind: str
    """``name``, ``number``, ``date``, ``word``, or ``""`` for what tells nothing by itself."""
    features: Features = frozenset()
    date: Date | None = None


@dataclass(frozen=True)
class Difference:
    """Where a sentence and the cited words differ between stretches that they share."""

    said: tuple[Token, ...]
    cited: tuple[Token, ...]


def wording(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield the words that ``sentence`` replaces in the window that it follows most closely."""
    if not evidence or not _english(sentence):
        return
    fullest = min(evidence, key=lambda text: (-_common(text, sentence), len(text)))
    if swapped := _swapped(sentence, fullest):
        yield swapped
        return
    ranked = sorted(evidence, key=lambda text: (-follows(sentence, text), len(text)))
    if follows(sentence, ranked[0]) < FOLLOWS:
        return
    nearly = max(follows(sentence, ranked[0]) - _NEARLY, FOLLOWS)
    # A longer window around the closest one holds the same words and others behind them.
    others = [text for text in ranked if follows(sentence, text) >= nearly]
    apart = [text for text in others if text == ranked[0] or ranked[0] not in text]
    yield from min((_differing(sentence, text) for text in apart), key=len)


@lru_cache(maxsize=4096)
def follows(sentence: str, text: str) -> float:
    """Return the share of the telling words of ``sentence`` that ``text`` has in the same order."""
    return _follows(tokens(sentence), tokens(text))


def _follows(own: Sequence[Token], other: Sequence[Token]) -> float:
    telling = sum(bool(one.kind) for one in own)
    same = sum(
        bool(own[at].kind)
        for block in _matcher(own, other).get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    )
    return same / telling if telling else 0.0


def differences(sentence: str, text: str) -> list[Difference]:
    """Return where ``sentence`` and ``text`` differ between words that they share."""
    own, other = tokens(sentence), tokens(text)
    return [
        Difference(tuple(own[a:b]), tuple(other[c:d]))
        for kind, a, b, c, d in _matcher(own, other).get_opcodes()
        if kind == "replace"
    ]


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order."""
    found = [
        Token(f"{date.year}-{date.month}-{date.day}", date.text, date.start, "date", date=date)
        for date in dates(text)
    ]
    whole = clause(text)
    found += [
        Token(f"@{name.tokens[-1]}", name.text, name.start, "name", name_features(name))
        for name in whole.names
        # A common word may owe its capital to the sentence that it opens.
        if name.certain or not knows(stem(name.tokens[0]))
    ]
    found += [
        Token(number_feature(number), number.text, number.start, "number")
        for number in whole.numbers
    ]
    taken = {place for one in found for place in range(one.start, one.start + len(one.text))}
    found += [_word(match) for match in _WORD.finditer(text) if match.start() not in taken]
    return tuple(sorted(found, key=lambda one: one.start))


def _word(match: re.Match[str]) -> Token:
    (word, *_) = words(match[0]) or [match[0].lower()]
    telling = word not in STOPWORDS and word not in NEGATIONS
    return Token(stem(word), match[0], match.start(), "word" if telling else "")


def _matcher(own: Sequence[Token], other: Sequence[Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(
        None, [one.key for one in own], [one.key for one in other], autojunk=False
    )


def _common(text: str, sentence: str) -> int:
    """Return how many of the telling words of ``sentence`` stand in ``text``, in any order."""
    known = {one.key for one in tokens(text)}
    return sum(bool(one.kind) and one.key in known for one in tokens(sentence))


def _differing(sentence: str, followed: str) -> list[Finding]:
    replaced = (_replaced(one, sentence, followed) for one in differences(sentence, followed))
    found = list(chain.from_iterable(replaced))
    # One replaced word is a change; several are a paraphrase.
    paraphrased = len(found) > _CHANGES
    return [one for one in found if one.weight is Weight.REFUTED] if paraphrased else found


def _replaced(difference: Difference, sentence: str, followed: str) -> Iterator[Finding]:
    said = [one for one in difference.said if one.kind]
    cited = [one for one in difference.cited if one.kind]
    if max(len(difference.said), len(difference.cited)) > _LONGEST or len(said) != len(cited):
        return
    alone = len(said) == 1
    known = {one.key for one in tokens(followed)}
    denied = negated(sentence) != negated(followed)
    for own, rival in zip(said, cited, strict=True):
        if not _comparable(own, rival) or any(_same(own, one) for one in cited):
            continue
        if own.key in known and not (alone and own.kind != "word" and _apart(own, rival, followed)):
            continue
        if {own.key, rival.key} & DENIALS and denied:
            continue  # "says it had no part" and "denies it had a part" agree
        certain = own.kind != "word" or contrary(own.key, rival.key)
        yield Finding(
            check="wording",
            weight=Weight.REFUTED if certain else Weight.DOUBT,
            reason=f"it says {own.text!r} where the cited words say {rival.text!r}",
            said=own.text,
            cited=rival.text,
            about=own.kind,
        )


def _swapped(sentence: str, followed: str) -> Finding | None:
    """Return a finding where two names, numbers or words have exchanged their places."""
    own, other = tokens(sentence), tokens(followed)
    places = {one.key: at for at, one in enumerate(other)}
    telling = [at for at, one in enumerate(own) if one.kind and one.key in places]
    before = _follows(own, other)
    for first, second in combinations(telling, 2):
        left, right = own[first], own[second]
        if left.kind != right.kind or places[left.key] <= places[right.key]:
            continue
        if {left.key, right.key} & SUPERLATIVES:  # "most of them" may stand anywhere
            continue
        between = followed[other[places[right.key]].start : other[places[left.key]].start]
        if left.kind == "word" and _OF.search(between):  # "the war ended", "the end of the war"
            continue
        exchanged = [*own]
        exchanged[first], exchanged[second] = right, left
        after = _follows(exchanged, other)
        if after < max(_EXACTLY, before + 1 / len(own)) or not _apart(left, right, followed):
            continue
        if bool(_BY.search(sentence)) is bool(_BY.search(followed)):
            reason = f"it puts {left.text!r} where the cited words have {right.text!r}"
            return Finding(
                check="wording",
                weight=Weight.REFUTED,
                reason=reason,
                said=left.text,
                cited=right.text,
                about=left.kind,
            )
    return None


def _comparable(own: Token, rival: Token) -> bool:
    """Whether one may replace the other: both of a kind, or no name among them."""
    if {own.key, rival.key} & COMPARING:
        return False
    return own.kind == rival.kind or "name" not in {own.kind, rival.kind}


def _apart(own: Token, rival: Token, followed: str) -> bool:
    """Whether two tokens of a kind are not items of one list, whose order does not matter."""
    if own.kind != rival.kind:
        return False
    every = tokens(followed)
    mine, theirs = (
        [at for at, one in enumerate(every) if one.key == key] for key in (own.key, rival.key)
    )
    gaps = [every[min(a, b) + 1 : max(a, b)] for a in mine for b in theirs]
    return all(any(one.kind != own.kind and one.key not in _JOINS for one in gap) for gap in gaps)


def _english(sentence: str) -> bool:
    """Whether the thesaurus knows most of the words; else it cannot say that two differ."""
    telling = [one.key for one in tokens(sentence) if one.kind == "word"]
    return sum(map(knows, telling)) > len(telling) / 2


def _same(own: Token, other: Token) -> bool:
    if own.date and other.date:
        return own.date.is_in([other.date])
    return (
        bool(own.features & other.features)
        or alike(own.key, other.key)
        or alike(other.key, own.key)
        or same(own.key, other.key) >= SYNONYM
        or {own.key, other.key} <= reporting_stems()
    )
