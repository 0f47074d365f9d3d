"""``rag status``."""

from __future__ import annotations

import typer

from rag.cli import options, output
from rag.cli.groups import Opening, grouped


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", epilog=options.examples("rag status", "rag status --json"))(_status)


@grouped
def _status(
    *,
    at: Opening,
    as_json: options.AsJson = False,
) -> None:
    """Say what the library holds and what it was made with."""
    effective = at.settings()
    with at.opened(effective) as opened:
        status = opened.status()
    if as_json:
        output.print_json(status.as_json())
    else:
        from rag.terminal.render import library as rendering

        output.show(effective.settings, rendering.status(status))
