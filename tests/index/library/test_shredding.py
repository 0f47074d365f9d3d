"""Articles removed without a trace: the bytes of every file that the library keeps are searched."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from doubles import HashingEmbedder

from index.embedding.cache import cache_file
from index.library.backup import back_up
from index.library.shredding import BEYOND_REACH, shred
from index.library.writer import open_for_writing
from index.repair import check
from index.settings import Location
from index.sync.embed import in_batches

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

SECRET = (
    "Quixotically vexing jackdaws\n\nKyzylorda's xylophonist whispered to Jhuvantev that zwiebacks "
    "would be smuggled to Wqorlund before dawn. Nobody at the Fjeldqvist bank had been told.\n"
)
RUN = 12
"""Characters; no other text of the library has as many in a row in common with the secret."""
LONE_WORDS = ("jhuvantev", "wqorlund", "fjeldqvist", "xylophonist")


def traces(folder, *vectors):
    """Return what is left of the secret in any file: runs of its text, words, vectors."""
    runs = [SECRET[first : first + RUN] for first in range(0, len(SECRET) - RUN, 3)]
    wanted = {one.encode(code) for one in runs for code in ("utf-8", "utf-16-le", "utf-16-be")}
    found = []
    for path in sorted(Path(folder).rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        lower = content.lower()
        if any(one in content for one in wanted) or any(
            word.encode() in lower for word in LONE_WORDS
        ):
            found.append(f"{path.name}: words")
        if any(holds(content, vector) for vector in vectors):
            found.append(f"{path.name}: vectors")
    return found


def holds(content, vector):
    """Whether some float32 numbers in a row are a vector, up to its length."""
    for first in range(4):
        whole = len(content[first:]) // 4 * 4
        numbers = np.frombuffer(content[first : first + whole], np.float32)
        numbers = np.nan_to_num(numbers, nan=9, posinf=9, neginf=9)
        strongest = int(np.argmax(np.abs(vector)))
        places = np.flatnonzero(np.abs(numbers - vector[strongest]) < 1e-5) - strongest
        for place in places[(places >= 0) & (places + len(vector) <= len(numbers))]:
            if np.abs(numbers[place : place + len(vector)] - vector).max() < 1e-5:
                return True
    return False


@pytest.fixture(params=["new", "saved"])
def with_secret(request, shelf, corpus):
    """A library with the secret in it, its search index saved by Chroma or not yet."""
    (corpus / "secret.txt").write_text(SECRET)
    shelf.index(corpus)
    if request.param == "saved":
        with shelf.writing() as writer:
            writer.vectors.save()
    return shelf


def secret_of(library):
    (article,) = (one for one, _ in library.catalog.articles.with_files() if "jackdaws" in one.text)
    passages = library.passages_of(article)
    return article, [library.embedder.embed_documents([one.text])[0] for one in passages]


def test_no_trace_is_left(with_secret, corpus):
    folder = with_secret.location.directory
    with with_secret.open() as library:
        article, vectors = secret_of(library)
    assert {line.partition(":")[0] for line in traces(folder, *vectors)} > {"chroma.sqlite3"}
    with with_secret.writing() as writer:
        stays = shred(writer, [article.id])
    assert traces(folder, *vectors) == []
    assert stays == [
        f"its file {str(corpus / 'secret.txt')!r}, which rag index would add again",
        *BEYOND_REACH,
    ]


def test_the_rest_is_whole(with_secret, ask):
    with with_secret.open() as library:
        article, _ = secret_of(library)
    with with_secret.writing() as writer:
        shred(writer, [article.id])
    with with_secret.open() as library:
        assert check(library) == []
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
        assert ask.full_text(library, "soldiers", limit=1) == ["Who keeps the peace"]


def test_vectors_of_models_that_were_given_up_go_too(with_secret):
    with with_secret.open() as library:
        article, vectors = secret_of(library)
    for embedder in (HashingEmbedder(fingerprint="h2"), with_secret.embedder):
        with open_for_writing(
            with_secret.location, with_secret.settings, embedder=embedder
        ) as writer:
            everything = writer.catalog.articles.with_files()
            writer.move_to_model(
                in_batches(everything, embedder, size=with_secret.settings.passage_size)
            )
    with with_secret.writing() as writer:
        shred(writer, [article.id])
    assert traces(with_secret.location.directory, *vectors) == []
    folders = [path for path in with_secret.location.chroma_folder.iterdir() if path.is_dir()]
    assert len(folders) == 1


def test_removed_without_shredding_leaves_traces(with_secret):
    """Else the search for them finds nothing anywhere."""
    with with_secret.open() as library:
        article, vectors = secret_of(library)
    with with_secret.writing() as writer:
        writer.remove([article.id])
    assert traces(with_secret.location.directory, *vectors)


def test_nothing_of_the_memory_is_left_in_room_that_is_not_used(indexed):
    """By ordinary indexing, too: Chroma writes what its memory held, SQL or texts."""
    (header,) = indexed.location.chroma_folder.glob("*/header.bin")
    _, _, room, used, size = struct.unpack_from("<i4Q", header.read_bytes())
    assert used < room
    for name, each in (("data_level0.bin", size), ("length.bin", 4)):
        content = header.with_name(name).read_bytes()
        assert len(content) == room * each
        assert not any(content[used * each :])


def test_the_cache_of_vectors_is_deleted(indexed):
    cache_file().parent.mkdir(parents=True, exist_ok=True)
    cache_file().write_bytes(b"")
    with indexed.writing() as writer:
        shred(writer, [indexed.articles()["Snow"].id])
    assert not cache_file().exists()


def test_what_stays_elsewhere_is_told(indexed, corpus, make_shelf, tmp_path):
    backup = back_up(indexed.location, indexed.settings, tmp_path / "news.backup")
    gone = back_up(indexed.location, indexed.settings, tmp_path / "gone.backup")
    gone.file.unlink()
    other = make_shelf(Location(directory=indexed.location.directory, collection="other"))
    other.index(corpus)
    with indexed.writing() as writer:
        _, collection, kept, *rest = shred(writer, [indexed.articles()["Snow"].id])
    assert collection == "the collection 'other' of this library"
    assert kept == f"the backup {str(backup.file)!r}"
    assert tuple(rest) == BEYOND_REACH


@pytest.mark.slow
def test_killed_while_shredding(with_secret, make_shelf, corpus):
    """What a kill leaves is done by the next writer."""
    with with_secret.open() as library:
        article, vectors = secret_of(library)
    program = [
        sys.executable,
        "tests/index/programs/die.py",
        with_secret.location.directory,
        corpus,
    ]
    done = subprocess.run(
        [*program, "--moments=8", f"--shred={article.id}"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
    )
    titles = set()
    for copy in done.stdout.splitlines():
        again = make_shelf(Location(directory=Path(copy)))
        with again.writing() as writer:
            assert check(writer) == []
            left = set(writer.catalog.articles.ids())
        titles.add(article.id in left)
        if article.id not in left:
            assert traces(copy, *vectors) == []
    assert titles == {True, False}, "some were killed before it was removed, some after"
