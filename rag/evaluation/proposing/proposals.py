"""Proposals: questions with answers and evidence that nobody has accepted yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from index.articles import Article
from index.passages import split
from index.text.sentences import sentence_spans
from index.text.words import words
from rag.answering.questions import QuestionGenerator
from rag.language.stopwords import STOPWORDS

_ID_WORDS = 5
_WHOLE = 1_000_000
"""Characters of a passage, so that an article is divided at its boilerplate alone."""


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


def by_rules(article: Article) -> Iterator[Proposal]:
    """Yield at most one question a sentence, with that sentence as its evidence."""
    generator = QuestionGenerator(article.text)
    for start, end in _sentences(article):
        sentence = " ".join(article.text[start:end].split())
        for draft in generator.drafts(sentence):
            yield Proposal(
                question=draft.question,
                answers=draft.answers,
                article=article,
                start=start,
                end=end,
                tags=(draft.kind,),
            )
            break


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    for passage in split(article, size=_WHOLE):  # without headlines, bylines and menus
        for start, end in sentence_spans(passage.text):
            yield passage.start + start, passage.start + end
