"""Opening what the first question needs while it is still being typed."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from index.errors import LibraryError
from rag.errors import RagError


class Loading:
    """Runs something once, in a thread of its own; an error of ours is left to the first use."""

    def __init__(self, load: Callable[[], None]) -> None:
        self._load = load
        self._thread = threading.Thread(target=self._run, name="loading", daemon=True)

    def __enter__(self) -> Loading:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait, since what is being opened cannot be closed."""
        self.wait()

    @property
    def running(self) -> bool:
        """Whether it is still going on."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Return when it is done; Ctrl-C interrupts the waiting, not the loading."""
        self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(RagError, LibraryError):
            self._load()
