"""Where quotes stand in a text, as character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_PLAIN = str.maketrans("‘’‚‛“”„‟‐‑‒–—−", "''''\"\"\"\"------")
"""One character for another, so that offsets stay."""


def quote_exists(text: str, start: int, end: int, quote: str) -> bool:
    """Tell whether ``quote`` is not blank and stands in ``text`` at exactly these offsets."""
    return 0 <= start < end <= len(text) and text[start:end] == quote and bool(quote.strip())


def quote_spans(text: str, quote: str) -> Iterator[Span]:
    """Yield the (start, end) offsets of ``quote`` in ``text``.

    Any white space stands for any other, and typographic quotation marks and dashes for plain ones.
    """
    words = quote.translate(_PLAIN).split()
    if words:
        pattern = r"\s+".join(re.escape(word) for word in words)
        for found in re.finditer(pattern, text.translate(_PLAIN)):
            yield found.span()


def overlaps(span: Span, other: Span) -> bool:
    """Tell whether two (start, end) spans share a character."""
    return max(span[0], other[0]) < min(span[1], other[1])
