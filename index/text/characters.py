"""Characters as they are typed, without what printing made of them."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, and spaces without a width."""
_LIGATURES = re.compile("[\ufb00-\ufb06]")


def as_typed(text: str) -> str:
    """Return ``text`` composed (NFC), without ligatures, soft hyphens and invisible spaces.

    Set so, a text can be searched, read and quoted; to the eye it is the same.
    """
    if text.isascii():
        return text
    plain = _LIGATURES.sub(
        lambda one: unicodedata.normalize("NFKC", one[0]), _INVISIBLE.sub("", text)
    )
    return unicodedata.normalize("NFC", plain)
