"""A small newsroom: three articles in a real library, and answers as an answerer makes them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence

import pytest
from doubles import HashingEmbedder, past_turn

from index.articles import Article
from index.library import Library
from index.library.writer import open_for_writing
from index.passages import Passage
from index.settings import IndexSettings
from index.sync.report import BuildReport
from rag.answers import Answer, Citation, Hit, Statement, Turn, Verdict
from rag.evaluation import Asker, Assessor, Relevance, Run, Support
from rag.evaluation.runs.libraries import Given
from rag.evaluation.runs.run import Articles, Models, TestSet

KFOR = "NATO's force in Kosovo has 4,600 troops.\nItaly contributes the most of them."
RATES = "The bank kept its rate at 22.03 percent."
COPY = "Reprinted: NATO's force in Kosovo has 4,600 troops."


class ScriptedAnswering:
    """Answers from a dictionary, raises what is in it as an error, remembers what it was asked."""

    model = "scripted"

    def __init__(self, answers: Mapping[str, Answer | Exception]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.replayed: list[tuple[str, ...]] = []
        self.threads: set[int] = set()

    def answer(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(turn.question for turn in history)))
        self.threads.add(threading.get_ident())
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def replay(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        self.replayed.append(tuple(questions))
        return tuple(past_turn(question=one) for one in questions)


class Desk:
    """Makes the values that an answerer makes."""

    def __init__(self) -> None:
        self.kfor = self.article("news/kfor.txt", KFOR, url="https://example.org/kfor")
        self.rates = self.article("news/rates.txt", RATES)
        self.copy = self.article("wire/kfor.txt", COPY)

    def article(self, path: str, text: str, *, url: str | None = None, key: str = "") -> Article:
        return Article(origin=f"/home/ann/{path}{key}", path=path, title=path, text=text, url=url)

    def hit(self, rank: int, article: Article, *copies: Article) -> Hit:
        """Return the article's only passage, under the id that the library gives it."""
        passage = Passage(
            id=f"{article.id}-{article.content_hash}-0",
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
        statements: Sequence[Statement] | None = None,
        confidence: float = 0.75,
    ) -> Answer:
        markers = tuple(citation.marker for citation in citations)
        whole = (Statement(text=text, markers=markers, verdict=Verdict.SUPPORTED),)
        return Answer(
            question="?",
            standalone_question="?",
            answered=answered,
            text=text,
            short_answer=short,
            confidence=confidence,
            model="scripted",
            citations=citations,
            statements=tuple(whole if answered else ())
            if statements is None
            else tuple(statements),
            passages=tuple(hits),
            timings={"load": 2.0, "retrieve": 0.25, "answer": 0.5},
        )

    def declined(self, *hits: Hit) -> Answer:
        return self.answer("The articles do not say.", hits=hits, answered=False, confidence=0.1)

    def answering(self, answers: Mapping[str, Answer | Exception]) -> ScriptedAnswering:
        return ScriptedAnswering(answers)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="session")
def shelve(tmp_path_factory):
    """Put articles into a library, each set once a session."""
    with contextlib.ExitStack() as closing:
        known: dict[tuple[Article, ...], Library] = {}

        def build(*articles: Article) -> Library:
            if articles not in known:
                known[articles] = closing.enter_context(_library(articles, tmp_path_factory))
            return known[articles]

        yield build


@contextlib.contextmanager
def _library(articles, tmp_path_factory):
    from index.settings import Location

    location = Location(directory=tmp_path_factory.mktemp("library"))
    settings, embedder = IndexSettings(), HashingEmbedder()
    with open_for_writing(location, settings, embedder=embedder) as writer:
        source = Given(articles=[(article, article.path) for article in articles])
        *_, last = source.fill(writer)
        assert isinstance(last, BuildReport)
    with Library(location, settings, embedder=embedder) as library:
        yield library


def by_id(article_id: str, _origin: str) -> str:
    return article_id


@pytest.fixture
def relevance(desk, shelve):
    """Find the evidence of cases in the newsroom, or among other articles."""

    def find(cases, *articles) -> Relevance:
        library = shelve(*(articles or (desk.kfor, desk.rates, desk.copy)))
        return Relevance(cases, library, name=by_id)

    return find


@pytest.fixture
def assessor(relevance) -> Callable[..., Assessor]:
    """Judge answers to cases over the newsroom."""

    def make(*cases) -> Assessor:
        return Assessor(
            relevance=relevance(cases), support=Support(HashingEmbedder), name=by_id, read=8
        )

    return make


@pytest.fixture
def asker(assessor, desk) -> Callable[..., Asker]:
    """Ask cases of what answers from a dictionary."""

    def make(cases, answers, **given) -> Asker:
        return Asker(desk.answering(answers), assessor(*cases), **given)

    return make


@pytest.fixture
def run() -> Run:
    """A run before its first question."""
    return Run(
        finished=False,
        testset=TestSet(path="set.jsonl", format="jsonl", cases=6, fingerprint="t1"),
        articles=Articles(place="library", articles=3, passages=3, fingerprint="a1"),
        models=Models(
            embedding="hashing", embedding_fingerprint="h1", answering="extractive", prompts=""
        ),
        judge=None,
        settings={"top_k": {"value": 8, "from": "default"}},
        variant="",
        versions={"dateline": "0.1.0"},
        seed=0,
        resamples=50,
        summary=None,
    )
