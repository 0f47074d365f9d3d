"""Follow-ups that ask for a relation of what was asked of: "and of which countries?"."""

from __future__ import annotations

import re

from rag.conversation.questions import ParsedQuestion

_RELATION_ASKED = re.compile(
    r"(?P<preposition>of|from|in|by|with|to|for|at|on|against)\s+(?:which|what)\s+"
    r"(?P<thing>[^\W\d][\w’'-]*(?:\s+[^\W\d][\w’'-]*)?)",
    re.IGNORECASE,
)


def with_relation_asked(other: str, before: ParsedQuestion) -> str | None:
    """Put "of which countries" before what was counted or named: "the soldiers of the mission"."""
    if not (relation := _RELATION_ASKED.fullmatch(other)):
        return None
    asks = f"{relation['preposition'].capitalize()} which {relation['thing']}"
    if not before.noun_asked:
        return f"{asks} {before.behind_asking}?" if before.auxiliary else None
    counted = f"the {before.noun_asked}"
    if before.subject:
        return f"{asks} are {counted} of {before.subject}?" if before.verb == "have" else None
    if before.auxiliary:
        return f"{asks} {before.auxiliary} {counted} {before.predicate}?"
    return f"{asks} are {counted} that {before.behind_asking}?"
