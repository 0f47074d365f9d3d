"""Chroma's client of a server, with time limits: its own waits for ever (chromadb 1.5).

Chroma loads the class by its name, see ``index.chroma.clients``.
"""

from __future__ import annotations

import httpx
from chromadb.api.fastapi import FastAPI
from chromadb.config import System

from index.chroma.servers import CONNECT_SECONDS


class TimedServerApi(FastAPI):
    """Chroma's API over HTTP; every step of a request takes a limited time."""

    def __init__(self, system: System) -> None:
        """Take the settings' seconds for a query as the limit of reading and writing."""
        super().__init__(system)
        seconds = system.settings.chroma_query_request_timeout_seconds
        self._session.timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
