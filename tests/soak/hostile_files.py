"""Files that break parsers: each is an article or a refusal, within limits of time and memory."""

from __future__ import annotations

import contextlib
import io
import random
import time
from pathlib import Path

from broken_files import REPEATED, SUFFIXES, sound, with_more
from process_memory import resident_mb

from index.articles import Article
from index.errors import ReadingError
from index.reading import ReadingNote, SourceFile, read
from index.settings import IndexSettings

SECONDS = 45.0
MEGABYTES = 700


def run(rng: random.Random, times: int, folder: Path) -> str:
    slowest, refused, articles = (0.0, ""), 0, 0
    for number in range(times):
        suffix = rng.choice(SUFFIXES)
        path = folder / f"{number}{suffix}"
        path.write_bytes(_content(rng, suffix))
        began = time.monotonic()
        source, said = SourceFile(path=path, shown=path.name, named=True), io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            found = list(read(source, IndexSettings()))
        took = time.monotonic() - began
        slowest = max(slowest, (took, path.name))
        assert took < SECONDS, (path.name, took)
        assert not said.getvalue(), (path.name, said.getvalue())  # it may be an article's text
        for one in found:
            assert isinstance(one, Article | ReadingError | ReadingNote), one
            refused += isinstance(one, ReadingError)
            articles += isinstance(one, Article)
        path.unlink()
    peak = resident_mb(peak=True)
    assert peak < MEGABYTES, peak
    return (
        f"{times} files: {articles} articles, {refused} refusals, the slowest {slowest[0]:.1f} s"
        f" ({slowest[1]}), {peak} MB at most"
    )


def _content(rng: random.Random, suffix: str) -> bytes:
    """Return a file of a format that was made wrong, or too much, in some way."""
    whole = sound(suffix)
    way = rng.choice(["repeated", "repeated", "mutated", "mutated", "cut", "noise", "nested"])
    if way == "noise":
        return rng.randbytes(rng.choice([1, 100, 100_000]))
    if way == "cut":
        return whole[: rng.randrange(len(whole))]
    if way == "mutated":
        changed = bytearray(whole)
        for _ in range(rng.choice([1, 10, 100])):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        return bytes(changed)
    size = rng.choice([1_000, 50_000, 300_000, 2_000_000])
    return with_more(rng, suffix, rng.choice(REPEATED), size=size, nested=way == "nested")
