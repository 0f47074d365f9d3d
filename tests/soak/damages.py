"""Bits, lengths and whole files are changed; no answer is wrong, and no process dies of it.

One thing is not told in use: a vector that changed in Chroma's files makes the approximate search
miss a passage, as it may miss one anyway. Then the doctor must find it.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from newsroom import write_articles
from workers import do, look, make_large, repair, start, texts, update, use

from index.settings import Location


def run(rng: random.Random, times: int, folder: Path) -> str:
    """Damage a library in so many ways."""
    articles = folder / "articles"
    write_articles(rng, articles, count=15)
    small, large = (Location(directory=folder / name) for name in ("small", "large"))
    do(update, small, articles)
    do(make_large, large, articles)
    right, every = do(use, small), do(texts, small)
    assert do(use, large) == right
    told = mended = missed = 0
    for number in range(times):
        sound, copy = (
            rng.choice([small, large, large, large]),
            Location(directory=folder / f"copy-{number}"),
        )
        shutil.copytree(sound.directory, copy.directory)
        how = number, _damage(rng, copy.directory)
        used = _outcome(use, copy, how)
        told += "error" in used
        seen = _outcome(look, copy, how)
        if "error" not in used and used != right:
            assert used["exact"] == right["exact"], (how, "answers are other ones")
            assert seen, (how, "answers are other ones, and the doctor finds nothing")
            missed += 1
        if "error" not in _outcome(repair, copy, how):
            mended += 1
            assert _outcome(look, copy, how) == [], how
            left = _outcome(texts, copy, how)
            assert left.items() <= every.items(), how
        shutil.rmtree(copy.directory)
    return (
        f"{times} damages: {told} told in use, {missed} by the doctor only, {mended} mended,"
        " 0 wrong, 0 died"
    )


def _outcome(work, library: Location, how: object):
    status, found = start(work, library).outcome()
    assert status == 0, (how, work.__name__, status, found)
    return found


def _damage(rng: random.Random, library: Path) -> str:
    """Damage one file of a library and say how."""
    files = sorted(path for path in library.rglob("*") if path.is_file() and path.stat().st_size)
    path = rng.choice(files)
    content = bytearray(path.read_bytes())
    way = rng.choice(["bits", "bits", "zeros", "cut", "gone", "noise"])
    place = rng.randrange(len(content))
    if way == "bits":
        for _ in range(rng.choice([1, 8, 200])):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    elif way == "zeros":
        content[place : place + 4_096] = bytes(len(content[place : place + 4_096]))
    elif way == "noise":
        content[place : place + 512] = rng.randbytes(len(content[place : place + 512]))
    elif way == "cut":
        del content[place:]
    if way == "gone":
        path.unlink()
    else:
        path.write_bytes(content)
    return f"{way} at {place} of {path.relative_to(library)}"
