"""``rag status``, ``rag doctor`` and ``rag config``."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import options, wiring
from rag.cli.errors import ExitCode


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status", epilog="Example: rag status --json")(_status)
    app.command("doctor", epilog="Example: rag doctor --repair")(_doctor)
    app.command("config", epilog="Example: rag config --json")(_config)


def _status(
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    as_json: options.AsJson = False,
) -> None:
    """Say what the library holds and what it was made with."""
    from rag.terminal import tables
    from rag.terminal.layout import show

    effective = wiring.settings_of(library=library, collection=collection, chroma=chroma)
    with wiring.open_library(effective, samples=samples) as opened:
        opened.refresh()
        status = opened.status()
    if as_json:
        wiring.print_json(status.as_json())
    else:
        show(wiring.out(effective.settings), tables.status(status))


def _doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    as_json: options.AsJson = False,
) -> None:
    """Check that the library is whole, and mend it."""
    from index.repair import check, mend
    from rag.terminal.layout import show

    effective = wiring.settings_of(library=library, collection=collection, chroma=chroma)
    settings = effective.settings
    done: list[str] = []
    if repair:
        done = mend(
            effective.location(),
            settings.index_settings(),
            notify=lambda text: wiring.notify(settings, text),
        )
    with wiring.open_library(effective) as opened:
        opened.refresh()
        problems = check(opened)
    if as_json:
        listed = [{"problem": one.text, "mend": one.mend} for one in problems]
        wiring.print_json({"problems": listed, "mended": done})
    else:
        from rag.terminal import tables

        show(wiring.out(settings), tables.checkup(done, problems))
    if problems:
        raise typer.Exit(ExitCode.LIBRARY)


def _config(
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    top_k: options.TopK = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the settings in force and where each came from."""
    from rag.terminal import tables
    from rag.terminal.layout import show

    effective = wiring.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
    )
    if as_json:
        wiring.print_json(effective.as_json())
    else:
        show(wiring.out(effective.settings), tables.settings(effective.rows()))
