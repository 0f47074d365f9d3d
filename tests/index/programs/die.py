"""Work on copies of a library, each time killed at another moment, and say where they are.

Each copy is worked on in a process of its own, forked from this one so that Chroma is imported
once. The moments are the beginnings and the ends of our own functions that write, as many of them
as asked for, evenly spread: no clock is involved, and nothing of ours is changed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

import chromadb  # noqa: F401 - before the forks
from doubles import HashingEmbedder

import index
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches
from index.sync.writing import write_changes

OURS = str(Path(index.__file__).parent)
WRITES = {
    "compact",
    "delete",
    "drop_collection",
    "mark_stale",
    "overwrite",
    "run",
    "run_many",
    "set_metadata",
    "transaction",
    "upsert",
}


def work(library: Path, corpus: Path, *, move: bool, shred: str | None) -> None:
    embedder = HashingEmbedder(fingerprint="h2") if move else HashingEmbedder()
    settings = IndexSettings(passage_size=250 if move else 200)
    location = Location(directory=library)
    with open_for_writing(location, settings, embedder=embedder) as writer:
        if move:
            everything = writer.catalog.articles.with_files()
            writer.move_to_model(in_batches(everything, embedder, size=250))
            return
        if shred:
            writer.remove([shred], shred=True)
            return
        for _ in write_changes([corpus], writer, prune=True):
            pass


def count_writes(at_each) -> None:
    def profile(frame, event, _):
        code = frame.f_code
        ours = code.co_name in WRITES and code.co_filename.startswith(OURS)
        if ours and event in ("call", "return"):
            at_each()

    sys.setprofile(profile)


def in_a_fork(run) -> int:
    """Return what ``run`` returns, or the signal that killed it as a negative number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(run()).encode())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    os.close(writing)
    with os.fdopen(reading) as answer:
        return code or int(answer.read())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--move", action="store_true")
    parser.add_argument("--shred")
    parser.add_argument("--moments", type=int, required=True)
    given = parser.parse_args()

    def run(copy: Path, at_each) -> None:
        shutil.copytree(given.library, copy)
        count_writes(at_each)
        work(copy, given.corpus, move=given.move, shred=given.shred)

    def run_to_the_end() -> int:
        writes = itertools.count()
        run(given.library.with_name("finished"), lambda: next(writes))
        sys.setprofile(None)
        return next(writes)

    def run_until(moment: int) -> None:
        writes = itertools.count()
        run(
            given.library.with_name(f"killed-{moment}"),
            lambda: next(writes) == moment and os.kill(os.getpid(), signal.SIGKILL),
        )

    total = in_a_fork(run_to_the_end)
    for share in range(given.moments):
        moment = total * (2 * share + 1) // (2 * given.moments)
        ended = in_a_fork(lambda moment=moment: run_until(moment))
        assert ended == -signal.SIGKILL, (moment, total, ended)
        print(given.library.with_name(f"killed-{moment}"), flush=True)


if __name__ == "__main__":
    main()
