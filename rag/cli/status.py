"""``rag status`` and ``rag doctor``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from rag.assembly import library_location, open_library
from rag.cli import options, output
from rag.cli.errors import ExitCode

if TYPE_CHECKING:
    from rag.answering.chat_model.providers import Reachability
    from rag.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status", epilog=options.examples("rag status", "rag status --json"))(_status)
    app.command(
        "doctor",
        epilog=options.examples(
            "rag doctor", "rag doctor --repair", "rag doctor --model ollama:llama3.2"
        ),
    )(_doctor)


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

    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        status = opened.status()
    if as_json:
        output.print_json(status.as_json())
    else:
        show(output.out(effective.settings), tables.status(status))


def _doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    as_json: options.AsJson = False,
) -> None:
    """Check the library and mend it; see whether the model answers."""
    from index.repair import check, rebuild_damaged
    from rag.terminal.layout import show

    effective = options.settings_of(
        library=library, collection=collection, chroma=chroma, model=model, base_url=base_url
    )
    settings = effective.settings
    done: list[str] = []
    if repair:
        done = rebuild_damaged(
            library_location(effective, samples=samples),
            settings.index_settings(),
            notify=lambda text: output.notify(settings, text),
        )
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        problems = check(opened)
    asked = _reachable(settings)
    if as_json:
        listed = [{"problem": one.text, "mend": one.mend} for one in problems]
        told = dataclasses.asdict(asked) if asked else None
        output.print_json({"problems": listed, "mended": done, "model": told})
    else:
        from rag.terminal import tables

        show(output.out(settings), tables.checkup(done, problems, asked))
    if problems:
        raise typer.Exit(ExitCode.LIBRARY)
    if asked and not asked.reachable:
        raise typer.Exit(ExitCode.MODEL)


def _reachable(settings: Settings) -> Reachability | None:
    if settings.model is None:
        return None
    from rag.answering.chat_model.providers import reachable

    return reachable(settings.model, base_url=settings.base_url)
