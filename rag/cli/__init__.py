"""The command line: parse, wire, call, render. What a command does is decided elsewhere."""

from __future__ import annotations

import typer

from rag.cli import articles, asking, evaluating, indexing, maintenance
from rag.cli.errors import DatelineGroup

__all__ = ["app", "main"]

app = typer.Typer(
    name="rag",
    cls=DatelineGroup,
    help="Ask questions about a folder of articles. Every answer cites who says so, when, and the"
    " exact words.",
    epilog='Begin with: rag index FOLDER, then rag ask "Who said that?". To look around first:'
    ' rag ask --samples "Which country sends the most soldiers to KFOR?"',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
indexing.register(app)
asking.register(app)
articles.register(app)
evaluating.register(app)
maintenance.register(app)


def main() -> None:
    """Run the command."""
    app(prog_name="rag")
