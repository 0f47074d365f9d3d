"""The exported graph of the default model is found by the next process."""

from __future__ import annotations

from index.embedding.graph_cache import exported_graph
from index.settings import DEFAULT_EMBEDDING


def test_the_default_model_is_prepared_once():
    told = []
    first = exported_graph(DEFAULT_EMBEDDING, notify=told.append)
    told.clear()
    assert exported_graph(DEFAULT_EMBEDDING, notify=told.append) == first
    assert told == []
