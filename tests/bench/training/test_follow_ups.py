"""Follow-up questions: the sets' files, what is drawn from them, what the network is to say."""

from __future__ import annotations

import gzip
import json
from itertools import islice

import pytest
from training import follow_up_sets
from training.follow_up_sets import FollowUp
from training.follow_up_task import FollowUpTask
from training.trainer import Plan, Training

from rag.conversation.carried_words import FOLLOW_UP, FollowUpModel, joined
from rag.cross_encoder.graph import ModelCard
from rag.cross_encoder.pairs import PairTokenizer

pytestmark = pytest.mark.slow

torch = pytest.importorskip("torch")

BANK = FollowUp(
    question="When did it raise the rate?",
    history=("Who leads the central bank? Governor Kaya", "Economy of the island"),
    rewrite="When did the central bank raise the rate?",
    source="canard",
)
TABLE = FollowUp(
    question="And in May?",
    history=("How many seats did the party win in April?",),
    rewrite="How many seats did the party win in May?",
    source="tables",
)


@pytest.fixture(scope="module")
def tokenizer(tokenizer_file):
    return PairTokenizer(tokenizer_file, max_length=64)


@pytest.fixture
def task(tokenizer):
    return FollowUpTask([BANK, TABLE], [BANK, TABLE], tokenizer, {"file": "0"})


def network():
    from training.network import WordNetwork
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    return WordNetwork(BertModel(config, add_pooling_layer=False), 16)


def test_what_a_question_takes_up_is_what_its_rewrite_adds():
    assert BANK.wanted == {"central", "bank"}
    assert TABLE.wanted == {"seat", "parti", "win"}


def test_canard_s_history_is_made_of_rewrites_and_answers_latest_first(tmp_path):
    for name, lines in {
        "question": ["D_q#0\tWho leads?", "D_q#1\tSince when?"],
        "rewrite": ["D_q#0\tWho leads Opec?", "D_q#1\tSince when does he lead Opec?"],
        "answer.tokens": ["D_q#0\tsecretary | general", "D_q#1\tmay"],
    }.items():
        with gzip.open(tmp_path / f"train.{name}.tsv.gz", "wt") as file:
            file.write("\n".join(lines))
    first, second = follow_up_sets.canard_train(tmp_path)
    assert first.history == ("Opec",)
    assert second.history == ("Who leads Opec? secretary general", "Opec")
    assert second.wanted == {"lead", "opec"}


def test_what_a_driver_said_bit_by_bit_is_one_request(tmp_path):
    said = ["make an appointment", "For what day?", "Monday", "Done."]
    dialogue = [{"data": {"utterance": text}} for text in said]
    dialogue[-1]["reformulation"] = {"reformulated_utt": "make an appointment on Monday"}
    path = tmp_path / "cqr.json"
    path.write_text(json.dumps([{"dialogue": dialogue}]))
    (found,) = follow_up_sets.car_talk(path)
    assert (found.question, found.history) == ("Monday", ("For what day?", "make an appointment"))
    assert found.wanted == {"make", "appoint"}


def test_what_was_left_out_is_restored(tmp_path):
    def turn(whole, short, sent):
        asked = {
            "transcript_complete": whole,
            "transcript_with_ellipsis": short,
            "transcript_with_coreference": "",
        }
        return {"usr": asked, "sys": {"sent": sent}}

    turns = [turn("A cheap one.", "", "It is Chiquito."), turn("Is Chiquito far?", "Is it?", "No.")]
    path = tmp_path / "gecor.json"
    path.write_text(json.dumps([{"dial": turns}]))
    (found,) = follow_up_sets.restaurants(path)
    assert found.history == ("A cheap one. It is Chiquito.",)
    assert found.wanted == {"chiquito"}


def test_the_words_that_are_taken_up_are_marked(tokenizer):
    task = FollowUpTask([BANK], [BANK], tokenizer, {})
    alone = FollowUp(**{**vars(BANK), "question": BANK.rewrite})
    seen = set()
    for batch in islice(task.batches(3, tokens=200), 40):
        for row in range(len(batch)):
            ids = batch.feed["input_ids"][row]
            marked = ids[batch.wanted[row] == 1].tolist()
            seen.add(" ".join(map(str, marked)))
    central_bank = tokenizer.encode([("", "central bank")], skip=[0]).ids[0]
    assert seen == {"", " ".join(map(str, central_bank[2:-1]))}
    assert alone.wanted == frozenset()


def test_what_was_learnt_weighs_the_words_of_a_conversation(task, tokenizer_file, tmp_path):
    training = Training(network(), Plan(steps=2, tokens=400, rate=1e-3, seed=1), tmp_path)
    training.run(task, every=1)
    card, folder = ModelCard(name="dateline", max_length=64), tmp_path / "model"
    training.export(task, FOLLOW_UP, card, tokenizer_file=tokenizer_file, folder=folder)
    model = FollowUpModel(folder)
    words = model.weigh(BANK.question, BANK.history)
    assert [one.text for one in words if one.turn == 1] == ["Economy", "island"]
    assert all(BANK.history[one.turn][one.start : one.end] == one.text for one in words)
    assert all(0 < one.probability < 1 for one in words)
    assert model.weigh("Who?", []) == []
    assert joined(BANK.history).count("\n") == 1
