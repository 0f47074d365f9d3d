"""Questions with their answers as statements: claims in people's own words about a passage."""

from __future__ import annotations

import re

_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"
_SUBJECT = re.compile(
    rf"^(?:who|what|which(?: \w+){{1,2}}?|what \w+) (?!{_AUXILIARY})"
    r"(\w+(?:ed|s|ew|ook|ade|ave|an|on|id|ent|old|ote|oke|t)) (.+)$",
    re.IGNORECASE,
)
_INVERTED = re.compile(rf"^(?:\w+ ){{1,4}}{_AUXILIARY}", re.IGNORECASE)
_WHO_IS = re.compile(r"^who ((?:is|was|were|are|has|had) .+)$", re.IGNORECASE)
_WHAT_IS = re.compile(
    r"^(?:what|which) (is|was|were|are) (the [\w ]+?(?: (?:of|in|for) [^,]+)?)$", re.IGNORECASE
)
_COUNTED = re.compile(r"^how many (\w+) (?!do\b|did\b|does\b|are\b|is\b)(.+)$", re.IGNORECASE)
_DID = re.compile(
    r"^(when|where|in (?:what|which) \w+|on (?:what|which) \w+) (?:did|does|do) (.+)$",
    re.IGNORECASE,
)


def statement(question: str, answer: str) -> str | None:
    """Return what a question says with its answer; ``None`` where there is no plain way."""
    asked, answer = question.strip().rstrip(" ?"), answer.strip().rstrip(".")
    if not asked or not answer:
        return None
    if found := _WHO_IS.match(asked):
        made = f"{answer} {found[1]}"
    elif found := _WHAT_IS.match(asked):
        made = f"{found[2]} {found[1]} {answer}"
    elif found := _COUNTED.match(asked):
        made = f"{answer} {found[1]} {found[2]}"
    elif found := _DID.match(asked):
        joint = "in " if answer[:4].isdigit() or found[1].lower() == "where" else ""
        made = f"it was {joint}{answer} that {found[2]}"
    elif not _INVERTED.match(asked) and (found := _SUBJECT.match(asked)):
        made = f"{answer} {found[1]} {found[2]}"
    else:
        return None
    return f"{made[0].upper()}{made[1:]}."


def kind_of(question: str) -> str:
    """Return what a question asks for, as far as its first words say: answers of one kind fit."""
    first, _, rest = question.strip().casefold().partition(" ")
    second = rest.partition(" ")[0]
    if first in {"what", "which", "how", "in", "on"} and not re.match(_AUXILIARY, second):
        return f"{first} {second}"
    return first
