"""Tokenizers, of which those of one vocabulary share it.

The default embedder and the models that ship with Dateline have the same tokenizer. Parsed for each
of them, it would take 7 MB and a twentieth of a second three times.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

from tokenizers import AddedToken, Tokenizer

_PARSING = threading.Lock()


def read_tokenizer(file: Path) -> Tokenizer:
    """Return the tokenizer of a ``tokenizer.json``; how it cuts and pads is the caller's own.

    Raises OSError, and for what is no tokenizer what ``tokenizers`` raises: Exception itself.
    """
    text = file.read_text(encoding="utf-8")
    with _PARSING:  # or two models that load at the same time would both parse it
        parsed = _parsed(text)
    own = Tokenizer(parsed.model)
    added: list[AddedToken] = [one for _, one in sorted(parsed.get_added_tokens_decoder().items())]
    own.add_special_tokens([one for one in added if one.special])
    own.add_tokens([one for one in added if not one.special])
    for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
        if (given := getattr(parsed, part)) is not None:
            setattr(own, part, given)
    return own


@lru_cache(maxsize=4)
def _parsed(text: str) -> Tokenizer:
    return Tokenizer.from_str(text)
