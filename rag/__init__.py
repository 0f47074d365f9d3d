"""Dateline answers questions about articles, every statement with its source.

What a Python program may import is here, and all the rest is ours to change:

    >>> from rag import Dateline
    >>> with Dateline.open(samples=True) as news:
    ...     answer = news.ask("How many soldiers does KFOR have?")
    >>> answer.short_answer, answer.citations[0].article.path.rpartition("/")[2]
    ('4,600', 'kfor-after-the-vote.md')

``rag.langchain`` has a retriever, a chain and a tool for LangChain.
"""

# Nothing is imported here: a command cannot say that Ctrl-C stopped it before this has run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from index.articles import Article
    from index.errors import (
        ArticleNotFoundError,
        ChromaServerError,
        EmbeddingModelError,
        LibraryDamagedError,
        LibraryEmptyError,
        LibraryError,
        LibraryLockedError,
        LibraryMissingError,
        OtherModelError,
        ReadingError,
    )
    from index.filters import Filters
    from index.passages import Passage
    from index.sync.report import BuildReport, Progress
    from rag.answers import Answer, Citation, Hit, Searched, Statement, StatementReady, Verdict
    from rag.dateline import Dateline
    from rag.errors import ModelError, QuestionError, RagError, ReaderError, SettingsError

__all__ = [
    "Answer",
    "Article",
    "ArticleNotFoundError",
    "BuildReport",
    "ChromaServerError",
    "Citation",
    "Dateline",
    "EmbeddingModelError",
    "Filters",
    "Hit",
    "LibraryDamagedError",
    "LibraryEmptyError",
    "LibraryError",
    "LibraryLockedError",
    "LibraryMissingError",
    "ModelError",
    "OtherModelError",
    "Passage",
    "Progress",
    "QuestionError",
    "RagError",
    "ReaderError",
    "ReadingError",
    "Searched",
    "SettingsError",
    "Statement",
    "StatementReady",
    "Verdict",
]

_HOMES = {
    "index.articles": ("Article",),
    "index.filters": ("Filters",),
    "index.passages": ("Passage",),
    "index.sync.report": ("BuildReport", "Progress"),
    "rag.answers": (
        "Answer",
        "Citation",
        "Hit",
        "Searched",
        "Statement",
        "StatementReady",
        "Verdict",
    ),
    "rag.dateline": ("Dateline",),
    "rag.errors": ("ModelError", "QuestionError", "RagError", "ReaderError", "SettingsError"),
}
"""Where each name is; the others are of ``index.errors``."""


def __getattr__(name: str) -> object:
    """Import what is asked for, and nothing before: every command imports this package."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next((home for home, names in _HOMES.items() if name in names), "index.errors")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """List what may be imported."""
    return __all__
