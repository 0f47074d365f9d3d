"""A small newsroom: three articles, and an answerer that answers from a dictionary."""

from collections.abc import Mapping, Sequence

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answers import Answer, Citation, Hit

KFOR = "NATO's force in Kosovo has 4,600 troops.\nItaly contributes the most of them."
RATES = "The bank kept its rate at 22.03 percent."
COPY = "Reprinted: NATO's force in Kosovo has 4,600 troops."


class ScriptedAnswering:
    """Answers from a dictionary and remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.answers[question]


class Desk:
    """Makes the values that an answerer makes."""

    def __init__(self) -> None:
        self.kfor = self.article("news/kfor.txt", KFOR, url="https://example.org/kfor")
        self.rates = self.article("news/rates.txt", RATES)
        self.copy = self.article("wire/kfor.txt", COPY)

    def article(self, path: str, text: str, *, url: str | None = None, key: str = "") -> Article:
        return Article(origin=f"/home/ann/{path}{key}", path=path, title=path, text=text, url=url)

    def hit(self, rank: int, article: Article, *copies: Article) -> Hit:
        passage = Passage(
            id=f"{article.id}-{rank}",
            article_id=article.id,
            position=0,
            start=0,
            end=len(article.text),
            text=article.text,
        )
        return Hit(rank=rank, score=1 / rank, passage=passage, article=article, copies=copies)

    def hits(self, *articles: Article) -> tuple[Hit, ...]:
        return tuple(self.hit(rank, article) for rank, article in enumerate(articles, start=1))

    def cite(self, article: Article, quote: str, *, marker: int = 1) -> Citation:
        start = article.text.index(quote)
        return Citation(marker=marker, article=article, start=start, end=start + len(quote))

    def answer(
        self,
        text: str,
        *citations: Citation,
        short: str | None = None,
        hits: Sequence[Hit] = (),
        answered: bool = True,
    ) -> Answer:
        return Answer(
            question="?",
            standalone_question="?",
            answered=answered,
            text=text,
            short_answer=short,
            confidence=0.75,
            model="scripted",
            citations=citations,
            passages=tuple(hits),
            timings={"answer": 0.5},
        )

    def declined(self, *hits: Hit) -> Answer:
        return self.answer("The articles do not say.", hits=hits, answered=False)

    def answering(self, answers: Mapping[str, Answer]) -> ScriptedAnswering:
        return ScriptedAnswering(answers)


@pytest.fixture
def desk() -> Desk:
    return Desk()
