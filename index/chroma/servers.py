"""A Chroma server's address: what it says, and whether a Chroma server answers there."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, quote, unquote, urlsplit

from index.errors import ChromaServerError

if TYPE_CHECKING:
    import httpx

    _Ask = Callable[..., httpx.Response]

API_PATH = "/api/v2"
_NOT_FOUND = 404
_FIRST_PATIENCE = 3.0
"""Seconds in which a server that is being started again is waited for, before a first answer."""
_MOST_BYTES = 1_000_000
"""Of what a server says of itself."""
_DEFAULT_PORTS = {"http": 8000, "https": 443}
TOKEN_HINT = "check the token in RAG_CHROMA_TOKEN, or the headers in RAG_CHROMA_HEADERS"
HINT = "check --chroma / RAG_CHROMA, and that the server runs (chroma run)"


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
    def at(
        cls, address: str, *, token: str | None, headers: Mapping[str, str] | None = None
    ) -> Self:
        """Return the server of an http(s) address, which may hold a login."""
        url = urlsplit(address)
        host = url.hostname or "localhost"
        return cls(
            host=f"[{host}]" if ":" in host else host,
            port=url.port or _DEFAULT_PORTS.get(url.scheme, 8000),
            encrypted=url.scheme == "https",
            path=url.path.rstrip("/").removesuffix(API_PATH),
            headers={**_headers(url, token), **(headers or {})},
        )

    def require(self, *, tenant: str, database: str, seconds: float, create: bool) -> None:
        """Raise ChromaServerError unless a Chroma server with this database answers.

        Each step of an answer may take so many ``seconds``. ``create`` makes what is missing.
        """
        from index.chroma.patience import PatientClient

        with PatientClient(
            seconds=seconds,
            patience=_FIRST_PATIENCE,
            most_bytes=_MOST_BYTES,
            notify=lambda _: None,
            headers=dict(self.headers),
            verify=self.encrypted,
        ) as client:
            ask = functools.partial(self._answer, client, seconds)
            self._require_chroma(ask)
            self._require_database(ask, tenant, database, create=create)

    def _require_chroma(self, ask: _Ask) -> None:
        answer = ask("GET", f"{API_PATH}/heartbeat")
        if answer.is_error or "heartbeat" not in answer.text:
            old = ask("GET", "/api/v1/heartbeat")
            if old.is_success and "heartbeat" in old.text:
                raise self._error("is of a version before 1, which is not spoken any more")
            kind = answer.headers.get("content-type", "no type").partition(";")[0]
            raise self._error(
                f"is no Chroma server: it answers with HTTP {answer.status_code}, {kind}"
            )

    def _require_database(self, ask: _Ask, tenant: str, database: str, *, create: bool) -> None:
        tenants = f"{API_PATH}/tenants"
        databases = f"{tenants}/{quote(tenant, safe='')}/databases"
        answer = ask("GET", f"{databases}/{quote(database, safe='')}")
        if answer.status_code == _NOT_FOUND and create:
            ask("POST", tenants, json={"name": tenant})
            ask("POST", databases, json={"name": database})
            answer = ask("GET", f"{databases}/{quote(database, safe='')}")
        named = f"the database {database!r} of the tenant {tenant!r}"
        if answer.status_code == _NOT_FOUND:
            raise self._error(
                f"does not have {named}",
                hint="check RAG_CHROMA_TENANT and RAG_CHROMA_DATABASE; rag index makes them",
            )
        if answer.is_error:
            raise self._error(f"does not open {named}: it answers with HTTP {answer.status_code}")

    def _answer(
        self, client: httpx.Client, seconds: float, method: str, path: str, **content: object
    ) -> httpx.Response:
        """Return an answer, whatever it is. Raises ChromaServerError where there is none."""
        import httpx

        from index.http_limits import CONNECT_SECONDS

        try:
            return client.request(method, f"{self}{path}", **content)  # type: ignore[arg-type]
        except httpx.HTTPStatusError as exc:
            status = exc.response.status_code
            if status in {401, 403}:
                raise self._error(f"does not let you in (HTTP {status})", hint=TOKEN_HINT) from exc
            return exc.response
        except httpx.TimeoutException as exc:
            step = "accept a connection" if isinstance(exc, httpx.ConnectTimeout) else "answer"
            limit = min(seconds, CONNECT_SECONDS) if step != "answer" else seconds
            raise self._error(f"does not {step} within {limit:g} seconds") from exc
        except httpx.HTTPError as exc:
            reason = " ".join(str(exc).split()) or type(exc).__name__
            raise self._error(f"cannot be reached: {reason}") from exc

    def __str__(self) -> str:
        """Return the address without its login."""
        scheme = "https" if self.encrypted else "http"
        return f"{scheme}://{self.host}:{self.port}{self.path}"

    def _error(self, what: str, *, hint: str = HINT) -> ChromaServerError:
        return ChromaServerError(f"the Chroma server {str(self)!r} {what}", hint=hint)


def _headers(url: SplitResult, token: str | None) -> dict[str, str]:
    """Return the headers that prove who asks: a token, or the login in the address."""
    headers = {"x-chroma-token": token} if token else {}
    if url.username is not None:
        login = f"{unquote(url.username)}:{unquote(url.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    return headers
