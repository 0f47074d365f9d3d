"""Cross-encoders of sentence-transformers: models that read two texts together."""

from __future__ import annotations

import contextlib
import io
import logging
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.embedding.model_folders import model_folder
from rag.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def open_cross_encoder(name: str, *, role: str, hint: str) -> CrossEncoder:
    """Return the model ``name``, of Hugging Face or in a folder; importing takes many seconds.

    ``role`` says in an error what the model was for. Raises SettingsError.
    """
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        with _quiet():
            from sentence_transformers import CrossEncoder

            model: CrossEncoder = CrossEncoder(str(model_folder(name)), device="cpu")
            return model
    except Exception as exc:  # transformers, huggingface_hub and safetensors raise their own
        raise SettingsError(
            f"the {role} {name!r} cannot be loaded: {_first_line(exc)}", hint=hint
        ) from exc


def logits_of(model: CrossEncoder, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
    """Return ``(len(pairs), outputs)``: the model's outputs before any activation."""
    from torch import nn

    logits = model.predict(
        list(pairs), activation_fn=nn.Identity(), show_progress_bar=False, convert_to_numpy=True
    )
    return np.asarray(logits, dtype=np.float64).reshape(len(pairs), -1)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep advice and loading bars of transformers off the terminal."""
    logger = logging.getLogger("transformers")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logger.setLevel(level)


def _first_line(exc: Any) -> str:
    lines = str(exc).strip().splitlines()
    return lines[0][:160] if lines else type(exc).__name__
