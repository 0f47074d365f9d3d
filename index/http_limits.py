"""An HTTP client for servers that may be slow without end, answer without end, or send one away."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import httpx

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once, also on another continent."""
_MOST_BYTES = 250_000_000
"""Of an answer: vectors of 2,000 passages in 3,072 dimensions, written out."""
_BYTES_A_SECOND = 10_000
"""What a server sends at least, once the time for a step is over."""


class LimitedClient(httpx.Client):
    """Ends an answer that is too slow or too large, and follows no redirect.

    httpx limits each step alone: a server that sends a byte a second takes for ever. Who redirects
    would be sent the question and the key a second time, at an address that nobody has named.
    """

    def __init__(
        self,
        *,
        seconds: float,
        most_bytes: int = _MOST_BYTES,
        streams: bool = False,
        **options: Any,
    ) -> None:
        """Allow each step of a request so many seconds, and an answer so many bytes.

        With ``streams`` an answer may take as long as it likes, if no step takes too long.
        """
        limit = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        hooks = {"response": [_require_unpacked]}
        super().__init__(timeout=limit, follow_redirects=False, event_hooks=hooks, **options)
        self.headers["Accept-Encoding"] = "identity"
        limits = (float("inf") if streams else seconds, most_bytes)
        for transport in (self._transport, *self._mounts.values()):
            pool: Any = getattr(transport, "_pool", None)  # none for a host without a proxy
            if pool is not None:
                pool._network_backend = _LimitedNetwork(pool._network_backend, *limits)

    def __del__(self) -> None:
        """Close the connections: what it was given to does not say when it is done."""
        with contextlib.suppress(Exception):
            self.close()


def _require_unpacked(answer: httpx.Response) -> None:
    """Refuse what was asked to come as it is and does not: a kilobyte may unpack to a megabyte."""
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise httpx.DecodingError("the answer is compressed, which was not asked for")


class _LimitedNetwork:
    """Passes for httpcore's network, of which this is the whole: it opens streams."""

    def __init__(self, network: Any, seconds: float, most_bytes: int) -> None:
        self._network = network
        self._limits = seconds, most_bytes

    def connect_tcp(self, *args: Any, **kwargs: Any) -> Any:
        return _LimitedStream(self._network.connect_tcp(*args, **kwargs), *self._limits)

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


class _LimitedStream:
    """Passes for a stream of httpcore's; the clock of an answer begins when it was asked for."""

    def __init__(self, stream: Any, seconds: float, most_bytes: int) -> None:
        self._stream = stream
        self._limits = seconds, most_bytes
        self._asked, self._received = time.monotonic(), 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._stream.read(max_bytes, timeout)
        seconds, most_bytes = self._limits
        self._received += len(data)
        if self._received > most_bytes:
            raise httpx.ReadError(f"the answer has more than {most_bytes:,} bytes")
        allowed = seconds + self._received / _BYTES_A_SECOND
        if data and time.monotonic() - self._asked > allowed:
            raise httpx.ReadTimeout("the answer comes too slowly")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)
        self._asked, self._received = time.monotonic(), 0

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        return _LimitedStream(self._stream.start_tls(*args, **kwargs), *self._limits)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
