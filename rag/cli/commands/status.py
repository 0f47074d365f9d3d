"""``rag status``."""

from __future__ import annotations

import typer

from rag.assembly import open_library
from rag.cli import options, output


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", epilog=options.examples("rag status", "rag status --json"))(_status)


def _status(
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    as_json: options.AsJson = False,
) -> None:
    """Say what the library holds and what it was made with."""
    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        status = opened.status()
    if as_json:
        output.print_json(status.as_json())
    else:
        from rag.terminal.render import library as rendering

        output.show(effective.settings, rendering.status(status))
