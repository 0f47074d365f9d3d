"""Words as full-text search sees them: folded, stemmed, without those that every text has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)
_IN_WORDS = frozenset(b"_.,")
_PLAIN = bytes(
    code if code > 127 or code in _IN_WORDS or chr(code).isalnum() else ord(" ")
    for code in bytes(range(256)).lower()
)
"""In UTF-8: ASCII in lower case, a space for what stands in no word, all else as it is."""
_MARKS = re.compile(rb"\xe2\x80.", re.DOTALL)
"""In UTF-8: U+2000 to U+203F, quotation marks and dashes, none of them a letter."""
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{3,}?)[\"”“»]")

# Words that ask, join or point. Negations and comparisons are kept: they carry meaning.
STOPWORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further
    had has have having he her here hers herself him himself his how i if in into is it its
    itself just many me much my myself of off on once or other our ours ourselves out over own
    please s same she should so some such t tell than that the their theirs them themselves then
    there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list of 140 quoted words is harder to read
)

_stemmer = Stemmer.Stemmer("porter")  # the one of SQLite's full-text index


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, folded to lower case and without accents."""
    # Most text is cut without a regular expression, in less than half the time.
    raw = _MARKS.sub(b" ", f"{text} ".encode("utf-8", "surrogatepass").translate(_PLAIN))
    plain = raw.decode("utf-8", "surrogatepass").replace(". ", " ").replace(", ", " ")
    cut = plain.split()
    if plain.isascii() and "." not in plain and "," not in plain:
        return cut
    found: list[str] = []
    for piece in cut:
        if piece.isascii() and piece.isalnum():
            found.append(piece)
        else:
            found += _words_of(piece)
    return found


def stems(text: str) -> list[str]:
    """Return the stems of the words of ``text``, in order."""
    return list(map(_stems.__getitem__, words(text)))


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, each once, in order."""
    found = (stem(word) for word in words(text) if word not in STOPWORDS)
    return list(dict.fromkeys(filter(None, found)))  # Porter leaves nothing of a lone "s"


def quoted_phrases(text: str) -> list[str]:
    """Return what stands in quotation marks."""
    return [phrase.strip() for phrase in _QUOTED.findall(text)]


def stem(word: str) -> str:
    """Return the stem of a folded word."""
    return _stems[word]


class _Stems(dict[str, str]):
    """Stems by word; a plain dictionary finds one in half the time that an LRU cache takes."""

    MOST = 50_000

    def __missing__(self, word: str) -> str:
        """Stem a word that has not been seen."""
        if len(self) >= self.MOST:
            self.clear()
        found = self[word] = str(_stemmer.stemWord(word))
        return found


_stems = _Stems()


@lru_cache(maxsize=2_000)
def _words_of(piece: str) -> tuple[str, ...]:
    """Return the words of what has points, commas or letters that are not ASCII."""
    return tuple(word if word.isascii() else _fold(word) for word in _WORD.findall(piece))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
