"""Of a long document the sentences that bear on a claim, as many as the network can read."""

from __future__ import annotations

import math
import re
from collections import Counter

from index.text.sentences import sentence_spans

LONGEST_EVIDENCE = 1_000
"""Characters; with a claim of usual length some 250 tokens."""

_WORD = re.compile(r"\w+")


def gathered(claim: str, document: str, *, most: int = LONGEST_EVIDENCE) -> str:
    """Return the sentences of ``document`` nearest to ``claim`` by their words, in their order.

    A word counts by how few of the document's sentences have it; what stands before a chosen
    sentence comes with it at a part of its weight, for it says who "she" is.
    """
    if len(document) <= most:
        return document
    sentences = [document[a:b].strip() for a, b in sentence_spans(document)]
    stems = [{_stem(word) for word in _WORD.findall(one)} for one in sentences]
    spread = Counter(word for words in stems for word in words)
    weights = {
        word: math.log(1 + len(sentences) / spread[word])
        for word in {_stem(word) for word in _WORD.findall(claim)}
        if word in spread
    }
    scores = [sum(weights.get(word, 0.0) for word in words) for words in stems]
    near = [
        score + 0.25 * (scores[number + 1] if number + 1 < len(scores) else 0.0)
        for number, score in enumerate(scores)
    ]
    chosen, length = set(), 0
    for number in sorted(range(len(near)), key=near.__getitem__, reverse=True):
        size = len(sentences[number]) + 1
        if length + size <= most:
            chosen.add(number)
            length += size
    return " ".join(sentences[number] for number in sorted(chosen)) or document[:most]


def _stem(word: str) -> str:
    return word.casefold()[:6]
