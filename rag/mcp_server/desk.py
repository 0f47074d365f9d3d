"""What the tools do. Their parameters and docstrings are what an agent is told of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from index.articles import is_address
from index.library import Library
from index.reading.formats import RefusedError
from rag.answers.objects import build_json, search_json, whole_article_json
from rag.assembly.checking import draft_checker
from rag.assembly.threads import lock_of
from rag.dateline import Dateline
from rag.drafts import CheckedDraft, Format, draft_of
from rag.errors import DraftError, DraftUnreadableError, QuestionError
from rag.quotes import find_remarks, remarks_json
from rag.settings.filtering import filters_of
from rag.timeline import find_timeline

Sources = Annotated[
    list[str] | None,
    Field(description="Only these publishers, each by any part of its name."),
]
Since = Annotated[
    str | None, Field(description="Published on 2025-01-13 (or 2025-01, 2025) or later.")
]
Until = Annotated[str | None, Field(description="Published then or earlier.")]
ArticleId = Annotated[str, Field(description="The article's id, or its beginning.")]
AtMost = Field(ge=1, le=100)

Object = dict[str, Any]


class Desk:
    """One open library. Tools may be called in several threads; they take turns.

    Every method raises LibraryError and RagError.
    """

    def __init__(self, news: Dateline) -> None:
        self._news = news

    def search(
        self,
        query: Annotated[str, Field(description="Words, or a question.")],
        sources: Sources = None,
        since: Since = None,
        until: Until = None,
        top_k: Annotated[int | None, AtMost] = None,
    ) -> Object:
        """Find the passages of the articles that fit best, without an answer.

        Each has its text, article, file and line.
        """
        filters = filters_of(sources or (), since, until, prefix="")
        return search_json(query, self._news.search(query, filters=filters, top_k=top_k))

    def ask(
        self,
        question: Annotated[
            str, Field(description="One question, which is understood without those before it.")
        ],
        sources: Sources = None,
        since: Since = None,
        until: Until = None,
    ) -> Object:
        """Answer a question from the articles alone; every statement cites its exact words.

        `grade` is answered, possible or none; with none, the articles do not answer it. A
        statement's verdict says whether the cited words support it. `citations` give article,
        file, line and quote.
        """
        filters = filters_of(sources or (), since, until, prefix="")
        return self._news.ask(question, filters=filters).as_json()

    def quotes(
        self,
        speaker: Annotated[
            str | None,
            Field(description="A person, an office or an organisation; without one, everybody."),
        ] = None,
        about: Annotated[str | None, Field(description="Only what is said about this.")] = None,
        sources: Sources = None,
        since: Since = None,
        until: Until = None,
    ) -> Object:
        """Find who is quoted as saying what; the same remark of several articles is one."""
        for name, value in (("speaker", speaker), ("about", about)):
            if value is not None and not value.strip():
                raise QuestionError(f"{name} is empty", hint=f"leave {name} out, or name one")
        filters = filters_of(sources or (), since, until, prefix="")
        with self._library() as library:
            remarks = find_remarks(library, speaker=speaker, about=about, filters=filters)
        return remarks_json(remarks, speaker=speaker, about=about)

    def check(
        self,
        draft: Annotated[str, Field(description="The text, plain or Markdown.")],
        sources: Sources = None,
        since: Since = None,
        until: Until = None,
    ) -> Object:
        """Check a draft sentence by sentence against the articles.

        Quotations, figures, dates, names, offices, speakers and meaning are compared; every
        finding cites what the articles say.
        """
        filters = filters_of(sources or (), since, until, prefix="")
        try:
            read = draft_of(draft.encode("utf-8"), Format.MARKDOWN)
        except RefusedError as exc:
            raise DraftUnreadableError(f"the draft cannot be read: {exc}") from exc
        if not read.sentences:
            raise DraftError("the draft has no sentence in it")
        with self._library() as library:
            checked = draft_checker(self._news.settings, library, filters=filters).check(read)
            return CheckedDraft(draft=read, sentences=tuple(checked)).as_json()

    def timeline(
        self,
        topic: Annotated[str, Field(description="The subject.")],
        sources: Sources = None,
        since: Since = None,
        until: Until = None,
        limit: Annotated[int, AtMost] = 20,
    ) -> Object:
        """List the dated events on a subject in order, each once, with its sources."""
        if not topic.strip():
            raise QuestionError("topic is empty", hint="name a subject")
        filters = filters_of(sources or (), since, until, prefix="")
        with self._library() as library:
            found = find_timeline(library, topic.strip(), filters=filters, limit=limit)
        return found.as_json()

    def article(self, article_id: ArticleId) -> Object:
        """Return one article: what is known of it, and its text."""
        with self._library() as library:
            article = library.article(article_id)
            passages = len(library.passages_of(article))
        return whole_article_json(article, passages=passages)

    def index(
        self,
        paths: Annotated[
            list[str], Field(description="Whole paths of files and folders of this machine.")
        ],
    ) -> Object:
        """Add files and folders to the library, and bring those that are in it up to date.

        Nothing is removed and nothing is fetched. `failed` names what could not be read, and why.
        """
        if addresses := [path for path in paths if is_address(path)]:
            raise QuestionError(
                f"{addresses[0]!r} is an address of the web, and nothing is fetched for an agent",
                hint=f"rag index {addresses[0]}",
            )
        if not paths:
            raise QuestionError("paths is empty", hint="name a file or a folder")
        return build_json(self._news.index(paths), *self._news.library.counts())

    @contextlib.contextmanager
    def _library(self) -> Iterator[Library]:
        """Have the library to oneself, as it is now."""
        library = self._news.library
        with lock_of(library):
            library.refresh()
            library.require_articles()
            yield library
