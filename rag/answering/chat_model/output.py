"""Output: what a model writes, cleaned of what no reader should see or click."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.words import words
from rag.answering import REFUSAL
from rag.answers import Hit

_LINK = re.compile(r"!?\[(?P<words>[^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?\b(?:[a-z][a-z0-9+.-]{1,9}://|www\.)[^\s<>\"”»)\]]+>?", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_THINKING = re.compile(r"<think(?:ing)?>")
_THOUGHT = re.compile(r"</think(?:ing)?>")
_LONGEST_TAG = len("</thinking>")
_TAG_BEGUN = re.compile(r"<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?$")
_REFUSING = re.compile(
    r"\b(?:articles?|passages?|texts?|context|sources?|information(?: provided)?)\b.{0,40}?"
    r"\b(?:do(?:es)?|did|is|are|has|have)(?: not|n['’]t)\b.{0,30}?"
    r"\b(?:answer|mention|contain|say|state|provide|specify|include|give|tell|address|cover|enough|"
    r"information)|\b(?:cannot|can['’]t|unable to|not able to|not possible to) "
    r"(?:be )?(?:answer|find|determine|provide)",
    re.IGNORECASE,
)


class Thinking:
    """Keeps what a model thinks aloud between ``<think>`` tags out of its answer."""

    def __init__(self) -> None:
        self._waiting = ""
        self._thinks = False

    def visible(self, piece: str) -> str:
        """Take in a piece of a stream; return what of it the reader may see."""
        self._waiting += piece
        shown = ""
        while tag := (_THOUGHT if self._thinks else _THINKING).search(self._waiting):
            if not self._thinks:
                shown += self._waiting[: tag.start()]
            self._waiting = self._waiting[tag.end() :]
            self._thinks = not self._thinks
        if self._thinks:
            self._waiting = self._waiting[-_LONGEST_TAG:]
            return shown
        begun = _TAG_BEGUN.search(self._waiting)
        end = begun.start() if begun else len(self._waiting)
        shown, self._waiting = shown + self._waiting[:end], self._waiting[end:]
        return shown

    def rest(self) -> str:
        """Return what was kept waiting because it looked like the beginning of a tag."""
        return "" if self._thinks else self._waiting


def without_links(sentence: str, hits: Sequence[Hit]) -> tuple[str, int]:
    """Return a sentence without addresses that no passage has, and how many were left out.

    A Markdown link is reduced to its words, since its address may be another than they say.
    """
    dropped = 0

    def _kept(match: re.Match[str]) -> str:
        nonlocal dropped
        address = match[0].strip("<>").rstrip(".,;:!?")
        if any(address in hit.passage.text or address == hit.article.url for hit in hits):
            return match[0].strip("<>")
        dropped += 1
        return ""

    bare, links = _LINK.subn(lambda match: match["words"], sentence)
    kept = _ADDRESS.sub(_kept, _UNSEEN.sub("", bare))
    tidy = re.sub(r"\(\s*\)", "", " ".join(kept.split()))
    return re.sub(r"\s+(?=[.,;:!?])", "", tidy).strip(), dropped + links


def is_refusal(sentence: str) -> bool:
    """Whether ``sentence`` is the refusal that the prompt asks for."""
    return words(sentence)[: len(_REFUSAL)] == _REFUSAL


def sounds_like_refusal(sentence: str) -> bool:
    """Whether ``sentence`` says in the model's own words that the articles have no answer."""
    return bool(_REFUSING.search(sentence))


_REFUSAL = words(REFUSAL)
