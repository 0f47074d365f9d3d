"""Answering a question in the conversation: finished sentences as they come, then the sources."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from itertools import islice

from rich.text import Text

from index.errors import LibraryError
from rag.answers import Answer, Citation, Searched, Statement, StatementReady, Turn
from rag.errors import RagError
from rag.settings.declared import EXTRACTIVE
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK, Paragraph
from rag.terminal.render import answers as render
from rag.terminal.text import one_line

_MOST_SUGGESTIONS = 3
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?:\s*\[\d+\])*(?=\s)\s+")


def answer(state: ChatState, question: str, *, alone: bool = False) -> None:
    """Answer a question and keep the turn; an answer that is stopped is kept as far as it came.

    ``alone`` says that it leans on nothing that was said before.
    """
    state.question, state.suggestions = question, []
    partial = _Partial()
    try:
        state.recorder.asked(question)
        state.finish_loading()
        _stream(state, question, partial, () if alone else state.history)
    except KeyboardInterrupt:
        if not state.interactive:
            raise
        _stopped(state, question, partial)
    except (RagError, LibraryError) as exc:
        state.complain(exc.message, exc.hint)


class _Partial:
    """As much of an answer as has been said."""

    def __init__(self) -> None:
        self.searched: Searched | None = None
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []
        self.short_answer: str | None = None
        self.finished = False

    def take(self, ready: StatementReady) -> Text:
        """Add a statement; return it as it is shown."""
        self.statements.append(ready.statement)
        self.citations += [new for new in ready.citations if new not in self.citations]
        unseen = ready.short_answer if self.short_answer is None else None
        shown = render.statement(ready.statement)
        if unseen and render.embolden(shown, unseen):
            self.short_answer = unseen
        return shown

    def as_answer(self, *, model: str) -> Answer | None:
        """Return what there is as an answer; ``None`` where nothing was said."""
        if self.searched is None or not self.statements:
            return None
        return Answer(
            question=self.searched.asked.question,
            standalone_question=self.searched.asked.standalone,
            answered=True,
            text=" ".join(statement.text for statement in self.statements),
            short_answer=self.short_answer,
            confidence=0.0,  # nobody has weighed it as a whole
            model=model,
            citations=tuple(self.citations),
            statements=tuple(self.statements),
            passages=self.searched.hits,
        )


class _Written:
    """What a language model has written and nobody has checked: shown dimmed, and taken back."""

    def __init__(self, paragraph: Paragraph) -> None:
        self._paragraph = paragraph
        self._words = ""

    def add(self, words: str) -> None:
        """Show more of it."""
        self._words += words
        if shown := one_line(self._words):
            self._paragraph.draft(Text(shown, style="note"))

    def checked(self) -> None:
        """Forget the sentence that has just been shown as checked, and show what follows it."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self._words)]
        self._words = self._words[ends[-1] :] if ends else ""
        self.add("")


def _stream(state: ChatState, question: str, partial: _Partial, history: Sequence[Turn]) -> None:
    """Show the answer as it comes; ``partial`` keeps what was said should it be stopped."""
    paragraph = Paragraph(state.console)
    pipeline = state.backend.pipeline
    watched = state.interactive and state.console.is_terminal
    written = _Written(paragraph) if watched else None
    with contextlib.ExitStack() as ending, contextlib.ExitStack() as waiting:
        ending.callback(paragraph.end)
        if pipeline.model != EXTRACTIVE:
            waiting.enter_context(state.waiting(f"{pipeline.model} is writing…"))

        def _heard(words: str) -> None:
            if written is not None:
                waiting.close()
                written.add(words)

        for event in pipeline.stream(
            question, history=history, filters=state.filters, on_words=_heard
        ):
            if isinstance(event, Searched):
                partial.searched = event
                state.say(*render.reading(question, event.asked.standalone))
                continue
            waiting.close()
            if isinstance(event, StatementReady):
                said = partial.take(event)
                if not render.only_names(event.statement, event.citations):
                    paragraph.add(said)
                if written is not None:
                    written.checked()
                continue
            paragraph.end()
            state.keep(Turn.of(event))
            partial.searched, partial.finished = None, True  # from here on no answer is stopped
            state.say(render.below_prose(event))
            if not event.answered:
                _suggest(state, event)


def _suggest(state: ChatState, refused: Answer) -> None:
    """Name questions that the articles do answer, as they are found."""
    questions = state.backend.pipeline.suggestions(refused)
    for number, question in enumerate(islice(questions, _MOST_SUGGESTIONS)):
        state.suggestions.append(question)
        state.say(*([] if number else render.SUGGESTIONS_HEADING), render.suggestion(question))


def _stopped(state: ChatState, question: str, partial: _Partial) -> None:
    """Keep the part of the answer that stands on the screen, and show its sources.

    Where nothing was said, the question alone is remembered for the next one.
    """
    kept = partial.as_answer(model=state.backend.pipeline.model)
    if kept:
        state.keep(Turn.of(kept, stopped=True))
        state.say(*render.sources(kept.citations))
    elif not partial.finished:
        standalone = partial.searched.asked.standalone if partial.searched else question
        state.remember(Turn.of(unanswered(question, standalone), stopped=True))
    state.say(BLANK)
    state.remark("Stopped; what was said is kept." if kept else "Stopped.")


def unanswered(question: str, standalone: str) -> Answer:
    """Return what stands for the answer of a question that was stopped before one came."""
    return Answer(
        question=question,
        standalone_question=standalone,
        answered=False,
        text="",
        confidence=0.0,
        model="",
    )
