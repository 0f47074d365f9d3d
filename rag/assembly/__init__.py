"""Putting the program together: one way to open a library and what answers from it.

The command line, the evaluation, ``rag.Dateline``, ``rag.langchain`` and the tests use it, so the
same settings give the same answers everywhere.
"""

from rag.assembly.observer import QUIET, Events, Observer, run_through
from rag.assembly.opening import library_location, open_library, open_pipeline, open_search

__all__ = [
    "QUIET",
    "Events",
    "Observer",
    "library_location",
    "open_library",
    "open_pipeline",
    "open_search",
    "run_through",
]
