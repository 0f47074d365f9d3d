"""A writer is killed at any moment; nothing is lost, and the next writer goes on."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from newsroom import drop_articles, write_articles
from workers import do, look, move, repair, shred, start, texts, unsearchable, update

from index.settings import Location

WORK = (update, update, update, shred, move, repair)


def run(rng: random.Random, times: int, folder: Path) -> str:
    """Kill so many writers."""
    articles, library = folder / "articles", Location(directory=folder / "library")
    write_articles(rng, articles, count=12)
    do(update, library, articles)
    killed, lasted = 0, dict.fromkeys(WORK, 1.0)
    for number in range(times):
        before = do(texts, library)
        write_articles(rng, articles, count=4)
        drop_articles(rng, articles, count=2)
        work = rng.choice(WORK)
        began = time.monotonic()
        writer = start(work, library, articles)
        time.sleep(rng.uniform(0, lasted[work]))
        writer.kill()
        status, found = writer.outcome()
        assert status in (0, -9), (number, work.__name__, status, found)
        killed += status < 0
        if status == 0:
            lasted[work] = max(0.05, time.monotonic() - began)
        else:
            lasted[work] *= 1.1  # until it is known how long it takes
        _require_each_old_or_new(library, before, (number, work), may_remove=work is shred)
        do(repair, library)
        do(update, library, articles)
        assert do(texts, library) == {str(path): path.read_text() for path in articles.iterdir()}
        assert do(look, library) == [], (number, work)
        if number % 50 == 49:  # begin anew, for what was removed makes the files grow
            shutil.rmtree(library.directory)
            do(update, library, articles)
    return f"{killed} of {times} writers killed in time, 0 lost"


def _require_each_old_or_new(
    library: Location, before: dict[str, str], where: object, *, may_remove: bool
) -> None:
    """Assert that each article is as it was, or as its file is now, and can be searched."""
    after = do(texts, library)
    for file, text in after.items():
        now = Path(file).read_text() if Path(file).exists() else None
        assert text in (before.get(file), now), (where, file)
    assert do(unsearchable, library) == [], where
    lost = {file for file in set(before) - set(after) if Path(file).exists()}
    assert may_remove or not lost, (where, lost)
