"""An OpenAI-compatible chat server that says and does what a test has it do, on loopback."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Says:
    """Streams ``text`` word by word and ends it with ``finish``, or not at all for ``None``."""

    text: str
    finish: str | None = "stop"
    stall: float = 0.0
    """Seconds of silence before the last word."""
    dies: bool = False
    """The connection breaks in the middle of a chunk."""


@dataclass(frozen=True)
class Fails:
    """Answers with an error."""

    status: int
    message: str = "no"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Obeys:
    """Says what an article in the prompt tells it to: ``REPLY: ... END``.

    ``(good)`` in it becomes the marker of the passage that holds the text ``good``.
    """

    good: str

    def to(self, request: dict) -> Says:
        """Return what it says to a request."""
        prompt = "\n".join(str(message["content"]) for message in request["messages"])
        order = re.search(r"REPLY: (.*?) END", prompt, re.DOTALL)
        before = prompt[: prompt.index(self.good)] if self.good in prompt else ""
        numbers = re.findall(r"<passage (\d+) ", before)
        text = order[1] if order else "Nothing."
        return Says(" ".join(text.split()).replace("(good)", f"[{numbers[-1] if numbers else 1}]"))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.server.probes.append(self.path)
        self._json(200, {"object": "list", "data": [{"id": "scripted"}]}, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        reply = self.server.next_reply(json.loads(body), self.headers.get("Authorization"))
        if isinstance(reply, Fails):
            self._json(reply.status, {"error": {"message": reply.message}}, reply.headers)
            return
        try:
            self._stream(reply)
        except OSError:  # the client had enough
            self.close_connection = True

    def _json(self, status: int, body: dict, headers: dict[str, str]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        own = {"Content-Type": "application/json", "Content-Length": str(len(data))}
        for name, value in (own | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Says) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        *first, last = [f"{word} " for word in reply.text.split()] or [""]
        for word in first:
            self._event({"delta": {"role": "assistant", "content": word}})
        time.sleep(reply.stall)
        self._event({"delta": {"role": "assistant", "content": last}})
        if reply.dies:
            self.wfile.write(b"ff\r\nhalf a chu")
            return
        if reply.finish:
            self._event({"delta": {}, "finish_reason": reply.finish})
            self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, choice: dict) -> None:
        event = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": [{"index": 0, **choice}],
        }
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: list[Says | Fails | Obeys]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._script = script
        self.requests: list[dict] = []
        self.keys: list[str | None] = []
        self.probes: list[str] = []

    def next_reply(self, request: dict, key: str | None) -> Says | Fails:
        self.requests.append(request)
        self.keys.append(key)
        reply = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return reply.to(request) if isinstance(reply, Obeys) else reply


class ModelServer:
    """Gives the scripted replies in turn, the last one for ever; ``requests`` has the bodies."""

    def __init__(self, *script: Says | Fails | Obeys) -> None:
        self._server = _Server(list(script))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def requests(self) -> list[dict]:
        return self._server.requests

    @property
    def probes(self) -> list[str]:
        """What was asked for without sending anything."""
        return self._server.probes

    @property
    def keys(self) -> list[str | None]:
        return self._server.keys

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
