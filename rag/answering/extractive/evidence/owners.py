"""Whose something is: "What party does Holm lead?" is told by "Holm’s Forward movement"."""

from __future__ import annotations

import re

from index.text.words import stems
from rag.answering.extractive.question import Question
from rag.language.values import Kind, values_in

_BELONGS = re.compile(
    r"\b(?:lead|head|chair|run|own|found|belong|represent|manage|coach|control)(?:s|ed|ing)?\b"
    r"|\bled\b|[^\W\d_][’']s\s+[a-z]+\W*$",
    re.IGNORECASE,
)
"""How a question asks for what is somebody's."""
_OWNER = re.compile(r"[^\W\d_][\w.-]*(?=[’']s?\s)")


def owned_in(question: Question, text: str) -> tuple[int, int] | None:
    """Return the one name in ``text`` that is said to be of whom the question names.

    ``None`` where it asks for something else, or none or several are.
    """
    if question.answer_type is not Kind.NAME or not _BELONGS.search(question.text):
        return None
    found = []
    for name in values_in(text, Kind.NAME):
        owners = list(_OWNER.finditer(text, name.start, name.end))
        if owners and not set(question.names).isdisjoint(stems(owners[-1][0])):
            behind = re.compile(r"[’']s?\s+").match(text, owners[-1].end())
            if behind and behind.end() < name.end:
                found.append((behind.end(), name.end))
    return found[0] if len(set(found)) == 1 else None
