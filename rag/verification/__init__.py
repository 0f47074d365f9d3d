"""Verification: whether the passages that a statement cites really say it.

No language model takes part, and nothing is read from disk. Each check looks at one thing and
returns findings, each with its reason; ``Verifier`` weighs them into a verdict.
"""

from __future__ import annotations

from rag.verification.findings import Finding, Weight
from rag.verification.judges import Judge, load_judge
from rag.verification.verifier import Checked, Verifier

__all__ = ["Checked", "Finding", "Judge", "Verifier", "Weight", "load_judge"]
