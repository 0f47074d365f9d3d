"""``rag timeline``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Chosen, Opening, grouped
from rag.errors import QuestionError

if TYPE_CHECKING:
    from rag.timeline import Timeline


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "timeline",
        epilog=options.examples(
            'rag timeline "the north of Kosovo"',
            'rag timeline "war in Ukraine" --top-k 30 --since 2022-09',
            'rag timeline "the canal" --save canal.html',
        ),
    )(_timeline)


@grouped
def _timeline(
    topic: Annotated[
        list[str], typer.Argument(metavar="TOPIC", help="The subject, in quotes or not.")
    ],
    *,
    at: Opening,
    top_k: Annotated[
        int,
        typer.Option("--top-k", metavar="N", min=1, max=100, help="Dated events, at most."),
    ] = 20,
    only: Chosen,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save it too, as .md, .html, .csv or .json."),
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the dated events on a subject in order, each once, with its sources."""
    from rag.timeline import find_timeline  # numpy and SQLite: a help needs none

    subject = " ".join(topic).strip()
    if not subject:
        raise QuestionError("TOPIC is empty", hint='rag timeline "the north of Kosovo"')
    if save:
        _check_place(save, force=force)
    effective = at.settings()
    chosen = only.filters()
    with at.opened(effective) as opened:
        found = find_timeline(opened, subject, filters=chosen, limit=top_k)
    if as_json:
        output.print_json(found.as_json())
    else:
        from rag.terminal.render.timeline import timeline

        output.show(effective.settings, timeline(found))
    if save:
        _save(found, save, force=force)
    if not found.events and not found.undated:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _check_place(path: Path, *, force: bool) -> None:
    """Raise SaveError now, not when the events are there."""
    from rag.terminal.saving import TIMELINE_ENDINGS, check

    check(path, force=force, endings=TIMELINE_ENDINGS)


def _save(found: Timeline, path: Path, *, force: bool) -> None:
    from rag.terminal.saving import save_timeline

    save_timeline(found, path, today=datetime.now().astimezone().date(), force=force)
