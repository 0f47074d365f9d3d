"""What a library of many passages costs: to index, to keep, to open, to ask.

    python tests/bench/scale.py 10000 100000 --text ../shared/data/squad/squad2-dev-half.json

The text is real, put together anew (see ``corpus``); the vectors are made of the words, because to
embed 100,000 passages takes more than an hour on two cores. ``--model`` embeds them all the same.
Everything goes the way that ``rag index`` and ``rag search`` go. Prints a line of JSON for each
size and, last, a table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from corpus import Topics, load_topics, write_records
from processes import resident_mb

from index.embedding import Embedder, Vectors, load_embedder, unit_vectors
from index.filters import Filters, Selection
from index.library import Library
from index.library.writer import open_for_writing
from index.settings import DEFAULT_EMBEDDING, IndexSettings, Location
from index.sync.writing import write_changes
from rag.retrieval import retrieve

QUESTIONS = 200
NEAREST = 10
_WORD = re.compile(r"\w+")
_CHUNK = 2_000
_KNOWN_WORDS = 1 << 15
"""Whose directions are at hand, 1.5 KB each; the numbers in large collections are without end."""


class WordVectors:
    """Embeds a text as the sum of its words' own random directions: shared words make it near.

    Longer words weigh more, as rarer ones would; the noise keeps questions from having passages of
    exactly their own words.
    """

    name = "word-vectors"
    fingerprint = "word-vectors-1"
    dimension = 384

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._directions = np.empty((_KNOWN_WORDS, self.dimension), dtype=np.float32)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), 384)`` float32 of unit length."""
        sums = [self._directions[self._places_of(text)].sum(axis=0) for text in texts]
        return unit_vectors(sums, dimension=self.dimension)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(384,)`` float32 of unit length."""
        return self.embed_documents([text])[0]

    def _places_of(self, text: str) -> list[int]:
        """Return the rows of the directions of a text's words."""
        words = _WORD.findall(text.lower()) or [""]
        if len(self._places) + len(words) > _KNOWN_WORDS:
            self._places.clear()
        return [self._place(word) for word in words]

    def _place(self, word: str) -> int:
        if word not in self._places:
            place = self._places[word] = len(self._places)
            rng = np.random.default_rng(zlib.crc32(word.encode()))
            self._directions[place] = rng.standard_normal(self.dimension) * min(len(word), 9) ** 1.5
        return self._places[word]


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="+", help="passages")
    parser.add_argument("--text", type=Path, help="a SQuAD file; without it, the sample articles")
    parser.add_argument("--model", action="store_true", help="embed with the default model")
    parser.add_argument("--folder", type=Path, help="keep the libraries here")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    embedder = load_embedder(DEFAULT_EMBEDDING) if given.model else WordVectors()
    topics = load_topics(given.text)
    if given.open:
        print(json.dumps(first_question(Location(directory=given.open), embedder, topics)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder, rows = given.folder or Path(scratch), []
        folder.mkdir(parents=True, exist_ok=True)
        for size in given.sizes:
            rows.append(measure(size, folder, embedder, topics))
            print(json.dumps(rows[-1]), flush=True)
    print(table(rows))


def measure(size: int, folder: Path, embedder: Embedder, topics: Topics) -> dict[str, Any]:
    """Make a library of ``size`` passages and return its figures."""
    location = Location(directory=folder / f"library-{size}")
    records = folder / f"records-{size}.jsonl"
    if not records.exists():
        write_records(records, topics, passages=size)
    indexed = index(records, location, embedder, passages=size)
    settings = settings_for(embedder)
    with Library(location, settings, embedder=embedder) as library:
        asked = ask(library, topics.questions[:QUESTIONS])
        asked["recall@10"] = recall(library, topics.questions[:QUESTIONS])
        passages = library.counts()[1]
    return {
        "passages": passages,
        **indexed,
        "catalog_mb": megabytes(location.home),
        "chroma_mb": megabytes(location.chroma_folder),
        **asked,
        **in_a_new_process(location),
    }


def index(
    records: Path, location: Location, embedder: Embedder, *, passages: int
) -> dict[str, float]:
    """Index, telling of every tenth; return seconds, milliseconds a passage, and memory."""
    marks = [Mark.now(0)]
    with open_for_writing(location, settings_for(embedder), embedder=embedder) as writer:
        for event in write_changes([records], writer):
            if event.passages >= passages * len(marks) // 10 and len(marks) <= 10:
                marks.append(Mark.now(event.passages))
                print(marks[-1].since(marks[-2]), file=sys.stderr, flush=True)
    end = Mark.now(marks[-1].passages)
    return {
        "index_s": round(end.wall - marks[0].wall, 1),
        "index_cpu_s": round(end.cpu - marks[0].cpu, 1),
        "settle_s": round(end.wall - marks[-1].wall, 1),
        "first_tenth_ms": marks[1].pace(marks[0])[0],
        "last_tenth_ms": marks[-1].pace(marks[-2])[0],
        "index_peak_mb": peak_megabytes(),
    }


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far indexing was, and what it had taken."""

    passages: int
    wall: float
    cpu: float

    @classmethod
    def now(cls, passages: int) -> Mark:
        """Return this moment's."""
        return cls(passages=passages, wall=time.perf_counter(), cpu=time.process_time())

    def pace(self, before: Mark) -> tuple[float, float]:
        """Return milliseconds per passage since another mark, by the clock and of processors."""
        each = 1_000 / max(1, self.passages - before.passages)
        return round(each * (self.wall - before.wall), 2), round(each * (self.cpu - before.cpu), 2)

    def since(self, before: Mark) -> str:
        """Say what happened since another mark."""
        wall, cpu = self.pace(before)
        return (
            f"{self.passages:,} passages, {wall} ms each, {cpu} of the processors; "
            f"{peak_megabytes()} MB at most"
        )


def ask(library: Library, questions: Sequence[str]) -> dict[str, float]:
    """Return milliseconds: retrieval as a whole, its two halves, and retrieval with filters."""
    everything = Selection()
    vectors = [library.embedder.embed_query(question) for question in questions]
    dense = timed(lambda v: library.dense(v, limit=50, selection=everything), vectors)
    whole = timed(lambda q: retrieve(library, q, top_k=8), questions)
    few = Filters(sources=("Wire 7",), since=None)
    filtered = timed(lambda q: retrieve(library, q, top_k=8, filters=few), questions[:50])
    return {
        "retrieve_p50_ms": percentile(whole, 50),
        "retrieve_p95_ms": percentile(whole, 95),
        "dense_p50_ms": percentile(dense, 50),
        "filtered_p50_ms": percentile(filtered, 50),
        "filtered_p95_ms": percentile(filtered, 95),
    }


def timed(call: Callable[[Any], object], values: Sequence[Any]) -> list[float]:
    """Return the milliseconds each call takes, the first ones left out: they warm up."""
    took = []
    for value in [*values[:5], *values]:
        started = time.perf_counter()
        call(value)
        took.append(1_000 * (time.perf_counter() - started))
    return took[5:]


def recall(library: Library, questions: Sequence[str]) -> float:
    """Return the share of the ten exactly nearest that the approximate search returns too.

    One that is missed for another exactly as near is not missed: passages may be alike.
    """
    queries = np.stack([library.embedder.embed_query(question) for question in questions])
    best = np.full((len(questions), NEAREST), -1.0, dtype=np.float32)
    for vectors in every_vector(library):
        cosines = np.concatenate([best, queries @ vectors.T], axis=1)
        best = -np.partition(-cosines, NEAREST - 1, axis=1)[:, :NEAREST]
    least = best.min(axis=1) - 1e-5
    found = [
        sum(cosine >= floor for _, cosine in library.dense(query, limit=50, selection=Selection()))
        for query, floor in zip(queries, least, strict=True)
    ]
    return round(float(np.mean([min(one, NEAREST) / NEAREST for one in found])), 4)


def every_vector(library: Library) -> Iterator[Vectors]:
    """Yield all vectors, as the catalog keeps them, ``(n, dimension)`` at a time."""
    numbers = library.catalog.selector.all_numbers(Selection())
    for first in range(0, len(numbers), _CHUNK):
        yield library.catalog.vectors.get(numbers[first : first + _CHUNK])[1]


def in_a_new_process(location: Location) -> dict[str, float]:
    """Return what the first question costs a process that opens the library for it."""
    program = [sys.executable, __file__, "1", "--open", str(location.directory)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def first_question(location: Location, embedder: Embedder, topics: Topics) -> dict[str, float]:
    """Open a library and ask it one question; return seconds and the memory it took."""
    import chromadb  # noqa: F401 - measured elsewhere; here it is the library's size that counts

    question = topics.questions[0]
    embedder.embed_query(question)
    started, before = time.perf_counter(), resident_mb(os.getpid())
    with Library(location, settings_for(embedder), embedder=embedder) as library:
        retrieve(library, question, top_k=8)
        held = resident_mb(os.getpid()) - before
    return {"open_and_ask_s": round(time.perf_counter() - started, 3), "open_mb": round(held)}


def settings_for(embedder: Embedder) -> IndexSettings:
    """Return the settings under which ``embedder`` makes and reads a library."""
    return IndexSettings(embedding=embedder.name, max_file_bytes=10**12)


def percentile(values: Sequence[float], share: int) -> float:
    """Return a percentile, rounded for a table."""
    return round(float(np.percentile(values, share)), 1)


def megabytes(folder: Path) -> float:
    """Return the size on disk of everything in ``folder``."""
    return round(sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6, 1)


def peak_megabytes() -> int:
    """Return the most memory this process has held."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes // (1024 if sys.platform != "darwin" else 1024**2)


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the figures as a Markdown table, a column a size."""
    heads = [f"{row['passages']:,}" for row in rows]
    lines = [f"| | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(rows)]
    for name in list(rows[0])[1:]:
        lines.append(f"| {name} | {' | '.join(str(row[name]) for row in rows)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
