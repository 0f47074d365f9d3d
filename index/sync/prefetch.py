"""Prefetching: what the next stage will need is made in a thread while this one is busy."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator
from queue import Full, Queue
from typing import Generic, TypeVar

Item = TypeVar("Item")

_CHECK_EVERY = 0.1
"""Seconds after which a thread that waits for room checks whether its items are still wanted."""


@contextlib.contextmanager
def prefetch(items: Generator[Item], *, depth: int) -> Iterator[Iterator[Item]]:
    """Lend an iterator over ``items``, which run in a thread and at most ``depth`` items ahead.

    What they raise is raised to whoever takes the next item. However the block ends, the thread has
    ended after it and ``items`` are closed.
    """
    producer = _Producer(items, depth)
    thread = threading.Thread(target=producer.run, name="prefetch", daemon=True)
    thread.start()
    try:
        yield producer.taken()
    finally:
        producer.stop.set()
        thread.join()


class _Producer(Generic[Item]):
    def __init__(self, items: Generator[Item], depth: int) -> None:
        self.stop = threading.Event()
        self._items = items
        self._ready: Queue[tuple[Item] | BaseException | None] = Queue(depth)

    def run(self) -> None:
        try:
            with contextlib.closing(self._items):
                for item in self._items:
                    self._hand_over((item,))
                    if self.stop.is_set():
                        return
        except BaseException as exc:  # noqa: BLE001 - raised again to whoever takes the next item
            self._hand_over(exc)
        else:
            self._hand_over(None)

    def taken(self) -> Iterator[Item]:
        while (entry := self._ready.get()) is not None:
            if isinstance(entry, BaseException):
                raise entry
            yield entry[0]

    def _hand_over(self, entry: tuple[Item] | BaseException | None) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(Full):
                self._ready.put(entry, timeout=_CHECK_EVERY)
                return
