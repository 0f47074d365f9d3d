"""A reranker has the say over the best passages: one of our own, and a real cross-encoder."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from rag.errors import SettingsError
from rag.retrieval import Why, explain, load_reranker, retrieve

QUESTION = "bank harbour snow soldiers"

MAKE = """
import sys, torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoConfig, AutoModelForSequenceClassification, PreTrainedTokenizerFast

torch.manual_seed(0)
words = "[PAD] [UNK] [CLS] [SEP] snow harbour bank soldiers".split()
tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, "[UNK]"))
tokenizer.normalizer = normalizers.Lowercase()
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
    special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
)
fast = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
    sep_token="[SEP]", model_max_length=256,
)
for folder, outputs in zip(sys.argv[1::2], sys.argv[2::2]):
    config = AutoConfig.for_model(
        "modernbert" if outputs == "1" else "bert",  # as the rerankers of the Ettin family
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, max_position_embeddings=256, num_labels=int(outputs), pad_token_id=0,
        cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3,
    )
    AutoModelForSequenceClassification.from_config(config).eval().save_pretrained(folder)
    fast.save_pretrained(folder)
"""


class Liking:
    """Prefers passages with a word, the more often it stands there."""

    name = "liking"

    def __init__(self, word):
        self.word = word
        self.read = []

    def logits(self, question, passages):
        self.read += [(question, passage) for passage in passages]
        return np.array([float(20 * (self.word in one.lower())) - 10 for one in passages])


def test_the_reranker_decides_who_comes_first_and_the_trace_says_so(newsroom):
    plain = retrieve(newsroom, QUESTION, top_k=10).hits
    last = plain[-1]
    liking = Liking(last.article.title.lower())
    first, *others = retrieve(newsroom, QUESTION, top_k=10, reranker=liking).hits
    assert first.article.title == last.article.title
    assert first.trace.rerank_score == pytest.approx(first.score) == pytest.approx(1.0, abs=1e-4)
    assert first.trace.rerank_before == last.rank
    assert first.trace.dense_score == last.trace.dense_score
    assert [one.trace.rerank_before for one in others] == sorted(
        one.trace.rerank_before for one in others
    )
    question, read = liking.read[0]
    assert question == QUESTION
    assert read.startswith(f"{plain[0].article.title}\n")


def test_what_the_reranker_moved_out_says_so(newsroom):
    plain = retrieve(newsroom, QUESTION, top_k=10).hits
    liking = Liking(plain[-1].article.title.lower())
    told = explain(newsroom, QUESTION, top_k=1, reranker=liking)
    moved = [miss for miss in told.misses if miss.why is Why.RERANKER]
    assert [miss.hit.article.title for miss in moved] == [plain[0].article.title]
    assert moved[0].reason.startswith("the reranker moved it down from place 1, ")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Make models with one output and with three; in a process of its own: torch stays."""
    place = tmp_path_factory.mktemp("rerankers")
    told = [part for outputs in ("1", "3") for part in (str(place / outputs), outputs)]
    subprocess.run([sys.executable, "-c", MAKE, *told], check=True, timeout=280)
    return place


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cross_encoder_ranks_by_its_own_scores(newsroom, folders):
    reranker = load_reranker(str(folders / "1"))
    hits = retrieve(newsroom, QUESTION, top_k=10, reranker=reranker).hits
    assert len(hits) > 2
    read = [f"{hit.article.title}\n{hit.passage.text}" for hit in hits]
    logits = reranker.logits(QUESTION, read)
    assert list(logits) == sorted(logits, reverse=True)
    assert [hit.score for hit in hits] == pytest.approx(list(1 / (1 + np.exp(-logits))), abs=1e-5)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_no_reranker_is_told_with_the_step_that_mends_it(folders, tmp_path):
    with pytest.raises(SettingsError, match="has 3 outputs, not one") as caught:
        load_reranker(str(folders / "3"))
    assert "RAG_VERIFIER" in caught.value.hint
    with pytest.raises(SettingsError, match=r"the reranker '.*' cannot be loaded: ") as caught:
        load_reranker(str(tmp_path))
    assert "RAG_RERANKER" in caught.value.hint
