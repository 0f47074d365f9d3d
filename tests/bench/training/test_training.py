"""A small network learns, stops, and goes on where it stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from training.batches import batches, encoded
from training.corpus import Corpus
from training.examples import Claim, Example, Group
from training.losses import loss_of
from training.mixture import groups
from training.partner import Partner
from training.reader_task import ReaderTask
from training.sources import Sources
from training.trainer import Plan, Training

from rag.cross_encoder.graph import ModelCard
from rag.cross_encoder.pairs import PairTokenizer
from rag.reader.graph import READER
from rag.reader.sources import load_reader

pytestmark = pytest.mark.slow

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


def drawn_from(corpus, seed, most):
    return [one for group in islice(groups(corpus.training, seed), most) for one in group.drawn]


def alone(example):
    return [Group(drawn=(example,))]


def test_groups_are_the_seed_s(corpus):
    assert drawn_from(corpus, 5, 40) == drawn_from(corpus, 5, 40)


def test_a_negative_does_not_hold_the_answer(corpus):
    drawn = [one for one in drawn_from(corpus, 2, 600) if isinstance(one, Example)]
    negatives = [one for one in drawn if not one.answerable and one.source == "squad1"]
    assert len(negatives) > 30
    gold = {"How many does Italy send?": "852", "What is the rate?": "3 percent"}
    unaltered = [one for one in negatives if one.question in gold]
    assert unaltered
    assert all(gold[one.question] not in one.passage for one in unaltered)


def test_what_a_passage_just_misses_comes_with_what_it_answers(corpus):
    found = [
        group
        for group in islice(groups(corpus.training, 4), 200)
        if any(one.source == "squad2" for one in group.drawn)
    ]
    assert found
    for group in found:
        assert len({one.passage for one in group.drawn}) == 1
        assert {one.answerable for one in group.drawn} == {True, False}


def test_a_positive_s_target_is_its_answer_s_tokens(corpus, tokenizer):
    positive = corpus.training.examples[0]
    batch = encoded(alone(positive), tokenizer)
    texts = f"{positive.title}\n{positive.passage}"
    pairs = tokenizer.encode([(positive.question, texts)], skip=[0])
    start, end = int(batch.start[0]), int(batch.end[0])
    span = pairs.offsets[0][start : end + 1]
    assert texts[span[0, 0] : span[-1, 1]] == "852"


def test_an_answer_s_sentence_is_the_evidence(corpus, tokenizer):
    batch = encoded(alone(corpus.training.examples[2]), tokenizer)
    assert batch.evidence.tolist() == [[1.0, 0.0, 0.0]]
    numbers = batch.sentence[0][batch.sentence[0] >= 0].tolist()
    assert numbers == sorted(numbers)
    assert set(numbers) == {0, 1, 2}
    assert int(batch.sentence[0, int(batch.start[0])]) == 0


def test_an_answer_that_was_cut_off_teaches_nothing(tokenizer):
    passage = "word " * 80 + "852"
    example = Example(
        question="How many?", title="", passage=passage, answer=(400, 403), article="", source="s"
    )
    batch = encoded(alone(example), tokenizer)
    assert int(batch.start[0]) == -100
    assert batch.verdict.tolist() == [[-1.0, -1.0, -1.0]]


@pytest.mark.parametrize(
    ("yes", "verdict"), [(True, [1.0, -1.0, 1.0]), (False, [1.0, -1.0, 0.0]), (None, [0.0, -1, -1])]
)
def test_yes_and_no_are_learnt_where_a_passage_tells(tokenizer, yes, verdict):
    example = Example(
        question="Did it?",
        title="",
        passage="It did.",
        answer=None,
        yes=yes,
        article="",
        source="s",
    )
    batch = encoded(alone(example), tokenizer)
    assert batch.verdict.tolist() == [verdict]
    assert int(batch.start[0]) == (0 if yes is None else -100)


def test_batches_hold_what_was_drawn_and_no_more_tokens(corpus):
    drawn = list(islice(groups(corpus.training, 3), 300))
    listed = list(batches(iter(drawn), tokens=200))
    assert sum(map(len, listed)) == 300
    assert len(listed) > 20


def test_shared_scores_compare_across_the_passages_of_a_question(corpus, tokenizer):
    positive = corpus.training.examples[0]
    other = positive.unanswered(passage=PASSAGES[1])
    batch = encoded([Group(drawn=(positive, other), shared=True)], tokenizer)
    logits = torch.zeros(batch.allowed.shape)
    right, wrong = logits.clone(), logits.clone()
    right[0, batch.start[0]] = wrong[1, 12] = 5.0
    rest = (torch.zeros(2, 3), logits)
    shared = replace(batch, shared=torch.tensor([0, 0]))
    apart = replace(batch, shared=torch.tensor([-1, -1]))
    for start in (right, wrong):
        assert loss_of(shared, start, logits, *rest) > loss_of(apart, start, logits, *rest)
    gap = [
        float(loss_of(one, wrong, logits, *rest) - loss_of(one, right, logits, *rest))
        for one in (apart, shared)
    ]
    assert gap[1] > gap[0] > 0


def test_sixteen_bits_say_what_thirty_two_do(corpus, tokenizer):
    made = network().eval()
    batch = encoded(list(islice(groups(corpus.training, 3), 4)), tokenizer)
    tokens = batch.feed["attention_mask"].bool()
    for exact, fast in zip(made(**batch.feed), made.read_fast(batch.feed), strict=True):
        apart = (exact - fast).detach().abs()
        assert float((apart[tokens] if apart.shape == tokens.shape else apart).max()) < 0.05


def test_training_goes_on_where_it_stopped(corpus, tokenizer, tmp_path):
    plan = Plan(steps=4, tokens=400, rate=1e-3, seed=1)
    Training(network(), plan, tmp_path).run(ReaderTask(corpus, tokenizer), every=2)
    kept = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert kept["step"] == 4
    longer = Plan(steps=6, tokens=400, rate=1e-3, seed=1)
    Training(network(), longer, tmp_path).run(ReaderTask(corpus, tokenizer), every=2)
    curve = (tmp_path / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    steps = [json.loads(line)["step"] for line in curve]
    assert steps == [2, 4, 6]


def test_what_is_learnt_is_kept(corpus, tokenizer, tmp_path):
    begun = network()
    before = begun.span.weight.clone()
    plan = Plan(steps=3, tokens=400, rate=1e-3, seed=1)
    Training(begun, plan, tmp_path).run(ReaderTask(corpus, tokenizer), every=3)
    again = network()
    Training(again, plan, tmp_path)
    assert not torch.equal(before, again.span.weight)
    assert torch.equal(begun.span.weight, again.span.weight)


def test_what_was_learnt_is_exported_with_its_origin(corpus, tokenizer, tokenizer_file, tmp_path):
    plan = Plan(steps=2, tokens=400, rate=1e-3, seed=1)
    training = Training(network(), plan, tmp_path)
    training.run(ReaderTask(corpus, tokenizer), every=1)
    card, folder = ModelCard(name="dateline", max_length=64), tmp_path / "reader"
    task = ReaderTask(corpus, tokenizer)
    training.export(task, READER, card, tokenizer_file=tokenizer_file, folder=folder)
    reader = load_reader(str(tmp_path / "reader"))
    assert reader.name == "dateline"
    (reading,) = reader.read("Who leads the mission?", [("", "It is led by the general.")])
    assert np.isfinite(reading.answerable)
    origin = json.loads((tmp_path / "reader" / "training.json").read_text(encoding="utf-8"))
    assert origin["fingerprints"] == {"file": "0"}
    assert [point["step"] for point in origin["curve"]] == [1, 2]


def test_partners_meet_half_way(tmp_path):
    one, other = (torch.nn.Linear(1, 1, bias=False) for _ in range(2))
    for network, weight in ((one, 1.0), (other, 3.0)):
        torch.nn.init.constant_(network.weight, weight)
    a, b = tmp_path / "a", tmp_path / "b"
    a.mkdir()
    b.mkdir()
    first, second = Partner(b, ours=a), Partner(a, ours=b)
    assert not first.meet(one)
    assert second.meet(other)
    assert other.weight.item() == 2.0
    assert not second.meet(other)
    assert first.meet(one)
    assert one.weight.item() == 1.5
