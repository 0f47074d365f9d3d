"""What a test set asks and what it knows: a case and its evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An article that answers the question and, where the test set says so, the words that do."""

    article: str
    """The article's id, its url, or the end of its path or origin (see ``relevance``)."""
    quote: str | None = None
    grade: int = 1
    """How relevant the article is, 1 or more; BEIR and TREC call it the gain."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question of a test set."""

    id: str
    question: str
    answers: tuple[str, ...] = ()
    """Accepted answers, any of which will do; empty where the test set only knows the evidence."""
    answerable: bool = True
    evidence: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first."""
    tags: tuple[str, ...] = ()
