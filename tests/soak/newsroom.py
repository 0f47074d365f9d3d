"""A newsroom that changes: articles drawn from a seed, and the library of them."""

from __future__ import annotations

import random
from pathlib import Path

from doubles import HashingEmbedder

from index.filters import Filters
from index.library import Library
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location, SearchSettings
from index.sync.writing import write_changes

ROOT = Path(__file__).parents[2]
SETTINGS = IndexSettings(passage_size=200, lock_timeout=300)
EMBEDDER = HashingEmbedder()
BY_CHROMA = SearchSettings(exact_up_to=-1, exact_filtered_up_to=-1)
"""Leaves all searches by meaning to Chroma, as in a library of very many passages."""
NAMES = ("Arber", "Besa", "Dritan", "Elira", "Fatos", "Genta", "Ilir", "Jeta", "Kujtim")
THINGS = ("bridge", "harbour", "school", "budget", "railway", "hospital", "market", "river")


def write_articles(rng: random.Random, folder: Path, *, count: int) -> None:
    """Put ``count`` articles into a folder, some in the place of others."""
    folder.mkdir(exist_ok=True)
    for _ in range(count):
        number = rng.randrange(count * 3)
        sentences = (_said(rng) for _ in range(rng.randrange(1, 40)))
        text = f"The {rng.choice(THINGS)} of day {number}\n\n{' '.join(sentences)}\n"
        (folder / f"{number}.txt").write_text(text)


def write_live_page(rng: random.Random, folder: Path, *, length: int) -> None:
    """Put a page of ``length`` sentences into a folder, and a later state with other ones."""
    folder.mkdir(exist_ok=True)
    lines = [_said(rng) for _ in range(length)]
    for name in ("live", "live-later"):
        (folder / f"{name}.txt").write_text(f"Live from the city hall\n\n{' '.join(lines)}\n")
        for place in rng.sample(range(length), length // 10):
            lines[place] = _said(rng)


def drop_articles(rng: random.Random, folder: Path, *, count: int) -> None:
    """Delete some articles of a folder."""
    files = sorted(folder.iterdir())
    for path in rng.sample(files, min(count, len(files))):
        path.unlink()


def index(articles: Path, location: Location, *, for_chroma: bool = False) -> None:
    """Bring a library up to date with a folder; ``for_chroma`` saves the index of its searches."""
    search = BY_CHROMA if for_chroma else None
    with open_for_writing(location, SETTINGS, embedder=EMBEDDER, search=search) as writer:
        *_, report = write_changes([articles], writer, prune=True)
    assert not report.failed, report


def _said(rng: random.Random) -> str:
    return f"{rng.choice(NAMES)} said the {rng.choice(THINGS)} cost {rng.randrange(9_999)} euros."


def open_library(location: Location, *, by_chroma: bool = False, as_is: bool = False) -> Library:
    """Open a library for reading, with all searches by meaning left to Chroma where asked."""
    search = BY_CHROMA if by_chroma else None
    return Library(location, SETTINGS, embedder=EMBEDDER, search=search, as_is=as_is)


def answers(library: Library) -> list[object]:
    """Return what a few searches find, in both ways."""
    everything = library.selection(Filters())
    found: list[object] = []
    for thing in THINGS[:4]:
        vector = EMBEDDER.embed_query(f"What did the {thing} cost?")
        hits = _certain(library.dense(vector, limit=8, selection=everything))
        words = _certain(library.full_text(f'"{thing}"', limit=8, selection=everything))
        found += [hits, words]
        found.append(
            sorted(
                text
                for text, _ in map(
                    _text_of, library.passages([passage for passage, _ in (*hits, *words)]).values()
                )
            )
        )
    return found


def _certain(hits: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the hits that are better than the last, in an order that does not hang on chance.

    Where two are as good, either may be first, and only one of them may be among the results.
    """
    rounded = [(passage, round(score, 4)) for passage, score in hits]
    better = [(passage, score) for passage, score in rounded if score > rounded[-1][1]]
    return sorted(better, key=lambda hit: (-hit[1], hit[0]))


def _text_of(pair):
    passage, article = pair
    assert article.text[passage.start : passage.end] == passage.text
    return passage.text, article.id
