"""A real Chroma server on loopback, which can be stopped and started again, and a proxy before it.

The proxy does what those of newsrooms do: it speaks TLS, asks for a header, and is slow or away.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ChromaServer:
    """``chroma run`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [CHROMA, "run", "--host=127.0.0.1", f"--port={self.port}", f"--path={self.folder}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            assert self._process.poll() is None, "the server has stopped"
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.address}/api/v2/heartbeat"),
            ):
                return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Proxy:
    """Passes requests on to a Chroma server; ``status`` answers in its place, ``delay`` waits."""

    def __init__(self, behind: str, header: tuple[str, str] | None, tls: ssl.SSLContext | None):
        self.status: int | None = None
        self.delay = 0.0
        self.failures = 0
        """Requests that get 503 before one is passed on."""
        self.requests: list[str] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                proxy.requests.append(f"{self.command} {self.path}")
                status = proxy.status
                if header and self.headers.get(header[0]) != header[1]:
                    status = 401
                if proxy.failures:
                    proxy.failures, status = proxy.failures - 1, 503
                if status:
                    return self.send(status, b"<h1>No</h1>", "text/html")
                time.sleep(proxy.delay)
                done = httpx.request(
                    self.command,
                    behind + self.path,
                    content=body,
                    headers={"Content-Type": "application/json"},
                    timeout=60,
                )
                return self.send(done.status_code, done.content, "application/json")

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

            def send(self, status: int, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked may have gone
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.address = f"{scheme}://localhost:{self.server.server_port}"


@contextlib.contextmanager
def proxy_before(
    behind: str, *, header: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Proxy]:
    proxy = Proxy(behind, header, tls)
    thread = threading.Thread(target=proxy.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.server.shutdown()
        proxy.server.server_close()
