"""Markdown drafts: their blocks as they read, each character with its offset in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.drafts.draft import Block, BlockKind, Draft, Format

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
"""A footnote's own text, which is no sentence of the draft."""
_REFERENCE = re.compile(r"[ \t]?\[(?:\^[^\]\s]+|\d{1,3})\](?!\()")
"""A footnote's number in a sentence."""
_DESTINATION = re.compile(
    r"\]\((?:<[^<>\n]*>|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|\]\[[^\]\n]*\]|\]"
)


def parse(text: str) -> Draft:
    """Return the draft of a Markdown text; code, tables, pictures and notes are left out."""
    front = _FRONT_MATTER.match(text)
    body = front.end() if front else 0
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Joined, the text of several tokens could not be found in the source again.
    tokens = parser.disable("text_join").parse(text[body:])
    return Draft(text=text, format=Format.MARKDOWN, blocks=tuple(_blocks(tokens, text, body=body)))


def _blocks(tokens: Sequence[Token], text: str, *, body: int) -> Iterator[Block]:
    starts = [body, *(match.end() for match in re.finditer("\n", text) if match.end() > body)]
    open_kinds: list[str] = []
    for token in tokens:
        if token.nesting:
            name = token.type.rpartition("_")[0]
            open_kinds.append(name) if token.nesting > 0 else open_kinds.pop()
        elif token.type == "inline" and token.map and "table" not in open_kinds:
            if _NOTE.match(token.content):
                continue
            reader = _Inline(token.content, _offsets(token, text, starts))
            reader.read(token.children or [])
            if block := reader.block(_kind(open_kinds)):
                yield block


def _kind(open_kinds: Sequence[str]) -> BlockKind:
    if "heading" in open_kinds:
        return BlockKind.HEADING
    if "blockquote" in open_kinds:
        return BlockKind.QUOTATION
    return BlockKind.ITEM if "list_item" in open_kinds else BlockKind.PARAGRAPH


def _offsets(token: Token, text: str, starts: Sequence[int]) -> list[int]:
    """Return for each character of a token's content where it stands in the draft."""
    first = token.map[0] if token.map else 0
    offsets: list[int] = []
    for number, line in enumerate(token.content.split("\n")):
        start = starts[first + number]
        end = text.find("\n", start)
        whole = text[start : end if end >= 0 else len(text)]
        # What stands before it on its line are the marks of lists, quotations and headings.
        place = start + max(whole.rfind(line), 0)
        offsets += range(place, place + len(line) + 1)
    return offsets


@dataclass
class _Inline:
    """The content of a block, read token by token."""

    content: str
    offsets: Sequence[int]
    at: int = 0
    shown: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> None:
        """Take in what is read, and go past what is only markup."""
        hidden = False
        for token in tokens:
            if token.type == "link_open":
                hidden = token.info == "auto"  # a bare address
            elif token.type == "link_close":
                hidden = False
                self._skip(_DESTINATION)
            elif token.type == "image":
                self._skip(_DESTINATION)
            elif token.type in {"softbreak", "hardbreak"}:
                self._take("\n", " ")
            elif token.type == "html_inline":
                self._take(token.content, "")
            elif token.type == "text_special":
                self._take(token.markup, token.content)
            elif token.content:
                self._take(token.content, "" if hidden else token.content)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.search(self.content, self.at)
        self.at = found.end() if found else self.at

    def _take(self, source: str, shown: str) -> None:
        """Go past ``source``, which reads as ``shown``."""
        place = self.content.find(source, self.at)
        if place < 0:
            return
        self.at = place + len(source)
        exact = len(shown) == len(source)
        self.shown += shown
        self.origins += (self.offsets[place + (n if exact else 0)] for n in range(len(shown)))

    def block(self, kind: BlockKind) -> Block | None:
        """Return the block without the numbers of footnotes; ``None`` where nothing is left."""
        text, position = "".join(self.shown), 0
        kept: list[int] = []
        for mark in _REFERENCE.finditer(text):
            kept += range(position, mark.start())
            position = mark.end()
        kept += range(position, len(text))
        shown = "".join(text[one] for one in kept)
        if not shown.strip():
            return None
        return Block(kind=kind, text=shown, origins=[self.origins[one] for one in kept])
