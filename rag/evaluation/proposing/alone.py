"""Whether a question can be put to somebody who has not read the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.evaluation.metrics import contains_answer

FEWEST, MOST = 4, 26
"""Words."""

_POINTING = re.compile(
    r"\b(?:he|she|they|we|you|i|me|him|them|us|our|my|your|this|these|those|there|here|it|herself"
    r"|himself|itself|themselves|today|yesterday|tomorrow|now|recently|currently|ago|last|next"
    r"|latter|former|both|other|others|another|such|same|following|above|below|said to"
    r"|respectively|also|however|instead|too|then|later|earlier|afterwards|previously)\b",
    re.IGNORECASE,
)
_OWNED_BY_WHO = re.compile(r"^Who\b.*\b(?:his|her|their|its)\b")
_BARE = re.compile(
    r"\bthe (?:group|city|country|company|state|region|area|government|president|minister|party"
    r"|mission|force|team|town|university|school|river|war|attack|king|army|film|book|song|game"
    r"|season|organization|organisation|program|project|church|island|court|law|act|bill|title"
    r"|debate|speech|meeting|visit|event|incident|statement|interview)(?=\s+(?!of|in|for|at)|\?)"
)
"""A thing that the article has named and the question has not."""
_SPARED = re.compile(r"\bformer\s+(?=[A-Z])|“[^”]*”|\b(?:are|were) there\b")
"""Words that seem to point and do not: an office held once, a quotation, "are there"."""
_NAME = re.compile(r"(?<=\s)(?:the\s+)?[^\W\d_a-zß-öø-ÿ][\w’'-]*")
_LOOSE_END = re.compile(r"\b(?:in|on|at|of|to|from|for|with|and|or|the|a|an|as|than|that)\?$")
_TWICE = re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE)


def stands_alone(question: str, answers: Sequence[str]) -> bool:
    """Tell whether the question is whole, names what it is about and does not give itself away."""
    pointing = _SPARED.sub("", question)
    return (
        FEWEST <= len(question.split()) <= MOST
        and bool(_NAME.search(question))
        and not _POINTING.search(pointing)
        and not _OWNED_BY_WHO.search(question)
        and not _BARE.search(question)
        and not _LOOSE_END.search(question)
        and not _TWICE.search(question)
        and not contains_answer(question, answers)
    )
