"""The command line: parse, wire, call, render. What a command does is decided elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import (
    articles,
    asking,
    chatting,
    evaluating,
    indexing,
    maintenance,
    options,
    sessions,
)
from rag.cli.errors import DatelineGroup

__all__ = ["app", "main"]

app = typer.Typer(
    name="rag",
    cls=DatelineGroup,
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
indexing.register(app)
asking.register(app)
chatting.register(app)
articles.register(app)
sessions.register(app)
evaluating.register(app)
maintenance.register(app)


def main() -> None:
    """Run the command."""
    app(prog_name="rag")


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
