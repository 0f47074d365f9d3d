"""Judges: a real cross-encoder, as small as one can be, made here and loaded as any other."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rag.errors import SettingsError
from rag.reader.sources import load_reader
from rag.settings.declared import OUR_READER
from rag.verification.judges import ReaderJudge, load_judge

MAKE = """
import sys, torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import AutoConfig, AutoModelForSequenceClassification, PreTrainedTokenizerFast

torch.manual_seed(0)
words = "[PAD] [UNK] [CLS] [SEP] italy sends most soldiers nobody cooks".split()
tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, "[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
    special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
)
fast = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
    sep_token="[SEP]",
)
for folder, listed in zip(sys.argv[1::2], sys.argv[2::2]):
    labels = listed.split()
    config = AutoConfig.for_model(
        "deberta-v2" if labels == ["LABEL_0", "LABEL_1"] else "bert",  # as MiniCheck's
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, max_position_embeddings=64, id2label=dict(enumerate(labels)),
        label2id={label: at for at, label in enumerate(labels)}, num_labels=len(labels),
    )
    model = AutoModelForSequenceClassification.from_config(config)
    with torch.no_grad():  # certain of its third output, or of its only one
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([0.0] * (len(labels) - 1) + [4.0]))
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
"""

pytestmark = [pytest.mark.slow]

NLI, ODD, RERANKER = "contradiction neutral entailment", "not_entailment relevant", "LABEL_0"
UNNAMED = "LABEL_0 LABEL_1"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Make models with these outputs; in a process of its own, since torch stays imported."""
    place = tmp_path_factory.mktemp("judges")
    made = {labels: str(place / str(at)) for at, labels in enumerate([NLI, ODD, RERANKER, UNNAMED])}
    told = [part for labels, folder in made.items() for part in (folder, labels)]
    subprocess.run([sys.executable, "-c", MAKE, *told], check=True, timeout=280)
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_folder_with_an_nli_model_or_a_reranker_is_a_judge(folders):
    judge = load_judge(folders[NLI])
    assert judge.support("Italy sends most.", "Italy sends most soldiers.") > 0.9
    reranker = load_judge(folders[RERANKER])
    assert reranker.support("Italy sends most.", "Nobody cooks.") == pytest.approx(0.982, abs=1e-3)
    unnamed = load_judge(folders[UNNAMED])
    assert unnamed.support("Italy sends most.", "Nobody cooks.") == pytest.approx(0.982, abs=1e-3)
    with pytest.raises(SettingsError, match="has no output for entailment, only not_entailment"):
        load_judge(folders[ODD])


def test_the_reader_doubts_what_a_passage_does_not_say():
    judge = ReaderJudge(load_reader(OUR_READER))
    told = "Italy sends most of the soldiers, followed by the United States and Turkey."
    true, false = (
        judge.support(claim, told)
        for claim in ("Most soldiers come from Italy.", "Most soldiers come from Norway.")
    )
    assert true > judge.limits.doubts > false
    # Long evidence is read in stretches of about a dozen sentences, and the best one counts.
    other = [f"The weather of day {number} was neither good nor bad." for number in range(40)]
    assert judge.support("Most soldiers come from Italy.", " ".join([*other, told])) > false


def test_a_judge_that_is_not_there_is_told_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for name in ("nobody/no-such-judge", str(tmp_path)):
        with pytest.raises(SettingsError) as caught:
            load_judge(name)
        assert caught.value.message.startswith(f"the verifier {name!r} cannot be loaded: ")
        assert "\n" not in caught.value.message
