"""Bytes to text, whatever the encoding, with Unix line ends and no byte-order mark."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from index.errors import importing
from index.reading.alphabets import single_byte_encoding
from index.reading.formats import RefusedError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

NOT_TEXT = "it is not text (binary, or in an encoding that cannot be told)"

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ["utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"]
# UTF-7 and the mainframe code pages match nearly any bytes, and hardly any article is in one.
_NEVER = ["utf_7", "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"]

# Characters that are rare in running text but appear when Western text is read as Central European
# (the first four) or the other way round.
_RARE = "ŕŔĺĹ" + "ðþæ¹³¾"

_JAPANESE = ("cp932", "euc_jp")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_LEAST_HIRAGANA = 0.2
"""The share of hiragana in a text that is Japanese: about half of what is beyond ASCII."""
_SAMPLE = 4_096

_NOT_CONTROL = frozenset("\t\n\r\f\v")
_CONTROLS = "".join(chr(c) for c in (*range(1, 32), *range(127, 160)) if chr(c) not in _NOT_CONTROL)
_DELETE_CONTROLS = str.maketrans("", "", _CONTROLS + "\ufffd")
_MOST_CONTROLS = 0.02
"""The share of control and replacement characters beyond which content is not text."""


_MOST_NULS = 0.01

_CONTROL_BYTES = bytes((*range(32), 127))


def decode(raw: bytes) -> str:
    """Return the text of ``raw``; raise RefusedError where it is not text."""
    if b"\0" in raw and not raw.translate(None, _CONTROL_BYTES):
        return ""  # a text in a wide encoding has other bytes too, if only those of its spaces
    if 0 < raw.count(0) <= _MOST_NULS * len(raw):
        raw = raw.replace(b"\0", b"")  # stray ones; a wide encoding has one in four or more
    text = raw.decode(encoding_of(raw), errors="replace").removeprefix("\ufeff")
    controls = len(text) - len(text.translate(_DELETE_CONTROLS))
    if "\0" in text or controls > _MOST_CONTROLS * len(text):
        raise RefusedError(NOT_TEXT)
    return with_unix_lines(text)


def with_unix_lines(text: str) -> str:
    """Return ``text`` with every line end, of Windows or of old Macs, made a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(raw: bytes) -> str:
    """Return the name of the encoding of ``raw``, which may be cut off anywhere.

    A byte-order mark decides; else UTF-8 where it fits; else the most plausible reading. Raise
    RefusedError where none is.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    if b"\0" in raw:  # valid in UTF-8, but only the wide encodings write it in a text
        return _detected(raw, among=_WIDE)
    return "utf-8" if _fits_utf8(raw) else _detected(raw)


def _fits_utf8(raw: bytes) -> bool:
    """Return whether ``raw`` is UTF-8, apart from a few damaged characters.

    One stray byte must not have a long text taken for one in a single-byte encoding, which would
    turn every accented letter of it into others.
    """
    try:
        raw.decode()
    except UnicodeDecodeError:
        text = raw.decode(errors="replace")
        damaged = text.count("\ufffd")
        intact = sum(character > "\x7f" for character in text) - damaged
        return intact > 10 * damaged
    return True


def _detected(raw: bytes, among: list[str] | None = None) -> str:
    if among is None and (encoding := single_byte_encoding(raw) or _japanese_encoding(raw)):
        return encoding
    with importing("charset-normalizer"):
        from charset_normalizer import from_bytes

    matches = from_bytes(raw, cp_isolation=among, cp_exclusion=None if among else _NEVER + _WIDE)
    best = matches.best()
    if best is None:
        raise RefusedError(NOT_TEXT)
    return _preferred(best, [match for match in matches if match.chaos == best.chaos]).encoding


def _japanese_encoding(raw: bytes) -> str | None:
    """Return the encoding in which ``raw`` has the syllables that no Japanese text is without.

    Of a short one the detector makes Korean.
    """
    for encoding in _JAPANESE:
        text = raw[:_SAMPLE].decode(encoding, errors="ignore")
        beyond = sum(character > "\x7f" for character in text)
        if len(_HIRAGANA.findall(text)) > _LEAST_HIRAGANA * beyond:
            return encoding
    return None


def _preferred(best: CharsetMatch, as_tidy: list[CharsetMatch]) -> CharsetMatch:
    """Return the Western or the Central European reading, where one is as tidy as the best.

    On its own the detector decides between these two by the alphabet, or by letter frequencies,
    which mislead it in a short text: French came out as "Genčve".
    """
    common = [
        match
        for encoding in ("cp1252", "cp1250")
        for match in as_tidy
        if encoding == match.encoding or encoding in match.could_be_from_charset
    ]
    return min(common, key=lambda match: (_rare(match), -match.coherence), default=best)


def _rare(match: CharsetMatch) -> int:
    text = str(match)
    return sum(text.count(letter) for letter in _RARE)
