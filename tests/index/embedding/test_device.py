"""Turning to a graphics processor; a second hashing embedder stands for it."""

import numpy as np
import pytest
from doubles import HashingEmbedder

from index.embedding import load_passage_embedder
from index.embedding.device import AcceleratedEmbedder
from index.errors import EmbeddingModelError
from index.settings import DEFAULT_EMBEDDING


class Counting(HashingEmbedder):
    def __init__(self):
        super().__init__()
        self.embedded = 0

    def embed_documents(self, texts):
        self.embedded += len(texts)
        return super().embed_documents(texts)


@pytest.mark.parametrize(("after", "on_it"), [(0, 6), (1, 4), (3, 2), (100, 0)])
def test_the_device_is_looked_for_when_it_is_worth_it(after, on_it):
    slow, fast, looked = Counting(), Counting(), []

    def find():
        looked.append(True)
        return fast

    embedder = AcceleratedEmbedder(slow, accelerated=find, after=after)
    for number in range(3):
        texts = [f"text {number}", f"another {number}"]
        expected = HashingEmbedder().embed_documents(texts)
        assert np.array_equal(embedder.embed_documents(texts), expected)
    embedder.embed_query("a question")
    tried = 2 if on_it else 0
    assert (slow.embedded, fast.embedded) == (6 - on_it + 1 + tried, on_it + tried)
    assert len(looked) == (on_it > 0)
    assert (embedder.name, embedder.fingerprint, embedder.dimension) == ("hashing", "h1", 512)


def test_without_a_device_all_stays_as_it_is():
    slow = Counting()
    embedder = AcceleratedEmbedder(slow, accelerated=lambda: None, after=0)
    embedder.embed_documents(["one", "two"])
    assert slow.embedded == 2


class Failing(HashingEmbedder):
    """Fails from its ``after``-th embedding of documents on, as a device without memory does."""

    def __init__(self, *, after):
        super().__init__()
        self._left = after

    def embed_documents(self, texts):
        if self._left == 0:
            raise EmbeddingModelError("no memory is left", hint="RAG_DEVICE=cpu")
        self._left -= 1
        return super().embed_documents(texts)


class Dumb(HashingEmbedder):
    """Makes vectors of nothing, as a faulty driver may."""

    def embed_documents(self, texts):
        return np.full((len(texts), self.dimension), np.nan, dtype=np.float32)


def one_by_one(embedder):
    return np.concatenate([embedder.embed_documents([f"text {n}"]) for n in range(3)])


DEVICES = {
    "fails at once": lambda: Failing(after=0),
    "fails later": lambda: Failing(after=2),
    "makes other vectors": lambda: HashingEmbedder(fingerprint="another"),
    "makes vectors of another length": lambda: HashingEmbedder(dimension=8),
    "makes no vectors": Dumb,
}


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_a_device_that_fails_is_told_of_and_done_without(device):
    told = []
    embedder = AcceleratedEmbedder(Counting(), accelerated=device, after=0, notify=told.append)
    assert np.array_equal(one_by_one(embedder), one_by_one(HashingEmbedder()))
    [note] = told
    assert note.startswith("The graphics processor is not used: ")


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_a_device_that_was_asked_for_must_do(device):
    embedder = AcceleratedEmbedder(Counting(), accelerated=device, after=0, required=True)
    with pytest.raises(EmbeddingModelError) as raised:
        one_by_one(embedder)
    assert "RAG_DEVICE=cpu" in raised.value.hint


@pytest.mark.model
@pytest.mark.slow
def test_a_device_that_is_not_there_is_an_error(model):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has one")
    embedder = load_passage_embedder(DEFAULT_EMBEDDING, device="cuda")
    with pytest.raises(EmbeddingModelError, match="cannot be loaded") as raised:
        embedder.embed_documents(["text"])
    assert "RAG_DEVICE" in raised.value.hint
