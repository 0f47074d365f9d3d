"""``rag ask``."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.filters import Filters
from rag.assembly import open_pipeline
from rag.cli import history, options, output
from rag.cli.batch import Item, read_batch
from rag.cli.errors import ExitCode
from rag.cli.groups import Answering, Chosen, grouped
from rag.errors import QuestionError

if TYPE_CHECKING:
    from index.library import Library
    from rag.answers import Answer
    from rag.pipeline import Pipeline
    from rag.sessions import Session
    from rag.settings import Effective
    from rag.terminal.saving import Document


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "ask",
        epilog=options.examples(
            'rag ask "Who leads the mission?" --since 2025-01',
            'rag ask --continue "And since when?"',
            'rag ask "What did Rutte say?" --source koha --save rutte.html',
            'echo "Who leads the mission?" | rag ask --json',
            "rag ask --batch questions.txt > answers.jsonl",
        ),
    )(_ask)


@grouped
def _ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION",
            show_default=False,
            help='The question, in quotes or not; "-", or none in a pipe, reads it from stdin.',
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Answer many: a question a line, or JSON lines, a JSON array, CSV or a test set"
            " with question, id, history.",
        ),
    ] = None,
    *,
    asked: Answering,
    only: Chosen,
    go_on: Annotated[
        bool, typer.Option("--continue", "-c", help="Lean on the question asked last.")
    ] = False,
    no_history: options.NoHistory = False,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Save the answer too: .md, .html, .docx, .json, .bib, .csl.json."
        ),
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
) -> None:
    """Answer one question, with the sources of every statement."""
    effective = asked.settings(
        history=False if no_history else None,
    )
    run = _Run(
        effective=effective,
        filters=only.filters(),
        samples=asked.samples,
        strict=asked.strict,
    )
    words = " ".join(question) if question else None
    if batch is None:
        run.answer_one(words, go_on=go_on, save=save, force=force, as_json=as_json)
    elif words is not None:
        raise _one_of_the_two()
    elif go_on or save:
        raise QuestionError(
            "--batch answers many questions; it can be neither continued nor saved",
            hint='Give an item its "history", and keep what is printed.',
        )
    else:
        run.answer_all(read_batch(batch))


@dataclass(frozen=True, kw_only=True)
class _Run:
    """Where questions are asked, and how."""

    effective: Effective
    filters: Filters
    samples: bool
    strict: bool

    def answer_one(
        self, words: str | None, *, go_on: bool, save: Path | None, force: bool, as_json: bool
    ) -> None:
        """Answer a question, show the answer, keep it and, where wanted, save it."""
        question = _question(words)
        if save:
            _check_place(save, force=force)
        earlier = _last_session(self.effective) if go_on else None
        with self._pipeline() as pipeline:
            history = earlier.answered if earlier else ()
            answer = pipeline.answer(question, history=history, filters=self.filters)
            document = _document(answer, pipeline.library) if save else None
        self._keep(answer, earlier)
        if as_json:
            output.print_json(answer.as_json())
        else:
            from rag.terminal.render.answers import whole_answer

            output.show(self.effective.settings, whole_answer(answer))
        if save and document:
            _save(document, save, force=force)
        if not answer.answered:
            raise typer.Exit(ExitCode.NOT_ANSWERED)

    def answer_all(self, items: Sequence[Item]) -> None:
        """Answer many questions, each as one line of JSON."""
        with self._pipeline() as pipeline:
            for item in items:
                earlier = pipeline.replay(item.earlier)
                answer = pipeline.answer(item.question, history=earlier, filters=self.filters)
                extra = {"extra": item.extra} if item.extra else {}
                output.print_json({"id": item.id, **answer.as_json(), **extra}, indent=None)

    def _pipeline(self) -> AbstractContextManager[Pipeline]:
        return open_pipeline(
            self.effective,
            samples=self.samples,
            strict=self.strict,
            observer=output.observer(self.effective),
        )

    def _keep(self, answer: Answer, earlier: Session | None) -> None:
        """Keep what was asked and answered, where the settings want it, for ``--continue``."""
        if not self.effective.settings.history:
            return
        from rag.answers import Turn
        from rag.sessions import Kind

        about = history.SAMPLES if self.samples else str(self.effective.location())
        recorder = history.recorder(self.effective, Kind.ASK, about=about, resumed=earlier)
        recorder.asked(answer.question)
        recorder.record(Turn.of(answer))


def _question(words: str | None) -> str:
    """Return the question: the words, or what stdin holds for ``-`` and for none in a pipe.

    Raises QuestionError where there are no words, and nobody piped any in.
    """
    if words is not None and words != "-":
        return words
    if words is None and sys.stdin.isatty():
        raise _one_of_the_two()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question in another encoding is still one
    question = sys.stdin.read()
    if words is None and not question.strip():
        raise _one_of_the_two()
    return question


def _one_of_the_two() -> QuestionError:
    return QuestionError(
        "rag ask takes a question or --batch FILE, one of the two",
        hint='rag ask "Who said that?"',
    )


def _check_place(path: Path, *, force: bool) -> None:
    """Raise SaveError now, not when the answer is there."""
    from rag.terminal.saving import check

    check(path, force=force)


def _last_session(effective: Effective) -> Session:
    from rag.sessions import Kind

    return history.last_session(effective.settings, Kind.ASK)


def _document(answer: Answer, library: Library) -> Document:
    from rag.answers import Turn
    from rag.terminal.saving import document, provenance

    turns = [Turn.of(answer)]
    today = datetime.now().astimezone().date()
    return document(turns, today=today, made=provenance(library, turns))


def _save(document: Document, path: Path, *, force: bool) -> None:
    from rag.terminal.saving import save

    save(document, path, force=force)
