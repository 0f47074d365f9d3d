"""A web server on loopback whose pages a test can change, and which tells what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    content: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    slow: float = 0.0
    """Seconds between two bytes."""


class Site:
    """Pages by path; ``asked`` has the paths in order, ``headers`` what came with the last."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}

    def put(self, path: str, content: str | bytes, **about) -> str:
        """Set a page; return its address."""
        raw = content.encode() if isinstance(content, str) else content
        self.pages[path] = Page(content=raw, **about)
        return self.address + path


@contextmanager
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append(self.path)
        site.headers = dict(self.headers)
        page = site.pages.get(self.path, Page(status=404, content=b"not here"))
        unchanged = page.etag and self.headers.get("If-None-Match") == page.etag
        self.send_response(304 if unchanged else page.status)
        self.send_header("Content-Type", page.kind)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.etag:
            self.send_header("ETag", page.etag)
        content = b"" if unchanged else page.content
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked has had enough
            self._send(content, page.slow)

    def _send(self, content: bytes, slow: float) -> None:
        if not slow:
            self.wfile.write(content)
            return
        for byte in content:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(slow)

    def log_message(self, *_args) -> None:
        pass
