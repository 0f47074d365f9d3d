"""Citations: ``[n]`` markers in an answer, and the exact words of an article they stand for.

Pure: nothing here reads a file or runs a model.
"""

from __future__ import annotations

from rag.citations.markers import MarkedSentence, SentenceReader, marked_sentences, with_markers
from rag.citations.quotations import Quotation, find_quote, quotations
from rag.citations.windows import Window, windows

__all__ = [
    "MarkedSentence",
    "Quotation",
    "SentenceReader",
    "Window",
    "find_quote",
    "marked_sentences",
    "quotations",
    "windows",
    "with_markers",
]
