"""Vectors that are kept between runs."""

import sqlite3
import threading

import numpy as np
import pytest
from doubles import HashingEmbedder

from index.embedding.cache import CachingEmbedder

TEXTS = ["Italy sends troops", "Snow closed the road", "Italy sends troops"]


class Counting(HashingEmbedder):
    """Counts what it embeds."""

    def __init__(self, **given):
        super().__init__(**given)
        self.embedded = 0

    def embed_documents(self, texts):
        self.embedded += len(texts)
        return super().embed_documents(texts)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "vectors.sqlite"


def held(file):
    with sqlite3.connect(file) as vectors:
        [(number,)] = vectors.execute("SELECT count(*) FROM vectors")
    vectors.close()
    return number


def test_what_was_embedded_once_is_not_embedded_again(file):
    first, second = Counting(), Counting()
    plain = HashingEmbedder().embed_documents(TEXTS)
    assert np.array_equal(CachingEmbedder(first, file).embed_documents(TEXTS), plain)
    assert first.embedded == 2, "the same text only once"
    again = CachingEmbedder(second, file)
    assert np.array_equal(again.embed_documents(TEXTS), plain)
    assert again.embed_documents(TEXTS).dtype == np.float32
    assert again.embed_documents([]).shape == (0, 512)
    assert second.embedded == 0


def test_questions_and_documents_are_told_apart_and_so_are_models(file):
    one = Counting()
    remembering = CachingEmbedder(one, file)
    vector = remembering.embed_query("troops")
    assert np.array_equal(remembering.embed_query("troops"), vector)
    assert one.embedded == 1
    remembering.embed_documents(["troops"])
    assert one.embedded == 2
    other = Counting(fingerprint="h2")
    CachingEmbedder(other, file).embed_query("troops")
    assert other.embedded == 1
    wider = CachingEmbedder(HashingEmbedder(dimension=64), file)
    assert wider.embed_query("troops").shape == (64,), "a vector of another length is no answer"


def test_no_more_is_kept_than_is_asked_for_and_the_oldest_goes_first(file):
    embedder = Counting()
    remembering = CachingEmbedder(embedder, file, kept=5)
    for number in range(12):
        remembering.embed_documents([f"text number {number}"])
    assert held(file) == 5
    before = embedder.embedded
    remembering.embed_documents(["text number 11"])
    assert embedder.embedded == before
    remembering.embed_documents(["text number 0"])
    assert embedder.embedded == before + 1


def test_a_file_that_is_no_cache_is_made_anew(file):
    file.parent.mkdir()
    file.write_bytes(b"not a database, but long enough to be taken for one" * 50)
    for _ in range(2):
        vector = CachingEmbedder(HashingEmbedder(), file).embed_query("troops")
        assert np.array_equal(vector, HashingEmbedder().embed_query("troops"))
    assert held(file) == 1


def test_without_a_place_to_keep_them_vectors_are_embedded_all_the_same(file):
    file.parent.write_text("a file where a folder should be")
    vector = CachingEmbedder(HashingEmbedder(), file).embed_query("troops")
    assert np.array_equal(vector, HashingEmbedder().embed_query("troops"))


def test_a_busy_cache_is_not_waited_for(file):
    remembering = CachingEmbedder(HashingEmbedder(), file)
    remembering.embed_query("troops")
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        assert remembering.embed_query("snow").shape == (512,)
    other.close()
    assert held(file) == 1


def test_many_at_once(file):
    texts = [f"text number {number}" for number in range(40)]

    def ask():
        remembering = CachingEmbedder(HashingEmbedder(), file)
        for text in texts:
            expected = HashingEmbedder().embed_query(text)
            assert np.array_equal(remembering.embed_query(text), expected)
        finished.append(True)

    finished: list[bool] = []
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert finished == [True] * 4
    assert held(file) <= len(texts)
