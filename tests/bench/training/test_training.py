"""A small network learns, stops, and goes on where it stopped."""

from __future__ import annotations

import json
from itertools import islice

import numpy as np
import pytest
from training.batches import batches, encoded
from training.corpus import Corpus
from training.examples import Claim, Example
from training.mixture import Sources, draws
from training.trainer import Plan, Training

from rag.reader.pairs import PairTokenizer
from rag.reader.sources import load_reader

torch = pytest.importorskip("torch")

PASSAGES = [
    "Italy sends 852 soldiers to the mission in the north. Turkey follows with 400 of them. "
    "All of them are led by General Kaya since 2021.",
    "The bank kept its rate at 3 percent in 2024. Inflation fell, said the governor of the bank "
    "on Monday. The rate was first raised in May.",
]


def examples():
    for number, (asked, answer) in enumerate(
        [("How many does Italy send?", "852"), ("What is the rate?", "3 percent")]
    ):
        start = PASSAGES[number].index(answer)
        for article in (f"A{number}", f"B{number}"):
            yield Example(
                question=asked,
                title=article,
                passage=PASSAGES[number],
                answer=(start, start + len(answer)),
                article=article,
                source="squad1",
            )
    yield Example(
        question="Who leads Norway?",
        title="A0",
        passage=PASSAGES[0],
        answer=None,
        article="A0",
        source="squad2",
    )


@pytest.fixture(scope="module")
def corpus():
    claims = [
        Claim(text="Italy sends 852.", evidence=PASSAGES[0], supported=True, source="c"),
        Claim(text="Italy sends 9.", evidence=PASSAGES[0], supported=False, source="c"),
    ]
    sources = Sources(list(examples()), claims)
    return Corpus(training=sources, development=sources, fingerprints={"file": "0"})


@pytest.fixture(scope="module")
def tokenizer(tokenizer_file):
    return PairTokenizer(tokenizer_file, max_length=64)


def network():
    from training.network import ReaderNetwork
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    return ReaderNetwork(BertModel(config, add_pooling_layer=False), 16)


def test_draws_are_the_seed_s(corpus):
    assert list(islice(draws(corpus.training, 5), 40)) == list(
        islice(draws(corpus.training, 5), 40)
    )


def test_a_negative_does_not_hold_the_answer(corpus):
    drawn = [one for one in islice(draws(corpus.training, 2), 400) if isinstance(one, Example)]
    negatives = [one for one in drawn if one.answer is None and one.source == "squad1"]
    assert len(negatives) > 30
    gold = {"How many does Italy send?": "852", "What is the rate?": "3 percent"}
    unaltered = [one for one in negatives if one.question in gold]
    assert unaltered
    assert all(gold[one.question] not in one.passage for one in unaltered)


def test_a_positive_s_target_is_its_answer_s_tokens(corpus, tokenizer):
    positive = corpus.training.examples[0]
    batch = encoded([positive], tokenizer)
    texts = f"{positive.title}\n{positive.passage}"
    pairs = tokenizer.encode([(positive.question, texts)], skip=[0])
    start, end = int(batch.start[0]), int(batch.end[0])
    span = pairs.offsets[0][start : end + 1]
    assert texts[span[0, 0] : span[-1, 1]] == "852"


def test_an_answer_that_was_cut_off_teaches_nothing(tokenizer):
    passage = "word " * 80 + "852"
    example = Example(
        question="How many?", title="", passage=passage, answer=(400, 403), article="", source="s"
    )
    batch = encoded([example], tokenizer)
    assert int(batch.start[0]) == -100
    assert batch.verdict.tolist() == [[-1.0, -1.0]]


def test_batches_hold_what_was_drawn_and_no_more_tokens(corpus):
    drawn = list(islice(draws(corpus.training, 3), 300))
    listed = list(batches(iter(drawn), tokens=200))
    assert sum(map(len, listed)) == 300
    assert len(listed) > 20


def test_training_goes_on_where_it_stopped(corpus, tokenizer, tmp_path):
    plan = Plan(steps=4, tokens=400, rate=1e-3, seed=1)
    Training(network(), plan, tmp_path).run(corpus, tokenizer, every=2)
    kept = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert kept["step"] == 4
    longer = Plan(steps=6, tokens=400, rate=1e-3, seed=1)
    Training(network(), longer, tmp_path).run(corpus, tokenizer, every=2)
    curve = (tmp_path / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    steps = [json.loads(line)["step"] for line in curve]
    assert steps == [2, 4, 6]


def test_what_is_learnt_is_kept(corpus, tokenizer, tmp_path):
    begun = network()
    before = begun.span.weight.clone()
    plan = Plan(steps=3, tokens=400, rate=1e-3, seed=1)
    Training(begun, plan, tmp_path).run(corpus, tokenizer, every=3)
    again = network()
    Training(again, plan, tmp_path)
    assert not torch.equal(before, again.span.weight)
    assert torch.equal(begun.span.weight, again.span.weight)


def test_what_was_learnt_is_exported_with_its_origin(corpus, tokenizer, tokenizer_file, tmp_path):
    plan = Plan(steps=2, tokens=400, rate=1e-3, seed=1)
    training = Training(network(), plan, tmp_path)
    training.run(corpus, tokenizer, every=1)
    training.export(corpus, tokenizer_file, tmp_path / "reader")
    reader = load_reader(str(tmp_path / "reader"))
    assert reader.name == "dateline"
    (reading,) = reader.read("Who leads the mission?", [("", "It is led by the general.")])
    assert np.isfinite(reading.answerable)
    origin = json.loads((tmp_path / "reader" / "training.json").read_text(encoding="utf-8"))
    assert origin["fingerprints"] == {"file": "0"}
    assert [point["step"] for point in origin["curve"]] == [1, 2]
