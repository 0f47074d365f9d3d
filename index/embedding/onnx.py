"""The usual embedder: onnxruntime and tokenizers over an exported graph."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Vectors
from index.embedding.arena import compute_in_arena
from index.embedding.model_card import GRAPH_FILE, TOKENIZER_FILE, ModelCard
from index.errors import EmbeddingModelError, importing

BATCH_TOKENS = 320
"""Tokens of a batch with its padding, at most, unless one text alone has more.

Measured on two cores, milliseconds of processor time a passage of 200 tokens: 65 alone, 64 in
batches of two and three, 67 in batches of four, 69 of six, which no longer fit the caches.
Sentences of 30 tokens: 10.7 alone, 8.9 by four, 8.4 by eight, 8.5 by twelve and sixteen.
"""

_QUOTA_FILE = Path("/sys/fs/cgroup/cpu.max")


class OnnxEmbedder:
    """Embeds with the graph in ``folder`` (see ``index.embedding.export``).

    Only the card is read at first. The first text loads graph and tokenizer, because neither is
    needed to see that a library is up to date.
    """

    def __init__(self, folder: Path, *, for_many: bool = False) -> None:
        """Read the card. Raises EmbeddingModelError, as the first text may too.

        With ``for_many``, loading copies the weights into the layout that they are multiplied in.
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
        parts = list(batches([len(each.ids) for each in tokens]))

        def fill(part: list[int]) -> None:
            vectors[part] = self._run([tokens[index] for index in part])

        if len(parts) > 1:
            list(self._pool.map(fill, parts))
        elif parts:
            fill(parts[0])
        return vectors

    def _run(self, tokens: Sequence[Any]) -> Vectors:
        longest = max(len(each.ids) for each in tokens)
        # The mask is zero over the padding: ones there would move the vectors, silently.
        feed = {
            "input_ids": _padded([each.ids for each in tokens], longest, self._card.pad_id),
            "attention_mask": _padded([each.attention_mask for each in tokens], longest, 0),
            "token_type_ids": _padded([each.type_ids for each in tokens], longest, 0),
        }
        wanted = {name: array for name, array in feed.items() if name in self._inputs}
        result: Vectors = self._session.run(None, wanted)[0]
        return result

    @cached_property
    def _tokenizer(self) -> Any:
        with importing("tokenizers"):
            from index.embedding.tokenizing import read_tokenizer

        try:
            tokenizer = read_tokenizer(self._folder / TOKENIZER_FILE)
        except Exception as exc:  # tokenizers raises Exception itself
            raise _unusable(self._folder, exc) from exc
        # tokenizer.json may carry a padding and a limit of its own (MiniLM's: 128 tokens, fixed).
        tokenizer.enable_truncation(max_length=self._card.max_length)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        with importing("onnxruntime"):
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
    # The graph was optimised when it was exported; to do so again would slow every start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Each core runs its own batch, so that the cores need not wait for one another.
    options.intra_op_num_threads = 1
    # onnxruntime would keep a plan for each shape, and nearly every batch has a shape of its own.
    options.enable_mem_pattern = False
    if prepacked:
        # An arena would grow with every batch of another shape, and never shrink.
        options.enable_cpu_mem_arena = False
    else:
        compute_in_arena(options)
    # To copy the weights into another layout costs 40 MB and 0.1 s a start. It saves 6 % of the
    # time for a passage of 200 tokens, 20 % for one of 60.
    options.add_session_config_entry("session.disable_prepacking", "0" if prepacked else "1")
    options.log_severity_level = 3
    return options


def _unusable(folder: Path, exc: Exception) -> EmbeddingModelError:
    return EmbeddingModelError(
        f"the exported embedding model in {str(folder)!r} cannot be loaded: {exc}",
        hint=f"delete the folder {str(folder)!r}; it is made again on the next start",
    )


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indices of texts, given their lengths in tokens, batch by batch.

    Texts of similar length go together, which pads the least. The longest come first, so that the
    cores finish at about the same time.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def cores() -> int:
    """Return how many processors this process may use."""
    allowed = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(1, min(allowed, _quota() or allowed))


def _quota() -> int | None:
    """Return the processors that a container's quota allows, where there is one (cgroup v2)."""
    try:
        quota, period = _QUOTA_FILE.read_text(encoding="ascii").split()
        return round(int(quota) / int(period))
    except (OSError, ValueError):  # "max" is no number either
        return None
