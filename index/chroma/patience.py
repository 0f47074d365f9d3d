"""An HTTP client that waits for a Chroma server which is away for a moment.

Everything that is asked of a server can be asked twice: records are added, replaced and deleted by
their ids.
"""

from __future__ import annotations

from typing import Any

import httpx
import tenacity

from index.embedding import Notify
from index.http_limits import LimitedClient

_AWAY = {429, 502, 503, 504}
"""What proxies, and servers with too much to do, answer for a moment."""
_MOVED_ON = (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError)
"""What is raised where a server is gone, or goes while it is being asked.

Not ``ReadTimeout``: a server that is too slow does not get faster by being asked again.
"""


class PatientClient(LimitedClient):
    """Asks again, at growing intervals, while a server is away; ``patience`` is in seconds."""

    def __init__(self, *, seconds: float, patience: float, notify: Notify, **options: Any) -> None:
        """Allow each step of a request so many seconds."""
        super().__init__(seconds=seconds, **options)
        self._patience = patience
        self._notify = notify

    def request(self, *args: Any, **kwargs: Any) -> httpx.Response:
        """Return the answer of a Chroma server, which may be an error of its own.

        Raises httpx.HTTPError, also for the errors that something before the server answers with.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_away),
            wait=tenacity.wait_random_exponential(multiplier=0.2, max=5),
            stop=tenacity.stop_after_delay(self._patience),
            before_sleep=self._tell,
            reraise=True,
        )
        ask = super().request
        return retrying(lambda: _of_chroma(ask(*args, **kwargs)))

    def _tell(self, state: tenacity.RetryCallState) -> None:
        if state.attempt_number == 3:  # a moment passes unnoticed
            self._notify(
                "The Chroma server does not answer; it is asked again for "
                f"{self._patience:g} seconds."
            )


def _is_away(exc: BaseException) -> bool:
    if isinstance(exc, httpx.HTTPStatusError):
        return exc.response.status_code in _AWAY
    return isinstance(exc, _MOVED_ON)


def _of_chroma(answer: httpx.Response) -> httpx.Response:
    """Return an answer that chromadb can read. Raises httpx.HTTPStatusError for any other."""
    if answer.is_error and (answer.status_code in {401, 403, *_AWAY} or not _names_error(answer)):
        answer.raise_for_status()
    return answer


def _names_error(answer: httpx.Response) -> bool:
    from chromadb.errors import error_types

    try:
        content = answer.json()
    except ValueError:
        return False
    return isinstance(content, dict) and content.get("error") in error_types
