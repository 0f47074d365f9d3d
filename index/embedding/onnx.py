"""The embedder of every day: onnxruntime and tokenizers over an exported graph."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Vectors
from index.embedding.batches import batches, cores
from index.embedding.cards import GRAPH_FILE, TOKENIZER_FILE, ModelCard
from index.errors import EmbeddingModelError


class OnnxEmbedder:
    """Embeds with the graph in ``folder`` (see ``index.embedding.export``).

    Only the card is read at first; graph and tokenizer are loaded by the first text, for to know
    that a library is up to date takes neither.
    """

    def __init__(self, folder: Path, *, for_many: bool = False) -> None:
        """Read the card. Raises EmbeddingModelError, as the first text may too.

        ``for_many`` texts, loading copies the weights into the layout that they are multiplied in.
        """
        self._folder = folder
        self._for_many = for_many
        try:
            self._card = ModelCard.read(folder)
        except (OSError, ValueError, TypeError) as exc:
            raise _unusable(folder, exc) from exc
        self._workers = cores()

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._card.name

    @property
    def fingerprint(self) -> str:
        """A hash of the model's own files."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._card.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        return self._embed([self._card.document_prompt + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        vector: Vectors = self._embed([self._card.query_prompt + text])[0]
        return vector

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = self._tokenizer.encode_batch_fast(list(texts))
        parts = list(batches([len(one.ids) for one in tokens]))

        def fill(part: list[int]) -> None:
            vectors[part] = self._run([tokens[index] for index in part])

        if len(parts) > 1:
            list(self._pool.map(fill, parts))
        elif parts:
            fill(parts[0])
        return vectors

    def _run(self, tokens: Sequence[Any]) -> Vectors:
        longest = max(len(one.ids) for one in tokens)
        # The mask is zero over the padding: ones there would move the vectors, silently.
        feed = {
            "input_ids": _padded([one.ids for one in tokens], longest, self._card.pad_id),
            "attention_mask": _padded([one.attention_mask for one in tokens], longest, 0),
            "token_type_ids": _padded([one.type_ids for one in tokens], longest, 0),
        }
        wanted = {name: array for name, array in feed.items() if name in self._inputs}
        result: Vectors = self._session.run(None, wanted)[0]
        return result

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        except Exception as exc:  # tokenizers raises Exception itself
            raise _unusable(self._folder, exc) from exc
        # tokenizer.json may carry a padding and a limit of its own (MiniLM's: 128 tokens, fixed).
        tokenizer.enable_truncation(max_length=self._card.max_length)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        try:
            return onnxruntime.InferenceSession(
                str(self._folder / GRAPH_FILE),
                _session_options(onnxruntime, prepacked=self._for_many),
                providers=["CPUExecutionProvider"],
            )
        except Exception as exc:  # onnxruntime raises its own untyped errors
            raise _unusable(self._folder, exc) from exc

    @cached_property
    def _inputs(self) -> frozenset[str]:
        return frozenset(node.name for node in self._session.get_inputs())

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        _ = self._inputs  # made by one thread, used by all
        return ThreadPoolExecutor(self._workers, thread_name_prefix="embedding")


def _padded(rows: Sequence[Sequence[int]], length: int, filler: int) -> np.ndarray[Any, Any]:
    padded = np.full((len(rows), length), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded


def _session_options(onnxruntime: Any, *, prepacked: bool) -> Any:
    options = onnxruntime.SessionOptions()
    # The graph on disk was optimised when it was exported; to do it again would slow every start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # A batch a core, instead of all cores at every batch: they need not wait for one another.
    options.intra_op_num_threads = 1
    # It remembers a plan for each shape, and here nearly every batch has a shape of its own.
    options.enable_mem_pattern = False
    # Weights copied into another layout cost 40 MB and 0.1 s a start. They save 6 % of the time of
    # a passage of 200 tokens, 20 % of that of 60.
    options.add_session_config_entry("session.disable_prepacking", "0" if prepacked else "1")
    options.log_severity_level = 3
    return options


def _unusable(folder: Path, exc: Exception) -> EmbeddingModelError:
    return EmbeddingModelError(
        f"the exported embedding model in {str(folder)!r} cannot be loaded: {exc}",
        hint=f"delete the folder {str(folder)!r}; it is made again on the next start",
    )
