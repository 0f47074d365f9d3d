"""``rag restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import options, output


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "restore", epilog=options.examples("rag restore ~/news.backup --library ~/news-again")
    )(_restore)


def _restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What rag backup has written.")],
    library: options.LibraryDir = None,
    as_json: options.AsJson = False,
) -> None:
    """Make a library of a backup, where there is none yet."""
    from index.library.backup import restore
    from rag.terminal.render.messages import note

    settings = options.settings_of(library=library).settings
    made = restore(file.expanduser().absolute(), settings.library.absolute())
    if as_json:
        output.print_json(made.as_json())
    else:
        output.show(settings, note(f"{made.articles} articles are in {made.directory} again."))
