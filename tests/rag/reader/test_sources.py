"""Readers by name: a folder's, a Hugging Face model's, and those that are not there."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rag.errors import ReaderError
from rag.reader.graph import READER
from rag.reader.sources import load_reader

pytestmark = pytest.mark.slow

QUESTION, PASSAGE = "Who leads the mission?", "The mission is led by the general. He is new."


@pytest.fixture(scope="module")
def exported(tiny_model, tmp_path_factory):
    """The tiny model's reader and the folder it was exported to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("readers")))
        told = []
        reader = load_reader(str(tiny_model), notify=told.append)
        assert told
        again = []
        load_reader(str(tiny_model), notify=again.append)
        assert again == []
        yield reader


def test_an_exported_model_reads_as_its_network_does(exported, tiny_model):
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    model = AutoModelForQuestionAnswering.from_pretrained(tiny_model).eval()
    encoded = tokenizer(QUESTION, PASSAGE, return_tensors="pt")
    of_passage = np.array([of == 1 for of in encoded.sequence_ids(0)])
    first = int(np.argmax(of_passage))  # what follows is of the second type, its mark included
    types = torch.arange(len(of_passage))[None] >= first
    encoded["token_type_ids"] = types.long() * (model.config.type_vocab_size - 1)
    with torch.inference_mode():
        said = model(**encoded)
    (reading,) = exported.read(QUESTION, [("", PASSAGE)])
    np.testing.assert_allclose(reading.starts, said.start_logits[0].numpy()[of_passage], atol=1e-3)
    np.testing.assert_allclose(reading.ends, said.end_logits[0].numpy()[of_passage], atol=1e-3)


def test_without_a_verdict_the_best_span_decides(exported):
    (reading,) = exported.read(QUESTION, [("", PASSAGE)])
    assert reading.answerable == pytest.approx(reading.best().score)
    assert (reading.supported, reading.yes, reading.evidence) == (None, None, None)


def test_passages_are_read_alone_as_together(exported):
    passages = [("", PASSAGE), ("A title", PASSAGE * 3), ("", "He is new."), ("", PASSAGE * 2)]
    together = exported.read(QUESTION, passages)
    for passage, reading in zip(passages, together, strict=True):
        (alone,) = exported.read(QUESTION, [passage])
        np.testing.assert_allclose(reading.starts, alone.starts, atol=1e-4)
        np.testing.assert_array_equal(reading.offsets, alone.offsets)


def test_no_such_model_is_said_in_a_line(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ReaderError, match="no-such-organisation/reader") as caught:
        load_reader("no-such-organisation/reader")
    assert "\n" not in caught.value.message
    assert "reader = " in caught.value.hint


def test_a_graph_that_was_changed_is_not_run(tmp_path):
    (tmp_path / READER.graph_file).write_bytes(b"other weights")
    card = {"name": "x", "sha256": "0", "max_length": 64, "pad_id": 0, "pad_token": "[PAD]"}
    (tmp_path / READER.card_file).write_text(json.dumps(card))
    with pytest.raises(ReaderError, match="cannot be loaded"):
        load_reader(str(tmp_path))
