"""What is proposed: a question, its answers and its evidence, before anybody has accepted it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from index.articles import Article
from index.text.words import words
from rag.language.stopwords import STOPWORDS

_ID_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question that a sentence answers."""

    question: str
    answers: tuple[str, ...]
    kind: str
    """The tag of its kind: ``person``, ``figure``, ``date``, ``place`` or ``name``."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A case for somebody to accept, edit or reject."""

    question: str
    answers: tuple[str, ...]
    """Empty for a question that no article answers."""
    article: Article
    start: int
    end: int
    """Where the evidence stands; of an altered question, that of the one it was made from."""
    tags: tuple[str, ...]
    altered_from: str | None = None
    """The answerable question of which a word was exchanged so that nothing answers it."""

    @property
    def answerable(self) -> bool:
        """Whether an article answers it."""
        return self.altered_from is None

    @property
    def quote(self) -> str:
        """The sentence it was made from, word for word."""
        return self.article.text[self.start : self.end]


def key_of(question: str) -> str:
    """Return what two questions have in common that differ in case, accents and punctuation."""
    return " ".join(words(question))


def id_of(question: str) -> str:
    """Return an id that can be read and that only this question has: ``kfor-soldiers-9f2c1a``."""
    key = key_of(question)
    telling = [word for word in key.split() if word not in STOPWORDS and word.isascii()]
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return "-".join([*telling[:_ID_WORDS], digest]).replace(".", "-").replace(",", "")
