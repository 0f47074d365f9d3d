"""Checking a library and mending it: each half can be made again from the other."""

from __future__ import annotations

from index.repair.checks import Problem, check
from index.repair.halves import mend
from index.repair.mending import repair

__all__ = ["Problem", "check", "mend", "repair"]
