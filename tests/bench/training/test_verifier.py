"""Claims for the verifier: what is held out, what is made of questions, what is taken away."""

from __future__ import annotations

import gzip
import json
from itertools import islice

import pytest
from training import claim_sets
from training.claim_mixture import claim_groups
from training.corpus import Corpus
from training.examples import Claim, Example
from training.progress import balanced_accuracy
from training.sources import Sources
from training.statements import kind_of, statement
from training.trainer import Plan, Training
from training.verifier_task import VerifierTask

from rag.cross_encoder.graph import ModelCard
from rag.cross_encoder.pairs import PairTokenizer
from rag.reader.graph import READER, GraphReader
from rag.verification.judges import ReaderJudge

pytestmark = pytest.mark.slow

torch = pytest.importorskip("torch")

PASSAGE = (
    "Italy leads the mission since May. The general Kaya commands 852 soldiers there. "
    "Turkey left the mission in 2021, and Norway in 2022."
)


def question(text, answer, source="squad1"):
    start = PASSAGE.index(answer) if answer else 0
    return Example(
        question=text,
        title="",
        passage=PASSAGE,
        answer=(start, start + len(answer)) if answer else None,
        article="A",
        source=source,
    )


@pytest.fixture
def sources():
    examples = [
        question("Who commands the soldiers?", "Kaya"),
        question("Who left the mission in 2021?", "Turkey"),
        question("Who joined the mission in 2021?", "", source="squad2"),
    ]
    claims = [
        Claim(
            text="Italy leads a mission that Turkey left in 2021.",
            evidence=PASSAGE,
            supported=True,
            source="fever",
        ),
        Claim(text="Italy left.", evidence=PASSAGE, supported=False, source="fever"),
    ]
    return Sources(examples, claims)


def drawn_from(sources, most=400):
    return [one for group in islice(claim_groups(sources, 3), most) for one in group.drawn]


@pytest.mark.parametrize(
    ("asked", "answer", "said"),
    [
        ("Who founded the party?", "Ana Berg", "Ana Berg founded the party."),
        ("Who was the first mayor?", "Ana Berg", "Ana Berg was the first mayor."),
        ("What is the capital of Kosovo?", "Pristina", "The capital of Kosovo is Pristina."),
        ("How many soldiers serve there?", "852", "852 soldiers serve there."),
        ("When did it end?", "2021", "It was in 2021 that it end."),
        ("Which year was it built?", "2021", None),
        ("Why?", "because", None),
    ],
)
def test_a_question_and_its_answer_are_a_statement(asked, answer, said):
    assert statement(asked, answer) == said


def test_answers_of_a_kind_fit_the_same_questions():
    assert kind_of("Who left?") == kind_of("Who won?")
    assert kind_of("How many left?") != kind_of("How long did it take?")
    assert kind_of("What is it?") == kind_of("What was it?") == "what"


def test_a_question_s_own_answer_is_true_and_another_s_is_not(sources):
    made = {one.text: one.supported for one in drawn_from(sources) if one.source == "answered"}
    assert made["Kaya commands the soldiers."] is True
    assert made["Turkey commands the soldiers."] is False
    assert made["Kaya joined the mission in 2021."] is False


def test_without_a_sentence_that_it_needs_a_claim_is_not_supported(sources):
    own = [one for one in drawn_from(sources) if one.text == sources.claims[0].text]
    thinner, whole = sorted({one.evidence for one in own}, key=len)[:2]
    assert whole == PASSAGE
    assert "Turkey left" not in thinner
    assert all(one.supported is (PASSAGE in one.evidence) for one in own)


def test_two_claims_are_true_together_where_both_are(sources):
    both = f"{sources.claims[0].text} {sources.claims[1].text}"
    assert {one.supported for one in drawn_from(sources) if one.text == both} == {False}


def test_short_evidence_stands_among_other_sentences_at_times(sources):
    padded = [one for one in drawn_from(sources) if len(one.evidence) > 1.5 * len(PASSAGE)]
    assert all(one.evidence.count("Turkey left the mission in 2021") == 2 for one in padded)
    assert len(padded) > 10


def test_whole_sets_are_held_out(tmp_path):
    for name in ("ectsum", "podcast"):
        path = tmp_path / f"summedits_{name}.json.gz"
        with gzip.open(path, "wt") as file:
            json.dump([{"summary": f"{name} rose.", "doc": "It rose.", "label": 1}], file)
    (learnt,) = claim_sets.edited_by_machine(tmp_path)
    assert learnt.text == "podcast rose."
    (held_out,) = claim_sets.edited_by_machine(tmp_path, held_out=True)
    assert (held_out.text, held_out.source) == ("ectsum rose.", "summedits-ectsum")


def test_a_summary_s_sentence_with_a_part_that_most_mark_is_false(tmp_path):
    record = {
        "source": ["Italy", "leads", "."],
        "summary": [["Italy", "leads", "."], ["Turkey", "leads", "."]],
        "qas": [
            {"sent_id": 0, "annotations": [0, 0, 1]},
            {"sent_id": 1, "annotations": [0, 0, 0]},
            {"sent_id": 1, "annotations": [1, 1, 0]},
        ],
    }
    path = tmp_path / "dev.jsonl"
    path.write_text(json.dumps(record))
    found = list(claim_sets.marked_summaries(path))
    assert [(one.text, one.supported) for one in found] == [
        ("Italy leads.", True),
        ("Turkey leads.", False),
    ]


def test_what_is_partly_supported_is_not(tmp_path):
    rows = [
        {"claim": "It rose.", "evidence": ["It rose.", "It fell."], "label": label}
        for label in ("supported", "partially_supported", "not_supported")
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    found = list(claim_sets.whole_articles(path))
    assert [one.supported for one in found] == [True, False, False]
    assert found[0].evidence == "It rose. It fell."


def test_balanced_accuracy_is_the_mean_of_both_shares():
    scored = [(1.0, True), (-1.0, True), (2.0, False), (-1.0, False), (-2.0, False), (-3.0, False)]
    assert balanced_accuracy(scored) == pytest.approx((1 / 2 + 3 / 4) / 2)


def test_what_was_learnt_judges_claims(sources, tokenizer_file, tmp_path):
    from training.network import ReaderNetwork
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    network = ReaderNetwork(BertModel(config, add_pooling_layer=False), 16)
    corpus = Corpus(training=sources, development=sources, fingerprints={"file": "0"})
    task = VerifierTask(corpus, sources.claims, PairTokenizer(tokenizer_file, max_length=64))
    training = Training(network, Plan(steps=2, tokens=400, rate=1e-3, seed=1), tmp_path)
    training.run(task, every=1)
    card, folder = ModelCard(name="dateline", max_length=64), tmp_path / "model"
    training.export(task, READER, card, tokenizer_file=tokenizer_file, folder=folder)
    model = ReaderJudge(GraphReader(folder))
    assert 0 < model.support("Italy leads.", PASSAGE) < 1
    # Long evidence is read in stretches of about ten such sentences, and the best one counts.
    told = [
        f"Sentence {number:02} " + "says nothing of interest " * 3 + "at all."
        for number in range(15)
    ]
    stretches = (told[0:10], told[5:15])
    assert model.support("Italy leads.", " ".join(told)) == pytest.approx(
        max(model.support("Italy leads.", " ".join(one)) for one in stretches)
    )
    curve = (tmp_path / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"fever", "fever at 0.5", "learnt"} <= set(json.loads(curve[-1]))
