"""Prompt passages: the hits as a language model reads them, with nothing in them to obey.

The key in the delimiters is a digest of the passages, so that no passage can contain the key of its
own prompt, and the same passages always give the same prompt.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.articles import Article
from rag.answers import Hit
from rag.language.dates import long_date

TokenCounter = Callable[[str], int]
"""Returns about how many tokens a text has."""

# A bracketed number could pass for one of our markers. A bracketed word in capitals, or anything in
# angle brackets, could pass for a control token of a chat template.
_FORGED_MARKER = re.compile(r"[\[【［](\s*\^?\d[\d\s,;–-]{0,20})[\]】］]")
_CONTROL_TOKEN = re.compile(r"[\[【［](/?\s*[A-Z_]{3,12})\s*[\]】］]")
_ANGLES = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›"})
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, kw_only=True)
class DelimitedPassages:
    """Passages for a prompt and the key of their delimiters."""

    text: str
    key: str
    count: int
    """How many of the hits, the best first, fitted the budget."""


def delimit_passages(hits: Sequence[Hit], *, budget: int, count: TokenCounter) -> DelimitedPassages:
    """Return the best of ``hits`` that fit ``budget`` tokens, delimited.

    The first one is always there, whole: an answer from half of it could cite what was not read.
    """
    chosen: list[str] = []
    left = budget
    for number, hit in enumerate(hits, start=1):
        block = f"[{number}] {_about(hit.article)}\n{neutralise(hit.passage.text)}"
        left -= count(block)
        if chosen and left < 0:
            break
        chosen.append(block)
    key = hashlib.sha256("\n".join(chosen).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    framed = [
        f"<passage {number} {key}>\n{block}\n</passage {number} {key}>"
        for number, block in enumerate(chosen, start=1)
    ]
    return DelimitedPassages(text="\n\n".join(framed), key=key, count=len(chosen))


def neutralise(text: str) -> str:
    """Return ``text`` without what could pass for a marker, a delimiter or a control token."""
    text = _UNSEEN.sub("", text).translate(_ANGLES)
    return _CONTROL_TOKEN.sub(r"(\1)", _FORGED_MARKER.sub(r"(\1)", text))


def _about(article: Article) -> str:
    date = long_date(article.published) if article.published else None
    parts = [article.title, article.source or "publisher unknown", date or "date unknown"]
    return " | ".join(" ".join(neutralise(part).split()) for part in parts)
