from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from rag.terminal.layout import Block, Columns, Paragraph, Reference, show
from rag.terminal.theme import make_console


class _Terminal(io.StringIO):
    def isatty(self):
        return True


WORDS = st.lists(st.text("abcdeé日本", min_size=1, max_size=12), min_size=1, max_size=12)


def test_a_block_hangs_from_its_lead(doubles):
    screen = doubles.Screen(width=20)
    show(screen.console, Block(Text("one two three four\n\nfive"), lead="[1] "))
    assert screen.read() == "[1] one two three\n    four\n\n    five\n"


def test_a_word_longer_than_the_line_is_folded_not_lost(doubles):
    screen = doubles.Screen(width=12, terminal=True)
    show(screen.console, Block(Text("abcdefghijklmno"), lead="> "))
    assert screen.read() == "> abcdefghij\n  klmno\n"


def test_wide_characters_take_two_columns(doubles):
    screen = doubles.Screen(width=12, terminal=True)
    show(screen.console, Block(Text("日本語日本語"), lead="語 "))
    assert screen.read() == "語 日本語日\n   本語\n"


def test_a_word_in_a_pipe_is_never_folded(doubles):
    path = "/a/rather/long/path"
    screen = doubles.Screen(width=12)
    show(screen.console, Block(Text(f"in {path} there is nothing"), lead="> "))
    assert path in screen.read().split()
    screen = doubles.Screen(width=12)
    paragraph = Paragraph(screen.console)
    paragraph.add(Text(f"Look at {path} first."))
    paragraph.end()
    assert path in screen.read().split()


def test_sentences_join_into_one_wrapped_paragraph(doubles):
    screen = doubles.Screen(width=20)
    paragraph = Paragraph(screen.console)
    paragraph.add(Text("The first one."))
    assert screen.read() == "The first one."
    paragraph.add(Text("Then another."))
    paragraph.add(Text("End."))
    paragraph.end()
    paragraph.end()
    assert screen.read() == "The first one. Then\nanother. End.\n"


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(min_value=14, max_value=40))
def test_a_paragraph_printed_piece_by_piece_looks_like_one_printed_at_once(sentences, width):
    streams = _Terminal(), _Terminal()
    pieces, whole = (make_console(stream, width=width, environ={}) for stream in streams)
    paragraph = Paragraph(pieces)
    for words in sentences:
        paragraph.add(Text(" ".join(words)))
    paragraph.end()
    show(whole, Block(Text(" ".join(" ".join(words) for words in sentences))))
    assert streams[0].getvalue() == streams[1].getvalue()
    assert all(cell_len(line) <= width for line in streams[0].getvalue().splitlines())


def test_a_reference_is_never_broken(doubles):
    path = "a very/long path/" * 5 + "article.txt:7"
    screen = doubles.Screen(width=20)
    show(screen.console, Reference(path, link="file:///x", indent="  "))
    assert screen.read() == f"  {path}\n"


@pytest.fixture
def table():
    columns = Columns("id", "n", "title", "where", right=("n",), narrowest=30)
    columns.add("abc", "7", "A rather long title [bold]", "here")
    columns.add("de", "12", "Short", "")
    return columns


def test_columns_are_aligned_and_not_padded(doubles, table):
    screen = doubles.Screen(width=60)
    show(screen.console, table)
    assert screen.read() == (
        "id    n  title                       where\n"
        "abc   7  A rather long title [bold]  here\n"
        "de   12  Short\n"
    )


def test_piped_rows_stay_on_one_line_and_those_on_a_terminal_fold(doubles, table):
    piped = doubles.Screen(width=32)
    show(piped.console, table)
    assert piped.read().count("\n") == 3
    shown = doubles.Screen(width=32, terminal=True, environ={"TERM": "dumb"})
    show(shown.console, table)
    assert shown.read() == (
        "id    n  title             where\n"
        "abc   7  A rather long     here\n"
        "         title [bold]\n"
        "de   12  Short\n"
    )


def test_on_a_narrow_terminal_rows_become_lists(doubles, table):
    screen = doubles.Screen(width=29, terminal=True, environ={"TERM": "dumb"})
    show(screen.console, table)
    assert screen.read() == (
        "abc\n  n: 7\n  title: A rather long title\n         [bold]\n  where: here\n"
        "de\n  n: 12\n  title: Short\n  where:\n"
    )


class _Glass:
    """As much of a terminal as a draft needs: what stands on its lines after all was written."""

    def __init__(self, written: str, *, width: int) -> None:
        self.lines, self.row, self.column = [""], 0, 0
        self._last = width - 1
        for piece in re.findall(r"\x1b\[\d*[A-Za-z]|\x1b\[[\d;]*m|[\r\n]|[^\x1b\r\n]", written):
            self._take(piece)

    def _take(self, piece: str) -> None:
        if piece == "\r":
            self.column = 0
        elif piece == "\n":
            self.row, self.column = self.row + 1, 0
            self.lines += [""] * (self.row + 1 - len(self.lines))
        elif piece.endswith("A"):
            self.row -= int(piece[2:-1] or 1)
        elif piece.endswith("B"):
            self.row = min(self.row + int(piece[2:-1] or 1), len(self.lines) - 1)
        elif piece.endswith("C"):
            self.column = min(self.column + int(piece[2:-1] or 1), self._last)
        elif piece.endswith("J"):
            column = min(self.column, self._last)
            self.lines[self.row :] = [self.lines[self.row][:column]]
        elif not piece.startswith("\x1b"):
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + piece + line[self.column + 1 :]
            self.column += 1


@given(
    st.lists(st.lists(st.text("abcde", min_size=1, max_size=9), min_size=1, max_size=9),
             min_size=1, max_size=4),
    st.integers(min_value=14, max_value=40),
)  # fmt: skip
def test_a_draft_leaves_nothing_behind(sentences, width):
    stream, plain = _Terminal(), _Terminal()
    paragraph, other = (
        Paragraph(make_console(one, width=width, environ={"TERM": "xterm"}))
        for one in (stream, plain)
    )
    for words in sentences:
        for end in range(1, len(words) + 1):
            paragraph.draft(Text(" ".join(words[:end]), style="dim"))
        paragraph.add(Text(" ".join(words)))
        other.add(Text(" ".join(words)))
    paragraph.draft(Text("and what is never finished"))
    paragraph.end()
    other.end()
    left, right = (_Glass(one.getvalue(), width=width).lines for one in (stream, plain))
    assert left == right


def test_a_draft_stands_behind_what_is_there(doubles):
    screen = doubles.Screen(width=20, terminal=True)
    paragraph = Paragraph(screen.console)
    paragraph.add(Text("The first one."))
    paragraph.draft(Text("Then another of"))
    assert _Glass(screen.read(), width=20).lines == ["The first one. Then", "another of"]
    paragraph.take_back()
    assert _Glass(screen.read(), width=20).lines == ["The first one."]
