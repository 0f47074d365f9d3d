"""``rag mcp``."""

from __future__ import annotations

import os
import secrets
from typing import Annotated

import typer

from index.errors import importing
from rag import interrupts
from rag.cli import options, output
from rag.cli.groups import Answering, grouped


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "mcp",
        epilog=options.examples(
            "rag mcp --library ~/news-library",
            "rag mcp --samples --http 8765",
        ),
    )(_mcp)


@grouped
def _mcp(
    *,
    asked: Answering,
    http: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=0,
            max=65535,
            help="Serve HTTP on this machine instead of stdin and stdout; 0 takes a free port. The"
            " token is RAG_MCP_TOKEN's, or a new one, which is printed.",
        ),
    ] = None,
    allow_index: Annotated[
        bool,
        typer.Option("--allow-index", help="Let clients add files of this machine to the library."),
    ] = False,
) -> None:
    """Serve the library to agents by the Model Context Protocol.

    Nothing that a client asks changes it, unless --allow-index says so.
    """
    with importing('"dateline[mcp]"'):
        from rag.mcp_server import serve_http, serve_stdio
    from rag.dateline import Dateline
    from rag.settings.sources import MCP_TOKEN

    effective = asked.settings()
    settings = effective.settings

    def tell(text: str) -> None:
        output.notify(settings, text)

    with Dateline(effective, samples=asked.samples, strict=asked.strict, notify=tell) as news:
        if http is None:
            interrupts.end_at_once()  # a thread waits for stdin, which nothing but the end ends
            serve_stdio(news, allow_index=allow_index)
            return
        given = os.environ.get(MCP_TOKEN)
        token = given or secrets.token_urlsafe(24)

        def started(address: str) -> None:
            typer.echo(f"Listening: {address}", err=True)
            typer.echo(f"Token: {MCP_TOKEN}'s" if given else f"Token: {token}", err=True)

        serve_http(news, port=http, token=token, on_start=started, allow_index=allow_index)
