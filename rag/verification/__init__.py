"""Verification: whether the passages that a statement cites really say it.

    sentence with markers  -> verifier    looks up the cited passages and asks the checks
    quotations             what stands in quotation marks must stand there, word for word
    facts                  every number, date and name must stand there
    evidence               how much of it a stretch of a passage says, in words and in meaning
    polarity wording roles whether it denies, alters or turns round what the best stretches say
    judges                 a model may be asked about what the rules leave open

Each check returns ``findings``, each with a weight and a reason; the verifier makes a verdict and
citations of them. ``clauses`` cuts sentences into features that the checks compare. Without a
judge, no model takes part but the embedder.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.verification.findings import Finding, Weight
    from rag.verification.judges import Judge, ReaderJudge, load_judge, second_opinion
    from rag.verification.verifier import Checked, Verifier

__all__ = [
    "Checked",
    "Finding",
    "Judge",
    "ReaderJudge",
    "Verifier",
    "Weight",
    "load_judge",
    "second_opinion",
]

_HOMES = {
    "Checked": "verifier",
    "Finding": "findings",
    "Judge": "judges",
    "ReaderJudge": "judges",
    "Verifier": "verifier",
    "Weight": "findings",
    "load_judge": "judges",
    "second_opinion": "judges",
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    """Import a name's module when the name is first used.

    Importing all checks takes 50 ms, and not every importer of one module here needs them.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
