"""Origins: which articles are copies of one text, as an agency's story in several papers is.

An article that puts another one right, or tells of another event in the same words, is no copy of
it: its numbers, names or negations differ where the words around them are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from index.articles import Article
from index.text.sentences import sentence_spans
from index.text.stem_codes import BREAK, StemCodes, stem_codes
from index.text.words import words

_COPIED = 0.6
"""Share of the shorter article's runs of four stems that the other one has if one is a copy."""
_RUN = 4

_SAME_SENTENCE = 0.55
"""Share of two sentences' words that they have in common if one is the other with other facts."""
_FEWEST_WORDS = 5
"""Of such a sentence."""
_REPRINTED_WITHIN = 30
"""Days; "on Monday" of a copy that was published later is another Monday."""


class Origins:
    """Compares articles one after the other."""

    def __init__(self, codes_of: Callable[[Article], StemCodes] | None = None) -> None:
        """``codes_of`` returns an article's stem codes, where they are stored."""
        self._codes_of = codes_of or (lambda article: stem_codes(article.text))
        self._runs: dict[str, frozenset[int]] = {}
        self._origins: dict[str, Article] = {}

    def of(self, article: Article) -> Article | None:
        """Return the article, of those asked for before, that this copies; ``None`` for none."""
        if article.id not in self._origins:
            own = _runs_of(self._codes_of(article))
            originals = (
                self._origins[known]
                for known, runs in self._runs.items()
                if _share(own, runs) >= _COPIED
                and not says_otherwise(article, self._origins[known])
            )
            self._origins[article.id] = next(originals, article)
            self._runs[article.id] = own
        origin = self._origins[article.id]
        return None if origin.id == article.id else origin


def says_otherwise(copy: Article, original: Article, texts: tuple[str, str] | None = None) -> bool:
    """Whether ``copy`` has a sentence of ``original`` with other facts in it.

    ``texts`` are the passages of the two that are compared; all of their texts if there are none.
    """
    text, original_text = texts or (copy.text, original.text)
    if text == original_text:
        return False
    from rag.language.contradiction import Difference, Told, differences  # few are copies

    own, others = _sentences(original_text), _sentences(text)
    for sentence, wording in others.items():
        if sentence in own or len(wording) < _FEWEST_WORDS:
            continue
        closest = max(own, key=lambda one: _overlap(own[one], wording), default=None)
        if closest is None or _overlap(own[closest], wording) < _SAME_SENTENCE:
            continue
        found = differences(
            Told(closest, f"{original.title}\n{original_text}", original.published),
            Told(sentence, f"{copy.title}\n{text}", copy.published),
        )
        if found - {Difference.TIME} or (found and _are_far(original.published, copy.published)):
            return True
    return False


def _sentences(text: str) -> dict[str, frozenset[str]]:
    sentences = (" ".join(text[start:end].split()) for start, end in sentence_spans(text))
    return {sentence: frozenset(words(sentence)) for sentence in sentences}


def _overlap(own: frozenset[str], other: frozenset[str]) -> float:
    return len(own & other) / max(1, len(own | other))


def _are_far(one: date | None, other: date | None) -> bool:
    """Whether the same words are from so different days that they tell of different events."""
    return bool(one and other and abs((one - other).days) > _REPRINTED_WITHIN)


def _share(own: frozenset[int], other: frozenset[int]) -> float:
    return len(own & other) / max(1, min(len(own), len(other)))


def _runs_of(codes: StemCodes) -> frozenset[int]:
    codes = codes[codes != BREAK]
    if len(codes) < _RUN:
        return frozenset([hash(codes.tobytes())])
    windows = np.lib.stride_tricks.sliding_window_view(codes, _RUN)
    return frozenset(hash(window.tobytes()) for window in windows)
