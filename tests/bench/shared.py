"""What a shared library costs: several indexers of one Chroma server, and whoever asks it.

    python tests/bench/shared.py 10000 --indexers 1 2 4 --text SQUAD.json

The server is a real ``chroma run`` on this machine; indexers and askers are processes with homes of
their own. The vectors are made of the words, as in ``scale.py``, which takes next to no time: what
is measured is all the rest. Prints a line of JSON for each number of indexers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import Topics, load_topics, write_records
from processes import resident_mb
from scale import QUESTIONS, WordVectors, megabytes, percentile, settings_for, timed

from index.library import Library
from index.reading.shares import Share
from index.settings import Location
from index.sync.update import update
from rag.retrieval import retrieve

sys.path.insert(0, str(Path(__file__).parents[1]))

from chroma_server import ChromaServer, chroma_server


def main() -> None:
    """Measure the numbers of indexers asked for, or be one of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("passages", type=int)
    parser.add_argument("--indexers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--text", type=Path, help="a SQuAD file; without it, the sample articles")
    parser.add_argument("--be", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.be:
        be_indexer(*given.be)
        return
    topics = load_topics(given.text)
    with tempfile.TemporaryDirectory() as scratch, chroma_server(Path(scratch, "server")) as server:
        records = Path(scratch, "records.jsonl")
        write_records(records, topics, passages=given.passages)
        for indexers in given.indexers:
            print(json.dumps(measure(indexers, server, records, topics)), flush=True)


def be_indexer(folder: str, address: str, share: str, records: str) -> None:
    """Index a share."""
    embedder = WordVectors()
    location = Location(directory=Path(folder), chroma=address, collection=Path(folder).parent.name)
    settings = settings_for(embedder)
    for _ in update(
        [Path(records)], location, settings, share=Share.parse(share), embedder=embedder
    ):
        pass


def measure(indexers: int, server: ChromaServer, records: Path, topics: Topics) -> dict[str, Any]:
    """Index with so many processes, then ask from a new machine; return the figures."""
    homes = records.parent / f"indexers-{indexers}"
    began = time.perf_counter()
    shares = [f"{number + 1}/{indexers}" for number in range(indexers)]
    running = [
        subprocess.Popen(
            [
                *(sys.executable, __file__, "0"),
                *("--be", homes / share.replace("/", "-"), server.address, share, records),
            ]
        )
        for share in shares
    ]
    assert [process.wait() for process in running] == [0] * indexers
    took = time.perf_counter() - began
    location = Location(
        directory=records.parent / f"asker-{indexers}",
        chroma=server.address,
        collection=homes.name,
    )
    embedder = WordVectors()
    began = time.perf_counter()
    with Library(location, settings_for(embedder), embedder=embedder) as library:
        copied = time.perf_counter() - began
        passages = library.counts()[1]
        assert set(library.vectors.ids()) == set(library.catalog.passages.ids())
        asked = timed(lambda question: retrieve(library, question, top_k=8), questions(topics))
        unchanged = timed(lambda _: library.refresh(), range(20))
        changed = after_a_change(library, records.parent, location)
    return {
        "indexers": indexers,
        "passages": passages,
        "index_s": round(took, 1),
        "passages_a_second": round(passages / took),
        "copy_s": round(copied, 1),
        "refresh_unchanged_ms": percentile(unchanged, 50),
        "refresh_changed_ms": round(1_000 * changed),
        "retrieve_p50_ms": percentile(asked, 50),
        "server_mb": resident_mb(server.pid),
        "server_disk_mb": megabytes(server.folder),
        "catalog_mb": megabytes(location.home),
    }


def questions(topics: Topics) -> Sequence[str]:
    return topics.questions[: QUESTIONS // 2]


def after_a_change(library: Library, folder: Path, location: Location) -> float:
    """Add one article from elsewhere; return the seconds in which the asker has it."""
    news = folder / f"news-{time.time_ns()}.txt"
    news.write_text("News\n\nThis came in just now.\n")
    elsewhere = Location(
        directory=folder / f"elsewhere-{time.time_ns()}",
        chroma=location.chroma,
        collection=location.collection,
    )
    for _ in update([news], elsewhere, library.settings, embedder=library.embedder):
        pass
    began = time.perf_counter()
    assert library.refresh()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
