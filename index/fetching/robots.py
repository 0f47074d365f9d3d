"""What the owner of a host lets programs read (robots.txt, RFC 9309), by Protego."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from index.errors import importing
from index.fetching.errors import FetchError

with importing("protego"):
    from protego import Protego

NAME = "Dateline"
AGENT = f"{NAME}/0.1 (reads pages that a person named)"
_LONGEST_PAUSE = 30.0
_SERVER_ERROR = 500


class Robots:
    """The rules of every host that was asked, each read once."""

    def __init__(self, read: Callable[[str], tuple[int, bytes]]) -> None:
        """``read`` returns the status and the content at an address, or raises FetchError."""
        self._read = read
        self._rules: dict[str, Any] = {}

    def check(self, address: str) -> None:
        """Raise FetchError where the owner does not let programs read an address."""
        rules = self._of(address)
        if not rules.can_fetch(address, NAME):
            raise FetchError("its robots.txt does not allow programs to read it")

    def pause(self, address: str) -> float:
        """Return the seconds that a host asks to be left alone between two requests."""
        rules = self._rules.get(_host(address))
        asked = rules.crawl_delay(NAME) if rules else None
        return min(float(asked or 0), _LONGEST_PAUSE)

    def _of(self, address: str) -> Any:
        host = _host(address)
        if host not in self._rules:
            status, content = self._read(urljoin(address, "/robots.txt"))
            if status >= _SERVER_ERROR:
                raise FetchError(f"its robots.txt cannot be read (status {status})")
            # A host that has none, or does not show it, lets everything be read.
            self._rules[host] = Protego.parse(content.decode("utf-8", "replace"))
        return self._rules[host]


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
