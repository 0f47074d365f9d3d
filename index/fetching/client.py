"""Asking for pages: one at a time, not too often, within limits of time and size."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit

from index.errors import importing
from index.fetching.errors import FetchError
from index.fetching.guard import addresses_of, check_form
from index.fetching.robots import AGENT, Robots

with importing("httpx"):
    import httpx

_MOST_REDIRECTS = 5
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"
_REASONS = {
    401: "it may not be read without a login",
    403: "its server refuses it",
    404: "it is not there",
    410: "it is not there any more",
    429: "its server asks to come later",
    451: "it may not be shown for legal reasons",
}
_NOT_MODIFIED = 304
_MOST_NUMBERS = 3
"""IP addresses of a host that are tried."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one page may cost, and how often a host is asked."""

    longest: int
    """Bytes of a page, unpacked."""
    seconds: float = 60.0
    """For one page, its redirects among them."""
    silence: float = 15.0
    """Seconds without a byte."""
    pause: float = 1.0
    """Seconds between two requests to one host, if it does not ask for more."""


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a server gave along with a page, by which it tells whether the page has changed."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the page only where it has changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A page as it came."""

    address: str
    """Where it was, behind all redirects."""
    content: bytes
    content_type: str
    validators: Validators


class Client:
    """Asks for pages; use it in a ``with`` block."""

    def __init__(self, limits: Limits, *, allow_private: bool = False) -> None:
        self._limits = limits
        self._allow_private = allow_private
        self._asked: dict[str, float] = {}
        self._robots = Robots(self._robots_file)
        # No proxy of the environment: which host a proxy asks cannot be seen from here.
        self._http = httpx.Client(
            headers={"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
            timeout=limits.silence,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, address: str, *, known: Validators | None = None) -> Fetched | None:
        """Return the page at an address, ``None`` where it is as ``known`` says.

        Raises FetchError.
        """
        conditions = known.headers() if known else {}
        with self._followed(address, conditions, asks_robots=True) as (found, answer, deadline):
            if answer.status_code == _NOT_MODIFIED and conditions:
                return None
            if not answer.is_success:
                reason = _REASONS.get(answer.status_code, "its server does not give it")
                raise FetchError(f"{reason} (status {answer.status_code})")
            return Fetched(
                address=found,
                content=self._content(answer, deadline),
                content_type=answer.headers.get("Content-Type", ""),
                validators=Validators(
                    etag=answer.headers.get("ETag"),
                    last_modified=answer.headers.get("Last-Modified"),
                ),
            )

    def _robots_file(self, address: str) -> tuple[int, bytes]:
        """Return the status and the content of a robots.txt. Raises FetchError."""
        with self._followed(address, {}, asks_robots=False) as (_, answer, deadline):
            return answer.status_code, self._content(answer, deadline)

    @contextmanager
    def _followed(
        self, address: str, headers: dict[str, str], *, asks_robots: bool
    ) -> Iterator[tuple[str, httpx.Response, float]]:
        """Lend the answer behind all redirects, with its address and the time it must end by."""
        deadline = time.monotonic() + self._limits.seconds
        for _ in range(_MOST_REDIRECTS + 1):
            check_form(address)
            if asks_robots:
                self._robots.check(address)
            with self._answer(address, headers) as answer:
                if not answer.has_redirect_location:
                    yield address, answer, deadline
                    return
                address = urldefrag(urljoin(address, answer.headers["Location"])).url
        raise FetchError(f"it redirects more than {_MOST_REDIRECTS} times")

    @contextmanager
    def _answer(self, address: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """Ask a host that may be asked, at the very address that was looked up."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise FetchError("it is not an address of the web") from error
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        numbers = addresses_of(url.host, port, allow_private=self._allow_private)
        self._wait(address)
        with _translated():
            answer = self._sent(url, numbers[:_MOST_NUMBERS], headers)
            try:
                yield answer
            finally:
                answer.close()

    def _sent(
        self, url: httpx.URL, numbers: Sequence[str], headers: dict[str, str]
    ) -> httpx.Response:
        """Return the answer of the first of some IP addresses that takes a connection."""
        for number in numbers:
            request = self._http.build_request(
                "GET",
                url.copy_with(host=number),
                headers={**headers, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.host},
            )
            try:
                return self._http.send(request, stream=True)
            except httpx.ConnectError:
                if number == numbers[-1]:
                    raise
        raise FetchError(f"there is no host {url.host!r}")

    def _wait(self, address: str) -> None:
        host = urlsplit(address).netloc
        pause = max(self._limits.pause, self._robots.pause(address))
        time.sleep(max(0.0, self._asked.get(host, -pause) + pause - time.monotonic()))
        self._asked[host] = time.monotonic()

    def _content(self, answer: httpx.Response, deadline: float) -> bytes:
        """Return the body of an answer, unpacked. Raises FetchError where it is too much."""
        content = bytearray()
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > self._limits.longest:
                raise FetchError(
                    f"it has more than {self._limits.longest:,} bytes (max_file_bytes)"
                )
            if time.monotonic() > deadline:
                raise FetchError(f"it takes more than {self._limits.seconds:g} seconds")
        return bytes(content)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchError("its server does not answer") from error
    except httpx.HTTPError as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise FetchError(f"it cannot be fetched ({reason})") from error
