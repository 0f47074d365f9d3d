"""Addresses of Chroma servers, and what answers there instead of one."""

from __future__ import annotations

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.chroma.clients import connected
from index.chroma.servers import Server
from index.errors import ChromaServerError
from index.settings import Location, public_address


@contextlib.contextmanager
def answering(status, kind, body):
    """Serve one answer to every request; yield the address and the headers that came."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


@pytest.mark.parametrize(
    ("address", "shown", "path"),
    [
        ("http://chroma.example", "http://chroma.example:8000", ""),
        ("https://chroma.example", "https://chroma.example:443", ""),
        ("https://chroma.example/news/", "https://chroma.example:443/news", "/news"),
        ("http://chroma.example:9/api/v2", "http://chroma.example:9", ""),
        ("http://ann:secret@chroma.example:9", "http://chroma.example:9", ""),
        ("http://[::1]:9", "http://[::1]:9", ""),
    ],
)
def test_an_address(address, shown, path):
    server = Server.at(address, token=None)
    assert (str(server), server.path) == (shown, path)


def test_a_login_is_sent_and_never_shown():
    address = "http://ann:p4ss%3Aword@127.0.0.1:9/?key=s3cret"
    server = Server.at(address, token="t0ken")
    assert server.headers == {
        "x-chroma-token": "t0ken",
        "Authorization": "Basic YW5uOnA0c3M6d29yZA==",
    }
    location = Location(directory="here", chroma=address, token="t0ken")
    for shown in (repr(server), str(location), public_address(address)):
        assert "p4ss" not in shown
        assert "t0ken" not in shown
        assert "s3cret" not in shown


@pytest.mark.parametrize(
    ("status", "kind", "body", "told"),
    [
        (200, "text/html; charset=utf-8", b"<h1>Welcome</h1>", "is no Chroma server: .*200, text"),
        (404, "application/json", b"{}", "is no Chroma server: .*404, application/json"),
        (401, "application/json", b"{}", "does not let you in .*401"),
        (500, "text/plain", b"heartbeat", "is no Chroma server: .*500"),
    ],
)
def test_what_is_no_chroma_server_is_called_so(tmp_path, status, kind, body, told):
    with answering(status, kind, body) as (address, seen):
        location = Location(directory=tmp_path, chroma=address, token="t0ken", timeout=20)
        with pytest.raises(ChromaServerError, match=told) as raised, connected(location):
            pass
    assert ("RAG_CHROMA_TOKEN" if status == 401 else "--chroma") in raised.value.hint
    assert seen[0]["x-chroma-token"] == "t0ken"


def test_a_server_that_accepts_and_says_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        location = Location(directory=tmp_path, chroma=address, timeout=0.3)
        with (
            pytest.raises(ChromaServerError, match=r"does not answer within 0\.3 seconds"),
            connected(location),
        ):
            pass


def test_a_server_that_falls_silent_once_it_was_looked_at(tmp_path):
    """Its heart beats and its database is there; what the client then asks is never answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        look = threading.Thread(target=_answer_twice, args=(listening,), daemon=True)
        look.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        location = Location(directory=tmp_path, chroma=address, timeout=1.5)
        with (
            pytest.raises(ChromaServerError, match=r"no answer within 1\.5 seconds"),
            connected(location),
        ):
            pass
        look.join(timeout=5)
        assert not look.is_alive()


def _answer_twice(listening):
    body = b'{"nanosecond heartbeat": 1}'
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    for _ in range(2):
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)


def test_nobody_there(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as soon_gone:
        port = soon_gone.getsockname()[1]
    location = Location(directory=tmp_path, chroma=f"http://ann:secret@127.0.0.1:{port}")
    with pytest.raises(ChromaServerError, match="cannot be reached") as raised, connected(location):
        pass
    assert "secret" not in raised.value.message
