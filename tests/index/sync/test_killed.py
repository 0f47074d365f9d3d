"""A writer is killed at many moments; the library stays whole and the next writer goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from doubles import HashingEmbedder

from index.articles import Article
from index.library import Library
from index.repair import check
from index.settings import Location

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]


@pytest.fixture
def two_editions(indexed, corpus, make_shelf, tmp_path):
    """A library of the first edition, the folder with the second, and articles of both."""
    old = indexed.articles()
    story = "A sentence of the long story with the number {}. "
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
    (corpus / "long.txt").write_text(
        "Long\n\n" + "".join(story.format(n) for n in range(80)) + "\n"
    )
    first, _ = (corpus / "wire.jsonl").read_text().splitlines()
    (corpus / "wire.jsonl").write_text(first.replace("May", "June") + "\n")
    (corpus / "rates.md").unlink()
    reference = make_shelf(Location(directory=tmp_path / "reference"))
    reference.index(corpus)
    return indexed, old, reference.articles()


def kill(library, corpus, moments, *options):
    """Run the program that dies; return the copies it was killed over."""
    program = [sys.executable, "tests/index/programs/die.py", library, corpus]
    done = subprocess.run(
        [*program, f"--moments={moments}", *options],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
    )
    copies = [Path(line) for line in done.stdout.splitlines()]
    assert len(copies) == moments
    return copies


def assert_whole(library: Library, *editions: dict[str, Article]):
    """Every article is as in one of the editions, and every passage of it can be searched."""
    allowed = {article.content_hash for edition in editions for article in edition.values()}
    vectors = set(library.vectors.ids())
    for article, _ in library.catalog.articles.with_files():
        assert article.content_hash in allowed
        passages = library.passages_of(article)
        assert passages
        assert {passage.id for passage in passages} <= vectors
        for passage in passages:
            assert article.text[passage.start : passage.end] == passage.text
    assert library.catalog.problems() == library.catalog.full_text.problems() == []


def test_killed_while_indexing(two_editions, corpus, make_shelf):
    shelf, old, new = two_editions
    seen = set()
    for copy in kill(shelf.location.directory, corpus, 10):
        again = make_shelf(Location(directory=copy))
        with again.open() as library:
            assert_whole(library, old, new)
            seen.add(frozenset(library.catalog.passages.ids()))
        again.index(corpus, prune=True)
        assert again.articles() == new
        with again.open() as library:
            assert check(library) == []
            assert set(library.vectors.ids()) == set(library.catalog.passages.ids())
    assert len(seen) > 2, "some were killed before the changes, some between and some behind them"


def test_killed_while_moving_to_another_model(indexed, corpus, make_shelf):
    old = indexed.articles()
    models = []
    for copy in kill(indexed.location.directory, corpus, 6, "--move"):
        moved = make_shelf(
            Location(directory=copy),
            embedder=HashingEmbedder(fingerprint="h2"),
            settings={"passage_size": 250},
        )
        with moved.open() as library:
            models.append(library.manifest.fingerprint)
        shelf = moved if models[-1] == "h2" else make_shelf(Location(directory=copy))
        with shelf.open() as library:
            assert_whole(library, old)
        shelf.index(corpus)
        assert shelf.articles() == old
        with shelf.open() as library:
            assert check(library) == []
    assert set(models) == {"h1", "h2"}
    assert models == sorted(models), "once moved, it stays moved"
