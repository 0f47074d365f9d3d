"""What is done to a library in another process, forked from one that has imported Chroma.

The trials themselves never open a library, so that nothing of Chroma's is shared by a fork.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - before the forks
from doubles import HashingEmbedder
from newsroom import EMBEDDER, SETTINGS, answers, index, open_library

from index.errors import LibraryError
from index.library.writer import open_for_writing
from index.repair import check, rebuild_damaged
from index.settings import Location
from index.sync.embed import in_batches


@dataclass
class Fork:
    """A process that does one thing."""

    pid: int
    answer: int
    """The file on which it says what came of it."""

    def kill(self) -> None:
        """End it, whatever it is doing."""
        os.kill(self.pid, signal.SIGKILL)

    def outcome(self) -> tuple[int, Any]:
        """Return its exit status, negative for a signal, and what it found."""
        with os.fdopen(self.answer) as stream:
            found = stream.read()
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status), json.loads(found) if found else None


def start(work: Callable[..., Any], *arguments: object) -> Fork:
    """Do something in another process, which says ``{"error": ...}`` for an error of ours."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Fork(pid=pid, answer=reading)
    status = 0
    try:
        found = work(*arguments)
    except LibraryError as exc:
        found = {"error": exc.message, "hint": exc.hint}
    except BaseException:  # noqa: BLE001 - the trial fails with it
        found, status = traceback.format_exc(), 1
    with os.fdopen(writing, "w") as stream:
        stream.write(json.dumps(found))
    sys.stdout.flush()
    os._exit(status)


def do(work: Callable[..., Any], *arguments: object) -> Any:
    """Do something in another process and return what it found; it must not fail or die."""
    status, found = start(work, *arguments).outcome()
    assert status == 0, (work.__name__, status, found)
    return found


def update(location: Location, articles: Path) -> None:
    """Bring the library up to date."""
    index(articles, location)


def make_large(location: Location, articles: Path) -> None:
    """Bring the library up to date as one that Chroma searches: its index is saved."""
    index(articles, location, for_chroma=True)


def shred(location: Location, _: Path) -> None:
    """Remove a third of the articles without a trace."""
    with open_for_writing(location, SETTINGS, embedder=EMBEDDER) as writer:
        ids = writer.catalog.articles.ids()
        writer.remove(ids[: len(ids) // 3], shred=True)


def move(location: Location, _: Path) -> None:
    """Embed everything with another model, and then with the one that it had."""
    for embedder in (HashingEmbedder(fingerprint="h2"), EMBEDDER):
        with open_for_writing(location, SETTINGS, embedder=embedder) as writer:
            everything = writer.catalog.articles.with_files()
            writer.move_to_model(in_batches(everything, embedder, size=SETTINGS.passage_size))


def repair(location: Location, *_: Path) -> list[str]:
    """Repair the library; return what was done."""
    return rebuild_damaged(location, SETTINGS, embedder=EMBEDDER)


def use(location: Location, *_: Path) -> dict[str, Any]:
    """Search in every way."""
    with open_library(location) as exact, open_library(location, by_chroma=True) as chroma:
        return {"exact": answers(exact), "chroma": answers(chroma)}


def look(location: Location, *_: Path) -> list[str]:
    """Return what is wrong with the library."""
    with open_library(location, as_is=True) as library:
        found = [problem.text for problem in check(library)]
        if not found and set(library.vectors.ids()) != set(library.catalog.passages.ids()):
            found = ["vectors and passages differ"]
    return found


def texts(location: Location) -> dict[str, str]:
    """Return the text of every article by its file."""
    with open_library(location) as library:
        return {file: article.text for article, file in library.catalog.articles.with_files()}


def unsearchable(location: Location) -> list[str]:
    """Return the files of articles that have a passage without a vector."""
    with open_library(location) as library:
        vectors = set(library.vectors.ids())
        return [
            file
            for article, file in library.catalog.articles.with_files()
            if not {passage.id for passage in library.passages_of(article)} <= vectors
        ]
