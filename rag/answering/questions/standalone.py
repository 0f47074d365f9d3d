"""Whether a question can be put to somebody who has not read the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.words import words

FEWEST, MOST = 4, 26
"""Words of a question."""

_NAME = re.compile(r"(?<=\s)(?:the\s+)?[^\W\d_a-zß-öø-ÿ][\w’'-]*")
_HARMLESS = re.compile(r"\bformer\s+(?=[A-Z])|“[^”]*”|\b(?:are|were) there\b")
"""Words that seem to point and do not: an office held once, a quotation, "are there"."""
_FAULTS = re.compile(
    # Points at something that the article has named and the question has not.
    r"\b(?i:he|she|they|we|you|i|me|him|them|us|our|my|your|this|these|those|there|here|it|herself"
    r"|himself|itself|themselves|today|yesterday|tomorrow|now|recently|currently|ago|last|next"
    r"|latter|former|both|other|others|another|such|same|following|above|below|said to|again"
    r"|once more|respectively|also|however|instead|too|then|later|earlier|afterwards|previously)\b"
    r"|^Who\b.*\b(?:his|her|their|its)\b"
    r"|\bthe (?:group|city|country|company|state|region|area|government|president|minister|party"
    r"|mission|force|team|town|university|school|river|war|attack|king|army|film|book|song|game"
    r"|season|organi[sz]ation|program|project|church|island|court|law|act|bill|title|debate|speech"
    r"|meeting|visit|event|incident|statement|interview)(?=\s+(?!of|in|for|at)|\?)"
    # Ends too early, or says a word twice.
    r"|\b(?:in|on|at|of|to|from|for|with|and|or|the|a|an|as|than|that)\?$"
    r"|\b(?i:(\w+)\s+\1)\b"
)


def stands_alone(question: str, answers: Sequence[str] = ()) -> bool:
    """Tell whether the question is whole, names its subject and does not give its answer away."""
    asked = f" {' '.join(words(question))} "
    return (
        FEWEST <= len(question.split()) <= MOST
        and bool(_NAME.search(question))
        and not _FAULTS.search(_HARMLESS.sub("", question))
        and not any(f" {' '.join(words(answer))} " in asked for answer in answers)
    )
