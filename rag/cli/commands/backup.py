"""``rag backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.assembly import library_location
from rag.cli import options, output


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backup", epilog=options.examples("rag backup ~/news.backup"))(_backup)


def _backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    library: options.LibraryDir = None,
    as_json: options.AsJson = False,
) -> None:
    """Write the whole library, all its collections, into one file."""
    from index.library.backup import back_up
    from rag.terminal.render.messages import note

    effective = options.settings_of(library=library)
    settings = effective.settings
    output.notify(settings, f"Copying the library {settings.library}.")
    location = library_location(effective, samples=False)
    made = back_up(location, settings.index_settings(), file.expanduser().absolute())
    if as_json:
        output.print_json(made.as_json())
    else:
        output.show(settings, note(f"{made.articles} articles are in {made.file} now."))
