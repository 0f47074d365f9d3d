"""Turning to a graphics processor; a second hashing embedder stands for it."""

import numpy as np
import pytest
from doubles import HashingEmbedder

from index.embedding import load_passage_embedder
from index.embedding.accelerated import AcceleratedEmbedder
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
    assert (slow.embedded, fast.embedded) == (6 - on_it + 1, on_it)
    assert len(looked) == (on_it > 0)
    assert (embedder.name, embedder.fingerprint, embedder.dimension) == ("hashing", "h1", 512)


def test_without_a_device_all_stays_as_it_is():
    slow = Counting()
    embedder = AcceleratedEmbedder(slow, accelerated=lambda: None, after=0)
    embedder.embed_documents(["one", "two"])
    assert slow.embedded == 2


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
