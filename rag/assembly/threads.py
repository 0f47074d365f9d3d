"""Questions from several threads to one library, which takes them one at a time."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar
from weakref import WeakKeyDictionary

from index.library import Library

Item = TypeVar("Item")

_locks: WeakKeyDictionary[Library, threading.Lock] = WeakKeyDictionary()
_locks_lock = threading.Lock()


def lock_of(library: Library) -> threading.Lock:
    """Return the lock that whoever asks an open library holds meanwhile."""
    with _locks_lock:
        return _locks.setdefault(library, threading.Lock())


def one_at_a_time(lock: threading.Lock, items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items, each of them made while the lock is held.

    Between two of them others have their turn, the one who takes the items among them.
    """
    end = object()
    while True:
        with lock:
            item = next(items, end)
        if item is end:
            return
        yield item  # type: ignore[misc]  # only ``end`` is no item


async def in_a_thread(items: Iterator[Item]) -> AsyncIterator[Item]:
    """Yield the items, each of them made in a thread that the event loop does not wait for."""
    end = object()
    with contextlib.closing(items):  # type: ignore[type-var]  # a generator, which can be closed
        while (item := await asyncio.to_thread(next, items, end)) is not end:
            yield item  # type: ignore[misc]
