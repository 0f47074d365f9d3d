"""The command line. What a command does is decided elsewhere; here it is called and printed."""

from __future__ import annotations

import atexit
import gc
import os
from collections import UserDict
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_group

from rag.cli import options
from rag.cli.errors import DatelineGroup
from rag.memory import use_one_arena

__all__ = ["app", "main"]

_COMMANDS = (
    "index",
    "ask",
    "search",
    "quotes",
    "timeline",
    "check",
    "verify",
    "chat",
    "mcp",
    "status",
    "doctor",
    "backup",
    "restore",
    "config",
    "articles",
    "sessions",
    "eval",
)
"""The commands in the order of the help; each is in the module of ``commands`` with its name."""


class _Commands(UserDict[str, Any]):
    """Commands by name; until it is called or listed, one is only a name.

    To import and build them all takes as long as most commands do.
    """

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            part = typer.Typer(rich_markup_mode=None)
            import_module(f"rag.cli.commands.{name}").register(part)
            self.data |= get_group(part).commands
        return self.data[name]


class _Rag(DatelineGroup):
    """The command itself."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands(dict.fromkeys(_COMMANDS))


app = typer.Typer(
    name="rag",
    cls=_Rag,
    help="Ask questions about a folder of articles. Every answer cites who says so, when, and the"
    " exact words.",
    epilog=options.examples(
        'rag ask --samples "How many soldiers does KFOR have?"',
        "rag index ~/articles",
        'rag ask "Who leads the mission?"',
        "rag chat",
    ),
    no_args_is_help=True,
    # Plain help: what is printed into a pipe or read aloud needs no boxes.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_OBJECTS = 50_000
"""New ones between two searches for garbage: a question makes few, and nearly all are modules'."""

_SPARED = {
    # pydantic's looks through the metadata of all that is installed.
    "PYDANTIC_DISABLE_PLUGINS": "1",
    # OpenBLAS's threads are idle here, and idle they spin.
    "OPENBLAS_NUM_THREADS": "1",
}
"""Variables that keep libraries from doing what no command needs, unless the user sets them."""


def main() -> None:
    """Run the command."""
    use_one_arena()
    _lighten()
    app(prog_name="rag")


def _lighten() -> None:
    """Leave out what takes a fifth of a short command: garbage that is none, plugins, idle threads.

    What is imported lives to the end, so to go through it again and again finds nothing; and at the
    end, when all of it would be gone through once more, it is the system that takes it back.
    """
    gc.set_threshold(_OBJECTS, 10, 10)
    atexit.register(gc.freeze)
    for name, value in _SPARED.items():
        os.environ.setdefault(name, value)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"rag {version('dateline')}")
        raise typer.Exit


@app.callback()
def _rag(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Leave everything to the commands."""
