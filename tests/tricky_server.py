"""A server on loopback that answers as no server should: too slowly, too much, from elsewhere."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterable, Iterator

HEAD = b"HTTP/1.1 200 OK\r\n"
JSON = HEAD + b"Content-Type: application/json\r\nConnection: close\r\n"
STREAM = HEAD + b"Content-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def answer(body: bytes) -> list[bytes]:
    """Return a whole answer of JSON."""
    return [JSON + b"Content-Length: %d\r\n\r\n" % len(body) + body]


def slowly(parts: Iterable[bytes], *, pause: float = 0.05) -> Iterator[bytes]:
    """Yield some parts with a pause after each."""
    for part in parts:
        yield part
        time.sleep(pause)


def elsewhere(address: str, status: int = 307) -> list[bytes]:
    """Return a redirect."""
    line = f"HTTP/1.1 {status} Moved\r\nLocation: {address}\r\nContent-Length: 0\r\n"
    return [f"{line}Connection: close\r\n\r\n".encode()]


TRICKS = {
    "a byte of the head now and then": lambda: slowly(itertools.repeat(b"H")),
    "a header now and then": lambda: slowly(itertools.chain([HEAD], itertools.repeat(b"X: 1\r\n"))),
    "a byte of the body now and then": lambda: slowly(
        itertools.chain([JSON + b"\r\n"], itertools.repeat(b" "))
    ),
    "it goes on and on": lambda: slowly(itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")),
    "a body without end": lambda: itertools.chain(
        [JSON + b"\r\n"], itertools.repeat(b" " * 100_000)
    ),
    "a body that unpacks to much": lambda: [
        JSON + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * 1_000_000)
    ],
    "half a body": lambda: [JSON + b"Content-Length: 900\r\n\r\n{"],
    "nothing": list,
    "no HTTP": lambda: [b"ICY 200 OK\r\n\r\n{}"],
}
"""What comes for every request, by name."""


@contextlib.contextmanager
def tricky_server(answers: Iterable[Iterable[bytes]]) -> Iterator[tuple[str, list[bytes]]]:
    """Give the answers in turn, the last one for ever; yield the address and what was asked."""
    asked: list[bytes] = []
    given = iter(answers)

    def serve() -> None:
        last: Iterable[bytes] = ()
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            last = next(given, last)
            threading.Thread(target=_speak, args=(connection, last, asked), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)


def _speak(connection: socket.socket, parts: Iterable[bytes], asked: list[bytes]) -> None:
    with connection, contextlib.suppress(OSError):  # who asked has had enough
        asked.append(connection.recv(65_536))
        for part in parts:
            connection.sendall(part)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):  # to close with something unread would lose what was sent
            pass
