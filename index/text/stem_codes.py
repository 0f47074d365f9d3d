"""How a text is worded, in numbers: what a question is compared with in many passages at once.

To cut a passage into sentences, words and stems takes ten times as long as to compare it, so that
is done when it is indexed.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from typing import TYPE_CHECKING, TypeAlias

from index.text.sentences import sentence_spans
from index.text.words import stem, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Wording: TypeAlias = "NDArray[np.uint32]"
"""``(n,)``: the codes of a text's stems in order, and ``BREAK`` between its sentences."""

BREAK = 0

MADE = "1"
"""Differs for every way of making them; those made in another way are made again."""


def stem_code(of: str) -> int:
    """Return what stands for a stem: 32 bits, never ``BREAK``.

    Two stems of one question and its passages share a code once in 100,000 questions.
    """
    return zlib.crc32(of.encode("utf-8", "surrogatepass")) or 1


def packed_wording(text: str) -> bytes:
    """Return the wording of ``text`` as it is stored."""
    codes = array("I")
    for start, end in sentence_spans(text):
        if codes:
            codes.append(BREAK)
        codes.extend(map(_codes.__getitem__, words(text[start:end])))
    if sys.byteorder == "big":
        codes.byteswap()
    return codes.tobytes()


def unpacked(stored: bytes) -> Wording:
    """Return a wording that was stored."""
    import numpy as np  # to look whether anything has changed takes none

    return np.frombuffer(stored, dtype="<u4")


def wording(text: str) -> Wording:
    """Return the wording of ``text``."""
    return unpacked(packed_wording(text))


class _Codes(dict[str, int]):
    """The codes of words' stems."""

    MOST = 50_000

    def __missing__(self, word: str) -> int:
        """Stem a word that has not been seen."""
        if len(self) >= self.MOST:
            self.clear()
        found = self[word] = stem_code(stem(word))
        return found


_codes = _Codes()
