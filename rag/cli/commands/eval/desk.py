"""``rag eval desk``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.assembly import open_library
from rag.cli import options, output


def register(evaluations: typer.Typer) -> None:
    """Add the command to those of ``rag eval``."""
    evaluations.command("desk", epilog=options.examples("rag eval desk desk.jsonl --json"))(_desk)


def _desk(
    testset: Annotated[
        Path,
        typer.Argument(
            metavar="TESTSET", help='JSON lines with "check" or "quotes", and what is expected.'
        ),
    ],
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    as_json: options.AsJson = False,
) -> None:
    """Run a test set of rag quotes and rag check; report what they find and miss."""
    from rag.evaluation.desk import DeskRun, load_desk, run_desk
    from rag.terminal.progress import gather

    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    lines = load_desk(testset)
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        opened.require_articles()
        cases = gather(
            run_desk(lines, opened, effective.settings),
            output.err(effective.settings),
            total=len(lines),
            doing="Trying",
        )
    found = DeskRun(cases=tuple(cases))
    if as_json:
        output.print_json(found.as_json())
    else:
        from rag.terminal.render.evaluation import desk

        output.show(effective.settings, desk(found))
