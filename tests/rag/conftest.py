"""A small newsroom, indexed with the hashing embedder, and questions put to it."""

from __future__ import annotations

import pytest

from index.library import Library
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.pipeline import Pipeline
from rag.retrieval.idf import Idf


@pytest.fixture
def newsroom(corpus, location, settings, embedder):
    """The library of ``corpus``."""
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        yield library


@pytest.fixture
def pipeline(newsroom):
    answerer = ExtractiveAnswerer(lambda: newsroom.embedder, term_weight=Idf(newsroom))
    return Pipeline(newsroom, answerer, top_k=5)
