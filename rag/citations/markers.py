"""Markers: reading ``[1]``, ``[1, 2]``, ``[1-3]`` and their full-width kin out of an answer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.sentences import Span, sentence_spans

MOST_IN_A_RANGE = 50
"""``[1-9999]`` names no more passages than this."""

_MARKER = re.compile(
    r"[\[【［]\s*(?:passages?|sources?|articles?|\^|#|№)?\s*"
    r"(?P<numbers>\d{1,4}(?:\s*(?:[-‐‑–—~,;，、；&]|and|to)\s*\d{1,4})*)"
    r"\s*(?:†[^\]】］]*)?[\]】］]",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)(?:\s*(?:[-‐‑–—~]|to)\s*(\d+))?")
_UNFINISHED = re.compile(r"[\[【［][^\]】］]{0,40}$")
_BULLET = re.compile(r"^(?:[-*•–]|#{1,6}|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_END = re.compile(r"[.!?…]+$")
_LONGEST = 800
"""A quotation that is never closed does not hold sentences together beyond this length."""


@dataclass(frozen=True, kw_only=True)
class MarkedSentence:
    """A sentence of an answer without its markers, and the numbers they held, each once."""

    text: str
    markers: tuple[int, ...] = ()


def marked_sentences(text: str) -> list[MarkedSentence]:
    """Split an answer into sentences with their markers.

    A marker belongs to the sentence it stands in or behind; at the beginning of a line, to the
    sentence that follows. List bullets and emphasis are left out of the sentences.
    """
    return [sentence for sentence, _ in _parsed(text)]


def with_markers(text: str, markers: Sequence[int]) -> str:
    """Return ``text`` with markers before its full stop, or behind it where it ends otherwise."""
    if not markers:
        return text
    listed = "".join(f"[{marker}]" for marker in markers)
    end = _END.search(text)
    if end is None or not text[: end.start()].strip():
        return f"{text} {listed}"
    return f"{text[: end.start()]} {listed}{end[0]}"


class SentenceReader:
    """Takes an answer piece by piece and gives out each sentence once it is finished."""

    def __init__(self) -> None:
        self._pending = ""

    def read(self, piece: str) -> list[MarkedSentence]:
        """Take in a piece; return the sentences that nothing to come can change."""
        self._pending += piece
        if not any(char.isspace() for char in piece):
            return []
        settled = _UNFINISHED.sub("", self._pending)
        parsed = _parsed(settled)
        # The last sentence may go on, and while the one behind it has only begun, a full stop may
        # turn out to have been an abbreviation's.
        if len(parsed) < 2 or not _has_two_words(settled[parsed[-2][1] :]):
            return []
        self._pending = self._pending[parsed[-2][1] :]
        return [sentence for sentence, _ in parsed[:-1]]

    def rest(self) -> list[MarkedSentence]:
        """Return what is left when the answer is over."""
        parsed = marked_sentences(self._pending)
        self._pending = ""
        return parsed


@dataclass(frozen=True)
class _Placed:
    """A marker's numbers and its place in the text without markers."""

    numbers: tuple[int, ...]
    clean: int
    raw_end: int
    leads: bool
    """It stands at the beginning of a line, before the sentence it belongs to."""


def _parsed(text: str) -> list[tuple[MarkedSentence, int]]:
    """Return the sentences, each with the offset in ``text`` behind it and its markers."""
    clean, placed, origins = _without_markers(text)
    if not clean.strip():
        return []
    spans = list(_whole_quotations(clean, sentence_spans(clean)))
    numbers: list[list[int]] = [[] for _ in spans]
    ends = [origins[end - 1] + 1 for _, end in spans]
    for marker in placed:
        if spans:
            owner = _owner(spans, marker)
            numbers[owner] += marker.numbers
            ends[owner] = max(ends[owner], marker.raw_end)
    return [
        (MarkedSentence(text=words, markers=tuple(dict.fromkeys(own))), end)
        for (start, stop), own, end in zip(spans, numbers, ends, strict=True)
        if (words := _plain(clean[start:stop]))
    ]


def _without_markers(text: str) -> tuple[str, list[_Placed], list[int]]:
    """Take the markers out; ``origins[i]`` is where the ``i``-th character left stood."""
    characters: list[str] = []
    origins: list[int] = []
    placed = []
    position = 0
    for match in _MARKER.finditer(text):
        characters += text[position : match.start()]
        origins += range(position, match.start())
        position = match.end()
        leads = _begins_line(characters) and bool(re.match(r"[ \t:]*\w", text[position:]))
        while not leads and characters and characters[-1] in " \t\xa0":
            characters.pop()
            origins.pop()
        placed.append(
            _Placed(
                numbers=tuple(_numbers(match["numbers"])),
                clean=len(characters),
                raw_end=position,
                leads=leads,
            )
        )
        if text[position : position + 1].isalnum():
            characters.append(" ")
            origins.append(match.end() - 1)
    characters += text[position:]
    origins += range(position, len(text))
    return "".join(characters), placed, origins


def _begins_line(before: Sequence[str]) -> bool:
    line = "".join(before[-20:]).rpartition("\n")[2]
    return not _BULLET.sub("", line.lstrip() + " ").strip() and len(line) < 20


def _numbers(listed: str) -> Iterator[int]:
    for first, last in _RANGE.findall(listed):
        start = int(first)
        yield from range(start, min(int(last or first), start + MOST_IN_A_RANGE) + 1)


def _owner(spans: Sequence[Span], marker: _Placed) -> int:
    if marker.leads:
        return min(bisect_left([start for start, _ in spans], marker.clean), len(spans) - 1)
    return max(bisect_left([start for start, _ in spans], marker.clean) - 1, 0)


def _whole_quotations(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Join sentences of one quotation: an answer cites it with one marker at its end."""
    start: int | None = None
    for left, right in spans:
        start = left if start is None else start
        if _open(text[start:right]) and right - start < _LONGEST:
            continue
        yield start, right
        start = None
    if start is not None:
        yield start, spans[-1][1]


def _open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _plain(sentence: str) -> str:
    return " ".join(_BULLET.sub("", _EMPHASIS.sub("", sentence)).split())


def _has_two_words(text: str) -> bool:
    return len(_MARKER.sub(" ", text).split()) > 1
