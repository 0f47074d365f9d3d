"""A draft: what somebody wrote, as blocks and sentences that know where in it they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from index.text.sentences import sentence_spans
from rag.quotes.marks import masked, quoted

_GAP = "\n\n"
"""What stands between two blocks of the text as it reads."""
_LONGEST = 1200
"""Characters; the sentences of one quotation stay together up to this length."""
_MARKS_BEFORE = re.compile(r"[*_`~\[]*\Z")
_MARKS_BEHIND = re.compile(r"[*_`~]*(?:\](?:\([^()\s]*\)|\[[^\]\n]*\])?)?[*_`~]*")
"""The marks of emphasis and links, which stand in pairs, around a sentence or not at all."""


class BlockKind(StrEnum):
    """What a block of a draft is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    """A paragraph set off as a quotation."""


class Format(StrEnum):
    """How a draft is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    WORD = "docx"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, a heading or an item of a list, as it reads: without its markup."""

    kind: BlockKind
    text: str
    origins: Sequence[int]
    """For each character of ``text``, its offset in the draft."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a draft: ``draft.text[start:end] == text``."""

    start: int
    end: int
    text: str
    """To the letter, markup included."""
    shown: str
    """As it reads, on one line."""
    kind: BlockKind
    place: tuple[int, int]
    """From where to where it stands in ``draft.reading``."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft that was read."""

    text: str
    format: Format
    blocks: tuple[Block, ...]

    @cached_property
    def reading(self) -> str:
        """The draft as it reads: its blocks without markup, a blank line between them."""
        return _GAP.join(block.text for block in self.blocks)

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """Where in ``reading`` each block begins."""
        lengths = (len(block.text) + len(_GAP) for block in self.blocks[:-1])
        return tuple(accumulate(lengths, initial=0)) if self.blocks else ()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; those of one quotation, and what stands beside it, are one."""
        return tuple(
            self._sentence(block, base, *span)
            for block, base in zip(self.blocks, self.block_starts, strict=True)
            for span in _sentence_spans(block.text)
        )

    def line_of(self, offset: int) -> int:
        """Return the line of the draft, counted from 1, on which an offset is."""
        return bisect_right(self._line_starts, offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _sentence(self, block: Block, base: int, first: int, last: int) -> Sentence:
        start, end = block.origins[first], block.origins[last - 1] + 1
        if self.format is Format.MARKDOWN:
            before = _MARKS_BEFORE.search(self.text, max(0, start - 8), start)
            behind = _MARKS_BEHIND.match(self.text, end)
            start, end = before.start() if before else start, behind.end() if behind else end
        return Sentence(
            start=start,
            end=end,
            text=self.text[start:end],
            shown=" ".join(block.text[first:last].split()),
            kind=block.kind,
            place=(base + first, base + last),
        )


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a block, none of which ends inside of a quotation."""
    marks = [one for one in quoted(text) if one.end - one.start <= _LONGEST]
    return sentence_spans(masked(text, marks))
