"""Several write and read at once; nothing is lost, and nobody sees a mixture."""

from __future__ import annotations

import random
from pathlib import Path

from newsroom import write_articles
from workers import do, look, start, texts, update, use

from index.settings import Location


def run(rng: random.Random, times: int, folder: Path) -> str:
    """Have two writers and three readers work at once, so many times."""
    articles, library = folder / "articles", Location(directory=folder / "library")
    write_articles(rng, articles, count=10)
    do(update, library, articles)
    for number in range(times):
        write_articles(rng, articles, count=6)
        work = [update, update, use, use, use]
        rng.shuffle(work)
        running = [(one, start(one, library, articles)) for one in work]
        for one, process in running:
            status, found = process.outcome()
            assert status == 0, (number, one.__name__, status, found)
            assert not (isinstance(found, dict) and "error" in found), (number, one, found)
        assert do(texts, library) == {str(path): path.read_text() for path in articles.iterdir()}
        assert do(look, library) == []
    return f"{times} rounds of two writers and three readers, 0 lost"
