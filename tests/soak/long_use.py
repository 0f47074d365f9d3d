"""Use without end: memory, files and the disk stay as they are."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from newsroom import (
    EMBEDDER,
    NAMES,
    ROOT,
    SETTINGS,
    THINGS,
    answers,
    drop_articles,
    index,
    open_library,
    write_articles,
    write_live_page,
)
from process_memory import resident_mb
from workers import do, look, texts

import seeds
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.memory import use_one_arena

GROWTH = 60
"""Megabytes that a program may grow by once a quarter of its time is over."""
MOST = 350
"""Megabytes that a chat may take at all."""


def chat(rng: random.Random, times: int, folder: Path) -> str:
    """Ask so many questions in one chat, over the samples, made-up articles and a long page."""
    library, articles = Location(directory=folder / "library"), folder / "articles"
    write_articles(rng, articles, count=min(300, times // 10))
    write_live_page(rng, articles, length=min(800, times))
    *_, report = update([seeds.articles(), articles], library, IndexSettings())
    assert not report.failed
    questions = [_question(rng) for _ in range(times)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "rag", "chat", "--library", str(library.directory)],
        env=_environment(folder),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=(folder / "out").open("w"),
        stderr=(folder / "err").open("w"),
        text=True,
    )
    assert process.stdin
    sizes, opened = [], []
    looks = max(3, times // 20)
    for number, question in enumerate(questions, start=1):
        process.stdin.write(f"{question}\n")
        process.stdin.flush()
        if number % looks == 0:
            _wait_for(process, folder / "data" / "dateline" / "sessions", number)
            sizes.append(resident_mb(process.pid))
            opened.append(_open_files(process.pid))
    process.stdin.close()
    assert process.wait(timeout=120) == 0, (folder / "err").read_text()
    assert "Traceback" not in (folder / "err").read_text()
    _require_flat(sizes)
    assert max(sizes) < MOST, sizes
    assert opened[-1] <= opened[0] + 2, opened
    return (
        f"{times} questions, {sizes[0]} MB at first, {max(sizes)} MB at most, {sizes[-1]} at last"
    )


def cycles(rng: random.Random, times: int, folder: Path) -> str:
    """Index, ask and remove, again and again."""
    articles, library = folder / "articles", Location(directory=folder / "library")
    sizes, disk, opened = [], [], []
    use_one_arena()  # as the commands do
    for number in range(times):
        write_articles(rng, articles, count=8)
        index(articles, library)
        with open_library(library) as reader:
            assert answers(reader)
        with open_library(library, by_chroma=True) as reader:
            assert answers(reader)
        drop_articles(rng, articles, count=6)
        index(articles, library)
        with open_for_writing(library, SETTINGS, embedder=EMBEDDER) as writer:
            writer.remove(writer.catalog.articles.ids()[:2], shred=number % 10 == 0)
        if number % max(1, times // 20) == 0:
            sizes.append(resident_mb(os.getpid()))
            disk.append(sum(path.stat().st_size for path in library.directory.rglob("*")) // 1_000)
            opened.append(_open_files(os.getpid()))
    assert look(library) == []
    _require_flat(sizes)
    half = len(disk) // 2
    assert not half or max(disk[half:]) < 3 * max(disk[:half]) + 2_000, disk
    assert opened[-1] <= opened[0] + 4, opened
    return (
        f"{times} cycles, {sizes[0]} to {sizes[-1]} MB, {disk[0]} to {disk[-1]} kB on the disk,"
        f" {opened[0]} to {opened[-1]} files open"
    )


def watch(rng: random.Random, times: int, folder: Path) -> str:
    """Follow a folder through so many changes."""
    articles, library = folder / "articles", Location(directory=folder / "library")
    write_articles(rng, articles, count=20)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "rag", "index", str(articles), "--watch", "--json", "--prune",
         "--library", str(library.directory)],
        env=_environment(folder),
        stdout=(folder / "out").open("w"),
        stderr=(folder / "err").open("w"),
    )  # fmt: skip
    sizes: list[int] = []
    changes = 0
    _follow(process, library, articles, folder)  # with all that it takes loaded
    while changes < times:
        burst = min(rng.randrange(1, 60), times - changes)
        write_articles(rng, articles, count=burst)
        if len(list(articles.iterdir())) > 60:
            drop_articles(rng, articles, count=30)
        changes += burst
        time.sleep(rng.choice([0.1, 0.7, 2.0]))
        sizes.append(resident_mb(process.pid))
    _follow(process, library, articles, folder)
    sizes.append(resident_mb(process.pid))
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) in (0, 130), (folder / "err").read_text()
    assert "Traceback" not in (folder / "err").read_text()
    _require_flat(sizes)
    return f"{times} changes, {sizes[0]} to {sizes[-1]} MB, {max(sizes)} at most"


def _follow(
    process: subprocess.Popen[bytes], library: Location, articles: Path, folder: Path
) -> None:
    """Wait until the library holds what the folder does."""
    wanted = {str(path): path.read_text() for path in articles.iterdir()}
    for _ in range(240):
        assert process.poll() is None, (folder / "err").read_text()
        if library.catalog_file.exists() and do(texts, library) == wanted:
            return
        time.sleep(0.5)
    raise AssertionError(f"{len(wanted)} articles were not followed in time")


def _question(rng: random.Random) -> str:
    return rng.choice(
        [
            f"How many soldiers does {rng.choice(['KFOR', 'Italy', 'NATO', 'the EU'])} have?",
            f"What did {rng.choice(NAMES)} say about the {rng.choice(THINGS)}?",
            f"Who opened the {rng.choice(THINGS)} in {rng.randrange(1990, 2025)}?",
            "And who said so?",
            "What is the reserve rate?",
            f"When was the {rng.choice(THINGS)} closed?",
        ]
    )


def _wait_for(process: subprocess.Popen[str], sessions: Path, questions: int) -> None:
    """Wait until so many questions are answered: each is a line of what is kept of the chat."""
    until = time.monotonic() + 1_800
    while time.monotonic() < until:
        assert process.poll() is None
        kept = (file.read_bytes().splitlines() for file in sessions.glob("*.jsonl"))
        if sum(b'"stopped"' in line for lines in kept for line in lines) >= questions:
            return
        time.sleep(0.2)
    raise AssertionError(f"{questions} questions took too long")


def _require_flat(sizes: list[int]) -> None:
    first = max(sizes[: max(1, len(sizes) // 4)])
    assert sizes[-1] <= first + GROWTH, sizes


def _environment(folder: Path) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RAG_")}
    return environ | {
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }


def _open_files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
