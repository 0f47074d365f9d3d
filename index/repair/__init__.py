"""Checking and repairing a library: catalog and Chroma can each be made again from the other."""

from __future__ import annotations

from index.repair.checks import Problem, check
from index.repair.mending import repair
from index.repair.rebuild import rebuild_damaged

__all__ = ["Problem", "check", "rebuild_damaged", "repair"]
