"""Stem codes: a text as numbers, in which a question is compared with many passages at once.

To cut a passage into sentences, words and stems takes ten times as long as to compare it, so it is
done when the passage is indexed.
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

StemCodes: TypeAlias = "NDArray[np.uint32]"
"""``(n,)``: the codes of a text's stems in order, with ``BREAK`` between its sentences."""

BREAK = 0

VERSION = "1"
"""Changes whenever codes are made in another way; stored codes of another version are replaced."""


def stem_code(of: str) -> int:
    """Return the code of a stem: 32 bits, never ``BREAK``.

    Two stems of one question and its passages share a code once in 100,000 questions.
    """
    return zlib.crc32(of.encode("utf-8", "surrogatepass")) or 1


def stem_codes(text: str) -> StemCodes:
    """Return the codes of ``text``."""
    return unpacked(packed_stem_codes(text))


def packed_stem_codes(text: str) -> bytes:
    """Return the codes of ``text`` as they are stored."""
    codes = array("I")
    for start, end in sentence_spans(text):
        if codes:
            codes.append(BREAK)
        codes.extend(map(_codes.__getitem__, words(text[start:end])))
    if sys.byteorder == "big":
        codes.byteswap()
    return codes.tobytes()


def unpacked(stored: bytes) -> StemCodes:
    """Return codes that were stored."""
    import numpy as np  # not needed to see that nothing has changed

    return np.frombuffer(stored, dtype="<u4")


class _Codes(dict[str, int]):
    """The codes of words' stems."""

    MOST = 50_000

    def __missing__(self, word: str) -> int:
        """Stem a word that has not been seen."""
        if len(self) >= self.MOST:
            self.clear()
        code = self[word] = stem_code(stem(word))
        return code


_codes = _Codes()
