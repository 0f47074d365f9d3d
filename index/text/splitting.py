"""A LangChain text splitter that packs whole paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

from index.text.sentences import sentence_spans

_PARAGRAPH_END = re.compile(r"\n\s*\n|\n")
_HEADING_LINE = re.compile(r"\s*#{1,6} ")
_SHORTEST_SHARE = 0.2
"""A last piece shorter than this share of the size is joined to the one before it."""


class SentenceTextSplitter(TextSplitter):
    """Splits text into chunks that end where a paragraph, else a sentence, else a word ends.

    The chunks do not overlap and lose nothing. Joined they are the text again, so their offsets are
    certain. (LangChain's own ``add_start_index`` searches for each chunk, and has found the wrong
    place where a text repeats itself.)
    """

    def __init__(self, *, chunk_size: int) -> None:
        super().__init__(chunk_size=chunk_size, chunk_overlap=0, strip_whitespace=False)
        self._size = chunk_size
        self._by_words = RecursiveCharacterTextSplitter(
            separators=[" ", ""],
            chunk_size=chunk_size,
            chunk_overlap=0,
            keep_separator="end",
            strip_whitespace=False,
        )

    def split_text(self, text: str) -> list[str]:
        """Return the chunks of ``text``, in order; ``"".join(chunks) == text``."""
        pieces = [piece for block in _blocks(text) for piece in self._pieces(block)]
        chunks = _with_headed_text(self._merge_splits(pieces, separator=""))
        if len(chunks) > 1 and len(chunks[-1]) < self._size * _SHORTEST_SHARE:
            chunks[-2:] = ["".join(chunks[-2:])]
        return chunks

    def _pieces(self, block: str) -> Iterator[str]:
        if len(block) <= self._size:
            yield block
            return
        starts = [start for start, _ in sentence_spans(block)][1:]
        for start, end in zip([0, *starts], [*starts, len(block)], strict=True):
            sentence = block[start:end]
            yield from (
                [sentence] if len(sentence) <= self._size else self._by_words.split_text(sentence)
            )


def is_only_headings(text: str) -> bool:
    """Return whether no line of ``text`` is anything but a Markdown heading."""
    lines = [line for line in text.splitlines() if line.strip()]
    return all(_HEADING_LINE.match(line) for line in lines)


def _with_headed_text(chunks: list[str]) -> list[str]:
    """Join chunks that are only headings to the text below them, the last one to that above."""
    joined: list[str] = []
    for chunk in chunks:
        if joined and is_only_headings(joined[-1]):
            joined[-1] += chunk
        else:
            joined.append(chunk)
    if len(joined) > 1 and is_only_headings(joined[-1]):
        joined[-2:] = ["".join(joined[-2:])]
    return joined


def _blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs with the white space behind them, headings with what they head."""
    start = 0
    for border in _PARAGRAPH_END.finditer(text):
        block = text[start : border.end()]
        if is_only_headings(block):
            continue
        yield block
        start = border.end()
    if start < len(text):
        yield text[start:]
