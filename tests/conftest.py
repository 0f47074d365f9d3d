"""What every test has: folders of its own in place of the user's, and a small newsroom."""

from __future__ import annotations

import sys
from pathlib import Path

import hypothesis
import pytest

from index.settings import DEFAULT_EMBEDDING, IndexSettings, Location

# Test folders are no packages; the doubles are imported by their plain name, here and in the
# programs that tests start.
sys.path.insert(0, str(Path(__file__).parent))

from doubles import HashingEmbedder

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("dateline", deadline=None)
hypothesis.settings.load_profile("dateline")


def pytest_collection_modifyitems(items):
    for item in items:
        if "on_terminal" in item.fixturenames:
            item.add_marker("terminal")
    # The longest files first, so that no process is left with one while the other has ended.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def _shared_cache(tmp_path_factory):
    """Keep the graphs of models for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))


@pytest.fixture(scope="session")
def model(_shared_cache):
    """The default embedding model."""
    from index.embedding import load_embedder

    return load_embedder(DEFAULT_EMBEDDING)


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def settings() -> IndexSettings:
    return IndexSettings(passage_size=200, lock_timeout=0.2)


@pytest.fixture
def location(tmp_path) -> Location:
    return Location(directory=tmp_path / "library")


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Three articles in a folder: two text files and a file of two records."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "kfor.txt").write_text(
        "Who keeps the peace\n\nItaly sends 852 soldiers to the mission. "
        "The United States follow with 612.\n"
    )
    (folder / "rates.md").write_text(
        "---\ntitle: The bank waits\nsource: Tirana Times\npublished: 2025-01-13\n---\n\n"
        "The bank kept its rate at 3 percent.\n\n## Why\n\nInflation fell, the governor said.\n"
    )
    (folder / "wire.jsonl").write_text(
        '{"id": "a", "title": "Harbour", "text": "The harbour opened in May.", '
        '"source": "Balkan Wire", "published": "2024-05-02"}\n'
        '{"id": "b", "title": "Snow", "text": "Snow closed the northern road.", '
        '"source": "Balkan Wire", "published": "2025-02-01"}\n'
    )
    return folder


@pytest.fixture(scope="session")
def tokenizer_file():
    """The tokenizer of the encoder that the cross-encoders begin from."""
    from index.embedding.sources import bundled_folder

    return bundled_folder(DEFAULT_EMBEDDING) / "tokenizer.json"
