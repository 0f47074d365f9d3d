"""Whose something is: "What party does Holm lead?" is told by "Holm’s Forward movement"."""

from __future__ import annotations

import re

from index.text.words import CAPITALISED, stems
from rag.answering.extractive.question import Question
from rag.language.values import Kind, values_in

_BELONGS = re.compile(
    r"\b(?:lead|head|chair|run|own|found|belong|represent|manage|coach|control)(?:s|ed|ing)?\b"
    r"|\bled\b|[^\W\d_][’']s\s+[a-z]+\W*$",
    re.IGNORECASE,
)
"""How a question asks for what is somebody's."""
_OWNER = re.compile(r"(?P<owner>[^\W\d_][\w.-]*)[’']s?\s+")
_OF = re.compile(
    rf",\s+(?:the|a|an)\s+(?:[a-z]+\s+){{1,3}}of\s+(?P<owner>{CAPITALISED}(?:\s+{CAPITALISED})*)"
)
"""What stands behind a name, of whom it is: "Forward, the party of Ada Holm"."""


def owned_in(question: Question, text: str) -> tuple[int, int] | None:
    """Return the one name in ``text`` that is said to be of whom the question names.

    ``None`` where it asks for something else, or none or several are.
    """
    if not _asks_for_owned(question):
        return None
    found = set()
    for name in values_in(text, Kind.NAME):
        owners = list(_OWNER.finditer(text, name.start, name.end))
        if owners and _is_named(question, owners[-1]["owner"]):
            found.add((owners[-1].end(), name.end))
        of = _OF.match(text, name.end)
        if of and _is_named(question, of["owner"]):
            found.add((name.start, name.end))
    return found.pop() if len(found) == 1 else None


def is_the_owner(question: Question, shown: str) -> bool:
    """Whether what is somebody's is asked for, and that somebody was read."""
    words = shown.split()
    return bool(words) and _asks_for_owned(question) and _is_named(question, words[-1])


def _asks_for_owned(question: Question) -> bool:
    return question.answer_type is Kind.NAME and bool(_BELONGS.search(question.text))


def _is_named(question: Question, name: str) -> bool:
    return not set(question.names).isdisjoint(stems(name))
