"""How a client reaches the server: stdin and stdout, or HTTP on this machine."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from rag.dateline import Dateline
from rag.errors import SettingsError
from rag.mcp_server.server import build_server

HOST = "127.0.0.1"
PATH = "/mcp"

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


def serve_stdio(news: Dateline, *, allow_index: bool = False) -> None:
    """Answer on stdout what is asked on stdin, until it ends.

    Meanwhile what anything else prints to stdout goes to stderr.
    """
    build_server(news, allow_index=allow_index).run("stdio")


def serve_http(
    news: Dateline,
    *,
    port: int,
    token: str,
    on_start: Callable[[str], None],
    allow_index: bool = False,
) -> None:
    """Answer over streamable HTTP whoever on this machine has the token, until Ctrl-C.

    ``port`` 0 takes a free one; ``on_start`` is told the address. Raises SettingsError where the
    port is taken.
    """
    server = build_server(news, allow_index=allow_index)
    app = server.streamable_http_app(streamable_http_path=PATH, host=HOST)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
            listening.listen()  # from here on a client waits instead of being refused
        except OSError as exc:
            raise SettingsError(
                f"port {port} of this machine cannot be listened on: {exc.strerror}",
                hint="rag mcp --http 0 takes a free one",
            ) from exc
        config = uvicorn.Config(_guarded(app, token), log_level="warning", access_log=False)
        on_start(f"http://{HOST}:{listening.getsockname()[1]}{PATH}")
        uvicorn.Server(config).run(sockets=[listening])


def _guarded(app: _App, token: str) -> _App:
    """Return the application behind a token: it refuses every request that does not bear it."""
    expected = f"Bearer {token}".encode()

    async def guarded(scope: _Scope, receive: _Receive, send: _Send) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "lifespan" or hmac.compare_digest(given, expected):
            await app(scope, receive, send)
            return
        headers = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": b"The token is missing or wrong.\n"})

    return guarded
