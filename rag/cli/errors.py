"""How an error ends a command: a line or two on stderr, and the exit status."""

from __future__ import annotations

import errno
import sys
from enum import IntEnum

import typer
from typer.core import TyperGroup

from index.durable import MAKE_ROOM
from index.errors import (
    ArticleNotFoundError,
    EmbeddingModelError,
    InstallationError,
    LibraryError,
)
from rag.errors import (
    DraftUnreadableError,
    ModelError,
    RagError,
    SessionError,
    SessionNotFoundError,
)


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
        """Run the command; turn our errors into a message and an exit code.

        What is neither ours nor a file's fault is a fault of the program: it keeps its traceback.
        """
        try:
            return super().invoke(ctx)
        except (RagError, LibraryError) as exc:
            _show(exc.message, exc.hint)
            raise typer.Exit(exit_code(exc)) from exc
        except OSError as exc:
            if exc.errno == errno.EPIPE:  # nobody reads any more: typer ends without a word
                raise
            _show(_reason(exc), hint=MAKE_ROOM if exc.errno == errno.ENOSPC else None)
            raise typer.Exit(ExitCode.FAILED) from exc
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped.\n")
            raise typer.Exit(ExitCode.INTERRUPTED) from None


def exit_code(error: RagError | LibraryError) -> ExitCode:
    """Return the exit code that an error of ours ends the command with."""
    if isinstance(error, ModelError):
        return ExitCode.MODEL
    if isinstance(error, SessionError) and not isinstance(error, SessionNotFoundError):
        return ExitCode.FAILED
    if isinstance(error, InstallationError):
        return ExitCode.FAILED
    if isinstance(error, DraftUnreadableError):
        return ExitCode.SOME_UNREADABLE
    if isinstance(error, RagError | ArticleNotFoundError | EmbeddingModelError):
        return ExitCode.USAGE
    return ExitCode.LIBRARY


def _reason(error: OSError) -> str:
    """Say which file an error of the operating system is about."""
    reason = error.strerror or str(error)
    return f"{str(error.filename)!r}: {reason}" if error.filename else reason


def _show(message: str, hint: str | None) -> None:
    from rag.terminal.layout import show
    from rag.terminal.render.messages import error
    from rag.terminal.theme import make_console

    show(make_console(sys.stderr), error(message, hint))
