"""Findings: what a check objects to in a statement, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Weight(IntEnum):
    """What a finding means for the statement's verdict."""

    REPAIRED = 1
    """It was corrected in the text."""
    DOUBT = 2
    """The statement may still hold: partial."""
    REFUTED = 3
    """The statement says what the cited words do not: unsupported."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One objection of a check to a statement."""

    check: str
    """The name of the check, such as ``numbers``."""
    weight: Weight
    reason: str
    """A clause for a reader: ``28 stands in none of the cited passages``."""
    said: str = ""
    """The words of the statement that it is about, where it is about some."""
    cited: str = ""
    """What the cited words have in their place, where they do."""
    about: str = ""
    """What ``said`` is: ``number``, ``date``, ``name`` or ``word``."""
