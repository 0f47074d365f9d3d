"""Verification: whether the passages that a statement cites really say it.

No language model takes part, and nothing is read from disk. Each check looks at one thing and
returns findings, each with its reason; ``Verifier`` weighs them into a verdict.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.verification.findings import Finding, Weight
    from rag.verification.judges import Judge, load_judge
    from rag.verification.verifier import Checked, Verifier

__all__ = ["Checked", "Finding", "Judge", "Verifier", "Weight", "load_judge"]

_HOMES = {
    "Checked": "verifier",
    "Finding": "findings",
    "Judge": "judges",
    "Verifier": "verifier",
    "Weight": "findings",
    "load_judge": "judges",
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    """Import what is asked for, and nothing before.

    An answer without a language model needs the words and numbers of this package, but none of its
    checks, which take 50 ms to import.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
