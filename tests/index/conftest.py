"""Libraries to test: written with the hashing embedder, in folders of the test's own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.library.writer import LibraryWriter, open_for_writing
from index.progress import run_through
from index.settings import SearchSettings
from index.sync.report import BuildReport
from index.sync.writing import write_changes

LEFT_TO_CHROMA = SearchSettings(exact_up_to=-1, exact_filtered_up_to=-1)


class Shelf:
    """One library and what a test does with it."""

    def __init__(self, location, settings, embedder, *, search=None, **watching):
        self.location = location
        self.settings = settings
        self.embedder = embedder
        self.search = search
        self.notify = watching.get("notify", lambda _: None)
        self.follow = watching.get("follow", run_through)

    def index(self, *paths: Path, prune: bool = False) -> BuildReport:
        with self.writing() as writer:
            *_, report = write_changes(paths, writer, prune=prune)
        assert isinstance(report, BuildReport)
        return report

    @contextlib.contextmanager
    def writing(self) -> Iterator[LibraryWriter]:
        with open_for_writing(
            self.location,
            self.settings,
            embedder=self.embedder,
            notify=self.notify,
            search=self.search,
        ) as writer:
            yield writer

    def open(self, *, as_is: bool = True) -> Library:
        """Open it ``as_is``, for tests write to the catalog themselves."""
        return Library(
            self.location,
            self.settings,
            embedder=self.embedder,
            notify=self.notify,
            follow=self.follow,
            search=self.search,
            as_is=as_is,
        )

    def articles(self) -> dict[str, Article]:
        """By title."""
        with self.open() as library:
            return {article.title: article for article, _ in library.catalog.articles.with_files()}

    def titles(self) -> list[str]:
        return sorted(self.articles())


def dense(library: Library, question: str, *, limit: int = 5, **filters) -> list[str]:
    """Titles of the articles whose passages are nearest, in order; each hit must resolve."""
    hits = library.dense(
        library.embedder.embed_query(question),
        limit=limit,
        selection=library.selection(Filters(**filters)),
    )
    return _titles(library, hits)


def full_text(library: Library, query: str, *, limit: int = 5, **filters) -> list[str]:
    selection = library.selection(Filters(**filters))
    return _titles(library, library.full_text(query, limit=limit, selection=selection))


def _titles(library: Library, hits: Sequence[tuple[str, float]]) -> list[str]:
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    found = library.passages([passage_id for passage_id, _ in hits])
    return [found[passage_id][1].title for passage_id, _ in hits]


@pytest.fixture
def shelf(location, settings, embedder) -> Shelf:
    return Shelf(location, settings, embedder)


@pytest.fixture
def chroma_shelf(location, settings, embedder) -> Shelf:
    """A library whose every search by meaning is left to Chroma, however small it is."""
    return Shelf(location, settings, embedder, search=LEFT_TO_CHROMA)


@pytest.fixture
def make_shelf(settings, embedder):
    def make(location, **changes):
        return Shelf(
            location,
            settings.model_copy(update=changes.pop("settings", {})),
            changes.pop("embedder", embedder),
            **changes,
        )

    return make


@pytest.fixture
def ask():
    """Search both halves: ``ask.dense(library, question)`` and ``ask.full_text(library, query)``"""

    class Ask:
        dense = staticmethod(dense)
        full_text = staticmethod(full_text)

    return Ask


@pytest.fixture
def indexed(shelf, corpus) -> Shelf:
    shelf.index(corpus)
    return shelf


@pytest.fixture
def chroma_indexed(chroma_shelf, corpus) -> Shelf:
    chroma_shelf.index(corpus)
    return chroma_shelf
