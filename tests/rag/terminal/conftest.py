"""Articles, answers and terminals that the tests of this folder share."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass, field
from datetime import date

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answers import (
    Answer,
    Asked,
    Citation,
    Hit,
    Searched,
    Statement,
    StatementReady,
    Trace,
    Turn,
)
from rag.drafts import DraftChecker
from rag.requests.request import Request
from rag.terminal.theme import make_console


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Screen:
    """A console and what has been printed on it."""

    width: int = 80
    terminal: bool = False
    environ: dict[str, str] = field(default_factory=lambda: {"TERM": "xterm-256color"})

    def __post_init__(self):
        self.stream = Terminal() if self.terminal else io.StringIO()
        self.console = make_console(self.stream, width=self.width, environ=self.environ)

    def read(self) -> str:
        return self.stream.getvalue()


def _about(question, event):
    """Let a scripted search that reads nothing into its question be one for ``question``."""
    if isinstance(event, Searched) and event.asked.question == event.asked.standalone:
        return Searched(
            asked=Asked(question=question, standalone=question, request=Request.for_fact(question)),
            hits=event.hits,
        )
    return event


class ScriptedBackend:
    """A backend whose answers, models and reports of indexing are scripted."""

    collection = "news"

    def __init__(self, pipeline, *, switch=None, report=None):
        self.pipeline = pipeline
        self.switch = switch
        self.report = report

    note = ""

    def draft_checker(self, filters):
        return DraftChecker(self.pipeline.library, filters=filters)

    def loading_quietly(self):
        return contextlib.nullcontext()

    def switch_model(self, name, base_url=None):
        self.server = base_url
        if isinstance(self.switch, Exception):
            raise self.switch
        self.pipeline.model = name

    def index(self, path, console):
        self.indexed = path, console
        if isinstance(self.report, Exception):
            raise self.report
        return self.report


class Recorder:
    """Keeps what it is told in a list."""

    def __init__(self):
        self.kept = []

    def asked(self, question):
        self.kept.append(question)

    def record(self, turn):
        self.kept.append(turn)

    def renew(self):
        self.kept.append("renewed")


def events_of(answer):
    """Return the events of an answer: the search, each statement as it is ready, the whole."""
    asked = Asked(
        question=answer.question,
        standalone=answer.standalone_question,
        request=Request.for_fact(answer.standalone_question),
    )
    yield Searched(asked=asked, hits=answer.passages)
    by_marker = {cited.marker: cited for cited in answer.citations}
    for statement in answer.statements:
        cited = tuple(by_marker[marker] for marker in statement.markers)
        yield StatementReady(statement=statement, citations=cited, short_answer=answer.short_answer)
    yield answer


class ScriptedPipeline:
    """Answers each question with the next script: statements, an answer, or an error to raise."""

    model = "extractive"
    library = None

    def __init__(self, *scripts, suggested=()):
        self.suggested = suggested
        self.refused = []
        self.scripts = list(scripts)
        self.asked: list[tuple[str, tuple[Turn, ...], object]] = []

    def suggestions(self, refused):
        self.refused.append(refused.question)
        return iter(self.suggested)

    def load(self):
        """Have nothing to open."""

    def stream(self, question, *, history=(), filters=None, on_words=None):
        self.asked.append((question, history, filters))
        for event in self.scripts.pop(0):
            if isinstance(event, BaseException):
                raise event
            if isinstance(event, str):  # words that are not checked yet
                on_words(event)
            else:
                yield _about(question, event)


KFOR = Article(
    origin="/news/kfor.txt",
    path="news/kfor.txt",
    title="Who keeps the peace",
    text=(
        "Who keeps the peace\n\nItaly sends 852 soldiers, the most of all. "
        "The United States follow with 612.\n\nThe mission began in 1999."
    ),
    source="Tirana Times",
    published=date(2025, 1, 13),
)
BARE = Article(
    origin="/news/all.jsonl#7",
    path="news/all.jsonl",
    title="A note",
    text="The mission began in June 1999.",
    url="https://example.org/note?id=7&lang=sq",
)


def cite(marker: int, article: Article, quote: str, **changes) -> Citation:
    start = article.text.index(quote)
    return Citation(marker=marker, article=article, start=start, end=start + len(quote), **changes)


def hit(rank: int, article: Article, **changes) -> Hit:
    text = article.text
    passage = Passage(
        id=f"{article.id}-0", article_id=article.id, position=0, start=0, end=len(text), text=text
    )
    return Hit(
        rank=rank, score=changes.pop("score", 0.8), passage=passage, article=article, **changes
    )


def make_answer(**changes) -> Answer:
    statements = (
        Statement(text="Italy sends 852 soldiers, the most of all [1].", markers=(1,)),
        Statement(text="The mission began in June 1999 [2].", markers=(2,)),
    )
    values = {
        "question": "Who sends most?",
        "standalone_question": "Who sends most?",
        "answered": True,
        "text": " ".join(statement.text for statement in statements),
        "short_answer": "852",
        "confidence": 0.9,
        "model": "extractive",
        "citations": (
            cite(1, KFOR, "Italy sends 852 soldiers, the most of all."),
            cite(2, BARE, "The mission began in June 1999."),
        ),
        "statements": statements,
        "passages": (
            hit(1, KFOR, trace=Trace(dense_rank=1, dense_score=0.61234, text_rank=2)),
            hit(2, BARE, score=0.5, trace=Trace(text_rank=1, text_score=7.5), copies=(KFOR,)),
        ),
    }
    return Answer(**(values | changes))


def make_refusal(**changes) -> Answer:
    return make_answer(
        answered=False,
        text="The articles do not answer this question.",
        short_answer=None,
        citations=(),
        statements=(),
        **changes,
    )


@dataclass(frozen=True)
class Doubles:
    """What tests take from here, since test folders are no packages to import from."""

    Screen = Screen
    ScriptedPipeline = ScriptedPipeline
    ScriptedBackend = ScriptedBackend
    Recorder = Recorder
    events_of = staticmethod(events_of)
    KFOR = KFOR
    BARE = BARE
    cite = staticmethod(cite)
    hit = staticmethod(hit)
    answer = staticmethod(make_answer)
    refusal = staticmethod(make_refusal)


@pytest.fixture
def doubles():
    return Doubles()
