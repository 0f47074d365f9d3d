"""Lies and paraphrases about the sample articles, put to the verifier with the real embedder.

``claims.jsonl`` has one claim a line: what kind of lie it is, or ``true``; its words; and words of
the passage that it is about. The figures asserted here are those the verifier was built to, so a
change that makes it worse on them shows; they are no estimate for other texts.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import seeds
from index.embedding import load_embedder
from index.passages import split
from index.reading.files import discover
from index.reading.formats import read
from index.settings import DEFAULT_EMBEDDING, IndexSettings
from index.text.sentences import sentence_spans
from rag.answers import Hit, Verdict
from rag.citations import MarkedSentence
from rag.verification import Verifier

MARKED = {Verdict.PARTIAL, Verdict.UNSUPPORTED}
CLAIMS = [
    json.loads(line)
    for line in (Path(__file__).parent / "claims.jsonl").read_text(encoding="utf-8").splitlines()
]

pytestmark = [pytest.mark.model, pytest.mark.slow]


class Remembering:
    """Embeds each text once: the claims are all about the same few passages."""

    def __init__(self, embedder):
        self._embedder = embedder
        self._known = {}

    def embed_documents(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_documents(new), strict=True))
        return np.stack([self._known[text] for text in texts])


@pytest.fixture(scope="module")
def embedder():
    return Remembering(load_embedder(DEFAULT_EMBEDDING))


@pytest.fixture(scope="module")
def hits():
    settings = IndexSettings()
    articles = [
        article for file in discover([seeds.articles()]) for article in read(file, settings)
    ]
    passages = [
        (passage, article)
        for article in articles
        for passage in split(article, size=settings.passage_size)
    ]
    return [
        Hit(rank=rank, score=0.5, passage=passage, article=article)
        for rank, (passage, article) in enumerate(passages, start=1)
    ]


@pytest.fixture(scope="module")
def verdicts(hits, embedder):
    """The verdict on every claim, cited to its own passage among seven others and not cited."""
    found = {}
    for number, claim in enumerate(CLAIMS):
        (own,) = [hit for hit in hits if claim["anchor"] in hit.passage.text]
        others = [hit for hit in hits if hit is not own]
        retrieved = [own, *(others[number:] + others[:number])[:7]]
        for markers in ((1,), ()):
            checked = Verifier(retrieved, embedder=embedder).check(
                MarkedSentence(text=claim["text"], markers=markers)
            )
            found[claim["text"], bool(markers)] = checked.statement.verdict
    return found


def share(verdicts, *, true, cited, among):
    chosen = [claim["text"] for claim in CLAIMS if (claim["kind"] == "true") is true]
    return sum(verdicts[text, cited] in among for text in chosen) / len(chosen)


@pytest.mark.parametrize("cited", [True, False])
def test_lies_are_marked(verdicts, cited):
    assert share(verdicts, true=False, cited=cited, among=MARKED) >= 0.95


@pytest.mark.parametrize("cited", [True, False])
def test_paraphrases_are_not(verdicts, cited):
    assert share(verdicts, true=True, cited=cited, among=MARKED) <= 0.05


def test_a_missing_marker_shows_as_repaired(verdicts):
    assert share(verdicts, true=True, cited=False, among={Verdict.REPAIRED}) >= 0.95


def test_every_sentence_of_an_article_is_supported_by_its_passage(hits, embedder):
    for hit in hits[:4]:
        verifier = Verifier([hit], embedder=embedder)
        for sentence in (hit.passage.text[a:b] for a, b in sentence_spans(hit.passage.text)):
            checked = verifier.check(MarkedSentence(text=sentence, markers=(1,)))
            assert checked.statement.verdict is Verdict.SUPPORTED, (sentence, checked.findings)
            (citation,) = checked.citations
            assert sentence in citation.quote
