"""A Chroma server's address: what it says, and whether a Chroma server answers there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from index.errors import ChromaServerError

API_PATH = "/api/v2"
CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once, also on another continent."""
_DEFAULT_PORTS = {"http": 8000, "https": 443}
_HINT = "check --chroma / RAG_CHROMA, and that the server runs (chroma run)"


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where a Chroma server is and how it is told who asks."""

    host: str
    port: int
    encrypted: bool
    path: str
    """Where on the host it is, such as ``/chroma`` behind a proxy; mostly nothing."""
    headers: Mapping[str, str] = field(repr=False)

    @classmethod
    def at(cls, address: str, *, token: str | None) -> Self:
        """Return the server of an http(s) address, which may hold a login."""
        url = urlsplit(address)
        host = url.hostname or "localhost"
        return cls(
            host=f"[{host}]" if ":" in host else host,
            port=url.port or _DEFAULT_PORTS.get(url.scheme, 8000),
            encrypted=url.scheme == "https",
            path=url.path.rstrip("/").removesuffix(API_PATH),
            headers=_headers(url, token),
        )

    def require_chroma(self, *, seconds: float) -> None:
        """Raise ChromaServerError unless a Chroma server answers within ``seconds``."""
        import httpx

        try:
            answer = httpx.get(
                f"{self}{API_PATH}/heartbeat",
                headers=dict(self.headers),
                timeout=httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS)),
            )
        except httpx.TimeoutException as exc:
            step = "accept a connection" if isinstance(exc, httpx.ConnectTimeout) else "answer"
            limit = min(seconds, CONNECT_SECONDS) if step != "answer" else seconds
            raise self._error(f"does not {step} within {limit:g} seconds") from exc
        except httpx.HTTPError as exc:
            reason = " ".join(str(exc).split()) or type(exc).__name__
            raise self._error(f"cannot be reached: {reason}") from exc
        if answer.status_code in (401, 403):
            raise self._error(f"does not let you in (HTTP {answer.status_code}): check the token")
        if answer.is_error or "heartbeat" not in answer.text:
            kind = answer.headers.get("content-type", "no type").partition(";")[0]
            raise self._error(
                f"is no Chroma server: it answers with HTTP {answer.status_code}, {kind}"
            )

    def __str__(self) -> str:
        """Return the address without its login."""
        scheme = "https" if self.encrypted else "http"
        return f"{scheme}://{self.host}:{self.port}{self.path}"

    def _error(self, what: str) -> ChromaServerError:
        return ChromaServerError(f"the Chroma server {str(self)!r} {what}", hint=_HINT)


def _headers(url: SplitResult, token: str | None) -> dict[str, str]:
    """Return the headers that prove who asks: a token, or the login in the address."""
    headers = {"x-chroma-token": token} if token else {}
    if url.username is not None:
        login = f"{unquote(url.username)}:{unquote(url.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    return headers
