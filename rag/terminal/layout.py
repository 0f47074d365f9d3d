"""Arranging lines: hanging indents, lines that must not be broken, tables without padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

_NARROWEST = 8
"""Columns that a wrapped text gets at least, however deep it is indented."""
_ROOM_TO_DEFINE = 36
"""Columns that the meaning of a term needs to stand beside it."""
_UNLIMITED = 100_000

BLANK = Text("")
PROMPT = "> "
"""What stands before a line of a conversation that a person wrote."""


def show(console: Console, *parts: RenderableType) -> None:
    """Print the parts one below the other; what does not fit is wrapped, never cut off."""
    console.print(Group(*parts), crop=False)


class Block:
    """A paragraph wrapped to the width, its later lines indented as far as its lead is wide.

    Where it is not read on a terminal no word is broken, so that a path is found as it is.
    """

    def __init__(self, text: Text, *, lead: Text | str = "") -> None:
        self.text = text
        self.lead = Text(lead) if isinstance(lead, str) else lead

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        indent = self.lead.cell_len
        width = max(_NARROWEST, options.max_width - indent)
        lines = self.text.wrap(console, _room(console, self.text, width))
        for number, line in enumerate(lines):
            whole = _joined(Text(" " * indent) if number else self.lead, line)
            whole.rstrip()
            yield _unbroken(whole)


class Entry(Block):
    """An entry of a list: wrapped on a terminal, and one line where it is not read on one."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line, or lines."""
        if console.file.isatty():
            yield from super().__rich_console__(console, options)
        else:
            yield _unbroken(_joined(self.lead, self.text))


class Paragraph:
    """Prose that arrives sentence by sentence and is printed at once, wrapped as one paragraph.

    On a terminal, what comes after it can be shown as a draft meanwhile, which is taken back.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._column = 0
        self._drafted: int | None = None
        """How many lines a draft has gone down, where one is shown."""

    def draft(self, text: Text) -> None:
        """Show a draft behind what stands there, in the place of the draft before."""
        room = max(1, self._console.height - 2)
        self.take_back()
        column = self._column
        lines = self._lines(text)
        if len(lines) > room:  # what has scrolled away cannot be taken back
            lines = lines[:1] + lines[-room + 1 :] if room > 1 else lines[:1]
        self._print(lines)
        self._column, self._drafted = column, len(lines) - 1

    def take_back(self) -> None:
        """Remove the draft, if there is one."""
        if self._drafted is None:
            return
        up = f"\x1b[{self._drafted}A" if self._drafted else ""
        along = f"\x1b[{self._column}C" if self._column else ""
        # A cursor behind a full line stands on its last character, which is to stay.
        full = self._column >= self._console.width
        erase = f"\x1b[B\x1b[J\x1b[A{along}" if full else f"{along}\x1b[J"
        self._console.file.write(f"\r{up}{erase}")
        self._console.file.flush()
        self._drafted = None

    def add(self, sentence: Text) -> None:
        """Print the sentence behind what stands there already."""
        self.take_back()
        self._print(self._lines(sentence))

    def _lines(self, sentence: Text) -> list[Text]:
        """Return the lines that a sentence takes, the first without what stands there."""
        # What fills the line so far takes part in the wrapping and is then cut off again.
        filled = Text("x" * self._column + " " if self._column else "")
        text = _joined(filled, sentence)
        lines = text.wrap(self._console, _room(self._console, text, self._console.width))
        for line in lines:
            line.rstrip()
        filled_cells, self._column = self._column, lines[-1].cell_len
        lines[0] = lines[0][filled_cells:]
        return list(lines)

    def _print(self, lines: Sequence[Text]) -> None:
        self._console.print(
            Text("\n").join(lines), end="", crop=False, no_wrap=True, overflow="ignore"
        )

    def end(self) -> None:
        """Finish the paragraph's last line, if there is one."""
        self.take_back()
        if self._column:
            self._console.print()
        self._column = 0


class Definitions:
    """Terms with their meaning beside them, or below them where it is narrow.

    ``width`` is how many columns the terms get at least, so that several lists line up.
    """

    def __init__(self, rows: Sequence[tuple[str, str]], *, width: int = 0) -> None:
        self._rows = rows
        self._width = max([width, *(cell_len(term) for term, _ in rows)])

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the rows."""
        indent = self._width + 2
        for term, meaning in self._rows:
            if options.max_width >= indent + _ROOM_TO_DEFINE:
                yield Block(Text(meaning), lead=term + " " * (indent - cell_len(term)))
            else:
                yield Block(Text(term))
                yield Block(Text(meaning), lead="    ")


class Columns:
    """A borderless table; where it is not read on a terminal, each row stays on one line.

    On a terminal of fewer than ``narrowest`` columns every row becomes a short list instead.
    """

    def __init__(self, *headings: str, right: tuple[str, ...] = (), narrowest: int = 0) -> None:
        self._headings = headings
        self._right = right
        self._narrowest = narrowest
        self._rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """Add a row; every cell but the last two stays on one line."""
        self._rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the rows without the spaces that would pad the last column."""
        if not console.file.isatty():
            options = options.update(max_width=_UNLIMITED)
        if options.max_width < self._narrowest:
            yield from self._stacked()
            return
        for line in console.render_lines(self._table(), options, pad=False):
            yield from _trimmed(line)
            yield Segment.line()

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="heading")
        for number, heading in enumerate(self._headings):
            table.add_column(
                heading,
                justify="right" if heading in self._right else "left",
                overflow="fold",
                no_wrap=number < len(self._headings) - 2,
            )
        for row in self._rows:
            table.add_row(*map(Text, row))
        return table

    def _stacked(self) -> Iterator[Block]:
        for first, *others in self._rows:
            yield Block(Text(first, style="heading"))
            for heading, cell in zip(self._headings[1:], others, strict=True):
                yield Block(Text(cell), lead=f"  {heading}: ")


class Either:
    """One of two forms: ``narrow`` on a terminal of fewer than ``width`` columns."""

    def __init__(self, wide: RenderableType, narrow: RenderableType, *, width: int) -> None:
        self._wide = wide
        self._narrow = narrow
        self._width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the form that fits."""
        narrow = console.file.isatty() and options.max_width < self._width
        yield self._narrow if narrow else self._wide


def indent_of(lead: str) -> str:
    """Return as many spaces as ``lead`` takes columns."""
    return " " * cell_len(lead)


class Reference:
    """A path or an address on a line of its own, whole, so that it can be copied.

    Where the line is too short it moves left, into its indent.
    """

    def __init__(self, text: str, *, link: str | None, indent: str) -> None:
        self._text, self._link, self._indent = text, link, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line."""
        text = self._shown(console, max(_NARROWEST, options.max_width - len(self._indent)))
        room = max(0, options.max_width - cell_len(text))
        fits = len(self._indent) <= room or not console.file.isatty()
        line = Text(self._indent if fits else self._indent[:room])
        line.append(text, style=Style(link=self._link) if self._link else "")
        line.stylize("reference", len(line) - len(text))
        yield _unbroken(line)

    def _shown(self, _console: Console, _room: int) -> str:
        return self._text


class Address(Reference):
    """An address on the web.

    Where it is a link and the line is too short, its middle is left out: the link keeps it.
    """

    def _shown(self, console: Console, room: int) -> str:
        linked = self._link and console.is_terminal and console.color_system is not None
        fits = not linked or cell_len(self._text) <= room
        return self._text if fits else _without_middle(self._text, room)


def _without_middle(url: str, room: int) -> str:
    """Return the publisher's name and the end of an address, in ``room`` columns at most."""
    short = url.partition("://")[2].removeprefix("www.").rstrip("/") or url
    if cell_len(short) <= room:
        return short
    host, _, path = short.partition("/")
    end = path[-max(0, room - cell_len(host) - len("/…")) :]
    whole = end[end.find("-") + 1 :] if "-" in end[: len(end) // 2] else end
    return f"{host}/…{whole}" if cell_len(host) + len("/…") < room else f"{short[: room - 1]}…"


def _room(console: Console, text: Text, width: int) -> int:
    """Return the width to wrap at: in a pipe, that of the longest word where it is longer."""
    if console.file.isatty():
        return width
    return max(width, *map(cell_len, text.plain.split()), 0)


def _joined(*parts: Text) -> Text:
    return Text().join(parts)


def _unbroken(text: Text) -> Text:
    text.no_wrap, text.overflow = True, "ignore"
    return text


def _trimmed(line: list[Segment]) -> list[Segment]:
    while line and not line[-1].text.strip():
        line = line[:-1]
    if not line:
        return line
    last = line[-1]
    return [*line[:-1], Segment(last.text.rstrip(), last.style)]
