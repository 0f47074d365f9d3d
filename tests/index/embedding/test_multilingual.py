"""The architecture of paraphrase-multilingual-MiniLM-L12-v2, with random weights.

That is a BERT of 384 dimensions with XLM-R's vocabulary of pieces and mean pooling, not normalised.
"""

import numpy as np
import pytest

from index.embedding import load_embedder
from index.embedding.onnx import OnnxEmbedder
from index.embedding.torch import load_sentence_transformer

pytestmark = [pytest.mark.model, pytest.mark.slow]

TEXTS = [
    "The harbour bridge reopened on Monday after nine months of repairs.",
    "Die Hafenbrücke ist seit Montag nach neun Monaten wieder offen.",
    "Le pont du port a rouvert lundi après neuf mois de travaux.",
    "El puente del puerto se reabrió el lunes: ¿cuánto costó la obra?",
    "Il ponte del porto è stato riaperto lunedì dopo nove mesi.",
    "Ura e portit u hap të hënën pas nëntë muajsh punimesh, tha çdo banor.",
    "Most u luci je otvoren u ponedeljak, rekla je Željka Đurić.",
    "Мост у луци је отворен у понедељак после девет месеци радова.",
    "أعيد فتح جسر الميناء يوم الاثنين بعد تسعة أشهر من أعمال الإصلاح.",
    "橋が開いた。",
    "🙂",
    "",
    "Eine Brücke, die lang ist. " * 40,
]
LANGUAGES = 9
"""How many of them the vocabulary was made of."""
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory):
    """A folder as sentence-transformers publishes the model."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers import models as modules
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("multilingual")
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=400, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS[:LANGUAGES], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    torch.manual_seed(1)
    BertModel(
        BertConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=384,
            num_hidden_layers=2,
            num_attention_heads=12,
            intermediate_size=256,
            max_position_embeddings=512,
            pad_token_id=1,
            initializer_range=0.5,
        )
    ).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
    ).save_pretrained(folder / "bert")
    transformer = modules.Transformer(str(folder / "bert"), max_seq_length=128)
    pooling = modules.Pooling(transformer.get_word_embedding_dimension(), pooling_mode="mean")
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_it_embeds_texts_of_any_script_as_sentence_transformers_does(multilingual):
    embedder = load_embedder(str(multilingual))
    assert isinstance(embedder, OnnxEmbedder)
    assert embedder.dimension == 384
    model = load_sentence_transformer(str(multilingual))
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    vectors = embedder.embed_documents(TEXTS)
    assert (vectors * expected).sum(axis=-1).min() > 0.9999
    singly = np.stack([embedder.embed_query(text) for text in TEXTS])
    assert (singly * expected).sum(axis=-1).min() > 0.9999
    known = vectors[:LANGUAGES]
    alike = known @ known.T - np.eye(LANGUAGES)
    assert alike.max() < 0.999, "every script has pieces of its own"
