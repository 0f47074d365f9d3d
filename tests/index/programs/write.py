"""Index PATH into LIBRARY as another process would; ``--hold`` keeps the lock until killed."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from doubles import HashingEmbedder

from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.writing import write_changes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=Path)
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--chroma")
    parser.add_argument("--collection", default="articles")
    parser.add_argument("--hold", action="store_true")
    given = parser.parse_args()
    location = Location(directory=given.library, chroma=given.chroma, collection=given.collection)
    settings = IndexSettings(passage_size=200, lock_timeout=0.2)
    with open_for_writing(location, settings, embedder=HashingEmbedder()) as writer:
        for _ in write_changes(given.paths, writer):
            pass
        if given.hold:
            print("holding", flush=True)
            time.sleep(60)


if __name__ == "__main__":
    sys.exit(main())
