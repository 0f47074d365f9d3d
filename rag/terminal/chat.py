"""The conversation: reads a line, answers it or obeys it, and remembers what was said.

What is typed comes from an ``InputSource`` (see ``prompting``); what it means is decided in
``commands``; how it looks, in ``render``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.text import Text

from index.errors import LibraryError
from index.filters import Filters
from rag.answers import Answer, Citation, Hit, Searched, Statement, Turn
from rag.errors import RagError
from rag.terminal import render
from rag.terminal.commands import COMMANDS, Command, Question, UnknownCommand, parse
from rag.terminal.layout import BLANK, Block, Paragraph, show

_USAGE_WIDTH = max(len(command.usage) for command in COMMANDS) + 2
_KEYS = (
    Block(Text("stop an answer, or clear the line"), lead=f"{'Ctrl-C':<{_USAGE_WIDTH}}"),
    Block(Text("begin a new line"), lead=f"{'Esc Enter':<{_USAGE_WIDTH}}"),
)


class StatementReady(Protocol):
    """A sentence of the answer that is finished while the others are still to come."""

    @property
    def statement(self) -> Statement:
        """The sentence and its markers."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What its markers lead to."""


class Answering(Protocol):
    """The part of a pipeline that the chat needs."""

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = ...
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield each statement when it is finished and, as the last item, the answer."""


class InputSource(Protocol):
    """Where the lines of a conversation come from; its end ends the chat."""

    @property
    def interactive(self) -> bool:
        """Whether somebody sits there, who can stop an answer and wants to go on."""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines as they are entered."""


def chat(
    pipeline: Answering,
    *,
    console: Console,
    source: InputSource,
    filters: Filters,
    welcome: RenderableType | None = None,
) -> None:
    """Hold the conversation until the input ends or ``/exit``."""
    if welcome is not None and source.interactive:
        show(console, welcome, BLANK)
    conversation = _Chat(pipeline, console, filters, stoppable=source.interactive)
    for line in source:
        try:
            if not conversation.take(line):
                return
        except KeyboardInterrupt:
            if not source.interactive:
                raise
            show(console, BLANK)


class _Chat:
    """The turns so far, and the last answer's sources for ``/sources`` to look into."""

    def __init__(
        self, pipeline: Answering, console: Console, filters: Filters, *, stoppable: bool
    ) -> None:
        self._pipeline = pipeline
        self._console = console
        self._filters = filters
        self._stoppable = stoppable
        self._turns: list[Turn] = []
        self._citations: list[Citation] = []
        self._passages: tuple[Hit, ...] = ()

    def take(self, line: str) -> bool:
        """Answer or obey one line; return whether the conversation goes on."""
        match parse(line):
            case None:
                return True
            case Command(name="exit"):
                return False
            case Question(text=text):
                self._answer(text)
            case UnknownCommand() as unknown:
                show(self._console, _no_such_command(unknown))
            case Command(name="help"):
                show(self._console, _help())
            case Command(name="sources", argument=number):
                show(self._console, *_sources(self._citations, self._passages, number))
            case Command(name="clear"):
                self._clear()
        show(self._console, BLANK)
        return True

    def _answer(self, question: str) -> None:
        self._citations, self._passages = [], ()
        said: list[str] = []
        try:
            self._stream(question, said)
        except KeyboardInterrupt:
            if not self._stoppable:
                raise
            self._stopped(question, said)
        except (RagError, LibraryError) as exc:
            show(self._console, render.error(exc.message, exc.hint))

    def _stream(self, question: str, said: list[str]) -> None:
        """Print the answer as it comes; ``said`` keeps its statements should it be stopped."""
        paragraph = Paragraph(self._console)
        stream = self._pipeline.stream(question, history=tuple(self._turns), filters=self._filters)
        try:
            for event in stream:
                if isinstance(event, Answer):
                    paragraph.end()
                    self._finished(event)
                    return
                if isinstance(event, Searched):
                    continue
                said.append(event.statement.text)
                self._citations += [new for new in event.citations if new not in self._citations]
                paragraph.add(render.statement(event.statement))
        finally:
            paragraph.end()

    def _finished(self, answer: Answer) -> None:
        self._turns.append(
            Turn(
                question=answer.question,
                standalone_question=answer.standalone_question,
                answer=answer.text,
            )
        )
        self._citations, self._passages = list(answer.citations), answer.passages
        show(self._console, render.below_prose(answer))

    def _stopped(self, question: str, said: list[str]) -> None:
        """Keep the part of the answer that stands on the screen, with its sources."""
        if said:
            turn = Turn(question=question, standalone_question=question, answer=" ".join(said))
            self._turns.append(turn)
        for cited in self._citations:
            show(self._console, BLANK, render.citation(cited))
        kept = "Stopped; what was said is kept." if said else "Stopped."
        show(self._console, BLANK, _remark(kept))

    def _clear(self) -> None:
        self._turns.clear()
        self._citations, self._passages = [], ()
        if self._console.is_terminal:
            self._console.clear()
        show(self._console, _remark("The conversation is forgotten."))


def _help() -> Group:
    commands = [
        Block(Text(command.does), lead=f"{command.usage:<{_USAGE_WIDTH}}") for command in COMMANDS
    ]
    return Group(Text("Ask a question, or give a command:", style="heading"), *commands, *_KEYS)


def _no_such_command(unknown: UnknownCommand) -> Group:
    hint = f"Did you mean /{unknown.nearest}?" if unknown.nearest else "/help lists the commands."
    return render.error(f"There is no command /{unknown.name}.", hint)


def _remark(text: str) -> Block:
    return Block(Text(text, style="note"))


def _sources(
    citations: Sequence[Citation], passages: Sequence[Hit], number: str
) -> Iterator[RenderableType]:
    """Yield the passages around the quotes, or around the quote with this number."""
    chosen = [cited for cited in citations if number in {"", str(cited.marker)}]
    if not citations:
        yield _remark("There are no sources: the last answer cites none.")
    elif not chosen:
        numbers = ", ".join(dict.fromkeys(str(cited.marker) for cited in citations))
        yield render.error(f"There is no source {number!r}.", f"The last answer has {numbers}.")
    for position, cited in enumerate(chosen):
        yield from [BLANK] if position else []
        yield render.quote_in_context(cited, passages)
