"""From an error to one line on stderr and an exit code, in one place."""

from __future__ import annotations

import sys
from enum import IntEnum

import typer
from typer.core import TyperGroup

from index.errors import ArticleNotFoundError, EmbeddingModelError, LibraryError
from rag.errors import ModelError, RagError


class ExitCode(IntEnum):
    """What the exit status says; a contract."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_ANSWERED = 3
    LIBRARY = 4
    MODEL = 5
    SOME_UNREADABLE = 6
    INTERRUPTED = 130


class DatelineGroup(TyperGroup):
    """A command group whose commands may raise our errors.

    typer carries its own copy of click, whose handling of errors cannot be extended from outside.
    """

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command; turn our errors into a message and an exit code."""
        try:
            return super().invoke(ctx)
        except (RagError, LibraryError) as exc:
            _show(exc)
            raise typer.Exit(exit_code(exc)) from exc
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped.\n")
            raise typer.Exit(ExitCode.INTERRUPTED) from None


def exit_code(error: RagError | LibraryError) -> ExitCode:
    """Return the exit code that an error of ours ends the command with."""
    if isinstance(error, ModelError):
        return ExitCode.MODEL
    if isinstance(error, RagError | ArticleNotFoundError | EmbeddingModelError):
        return ExitCode.USAGE
    return ExitCode.LIBRARY


def _show(error: RagError | LibraryError) -> None:
    from rag.terminal import render
    from rag.terminal.layout import show
    from rag.terminal.theme import make_console

    show(make_console(sys.stderr), render.error(error.message, error.hint))
