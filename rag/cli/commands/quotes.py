"""``rag quotes``."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Chosen, Opening, grouped
from rag.errors import QuestionError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "quotes",
        epilog=options.examples(
            "rag quotes Rutte --about Bosnia",
            'rag quotes "the NATO chief" --since 2025-01',
            'rag quotes --about "disturbance in the north" --json',
        ),
    )(_quotes)


@grouped
def _quotes(
    speaker: Annotated[
        str | None,
        typer.Argument(
            metavar="SPEAKER",
            help="A person, an office or an organisation; without one, everybody.",
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(metavar="TOPIC", help="Only what is said about this."),
    ] = None,
    *,
    at: Opening,
    only: Chosen,
    as_json: options.AsJson = False,
) -> None:
    """Show who is quoted as saying what, the same remark of several articles as one."""
    from rag.quotes import find_remarks, remarks_json  # numpy and SQLite: a help needs none

    for name, value in (("SPEAKER", speaker), ("--about", about)):
        if value is not None and not value.strip():
            raise QuestionError(f"{name} is empty", hint='rag quotes Rutte --about "Bosnia"')
    effective = at.settings()
    chosen = only.filters()
    with at.opened(effective) as opened:
        opened.require_articles()
        remarks = find_remarks(opened, speaker=speaker, about=about, filters=chosen)
    if as_json:
        output.print_json(remarks_json(remarks, speaker=speaker, about=about))
    else:
        from rag.terminal.render import quotes

        drawn = quotes.remarks(remarks, speaker=speaker, about=about)
        output.show(effective.settings, drawn)
    if not remarks:
        raise typer.Exit(ExitCode.NOT_ANSWERED)
