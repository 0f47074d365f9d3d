"""``/open``: a source where it stands, in a pager, an editor or the browser."""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path

from rag.answers import Citation
from rag.terminal import programs
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.commands.sources import chosen_sources, source_numbers
from rag.terminal.chat.state import ChatState
from rag.terminal.render.articles import byline, file_link, file_of, web_link
from rag.terminal.text import one_line, plain

_IN = ("pager", "editor", "browser", "kept")
"""``kept`` is the file itself in the browser: of a page of the web, as it was when fetched."""
_NARROWEST = 20
_LONGEST_SNIPPET = 30
"""Characters of a quote that must stand on the line of the file; it may be wrapped there."""


def _open(state: ChatState, argument: str) -> Next:
    number, _, place = argument.partition(" ")
    if number in _IN:
        number, place = "", number
    place = place.strip()
    if place and place not in _IN:
        state.complain(f"A source cannot be opened in {place!r}.", f"It can in {', '.join(_IN)}.")
        return None
    chosen = chosen_sources(state, number.strip("[]"))
    if chosen:
        _show(state, chosen[0], place)
    return None


def _show(state: ChatState, cited: Citation, place: str) -> None:
    file = file_of(cited.article)
    there = file is not None and file.is_file()
    url = _address(cited, there=there)
    if place == "kept" and not there:
        state.complain(f"The file of source {cited.marker} is gone.", "/open shows its text.")
    elif place == "kept":
        _in_browser(state, cited, file_link(cited.article, cited.start))
    elif place == "browser" or (not place and not there and url):
        _in_browser(state, cited, url)
    elif not state.interactive:
        state.complain("There is no terminal to open it on.", f"It stands in {cited.place}.")
    else:
        if place == "editor" and file and there and _holds(file, cited):
            programs.lend_terminal(programs.at_line(programs.editor(), file, cited.line))
        else:
            command = programs.editor() if place == "editor" else programs.pager()
            _from_library(command, cited, width=state.console.width)
        state.remark(f"Opened {one_line(cited.place)}.")


def _address(cited: Citation, *, there: bool) -> str | None:
    """Return what a browser opens: a file that has pages at its page, else the address."""
    if there and cited.page:
        return file_link(cited.article, cited.start)
    return web_link(cited.article.url) if cited.article.url else None


def _in_browser(state: ChatState, cited: Citation, url: str | None) -> None:
    if url is None:
        state.complain(f"Source {cited.marker} has no address on the web.", "/open shows its file.")
    elif programs.open_in_browser(url):
        state.remark(f"Opened {url}")
    else:
        state.complain("No browser could be started.", f"The address is {url}")


def _holds(file: Path, cited: Citation) -> bool:
    """Whether the file has the quote on its line: it is plain text, and unchanged."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    snippet = cited.quote.split("\n", maxsplit=1)[0][:_LONGEST_SNIPPET].strip()
    return cited.line <= len(lines) and snippet in lines[cited.line - 1]


def _from_library(command: list[str], cited: Citation, *, width: int) -> None:
    """Show the text that the library has, wrapped, the quote between >> and <<."""
    article, text = cited.article, cited.article.text
    head = [*_wrapped(byline(article).plain, width), one_line(article.place_of(cited.start)), ""]
    marked = f"{text[: cited.start]}>>{text[cited.start : cited.end]}<<{text[cited.end :]}"
    lines = [*head, *_wrapped(marked, width)]
    line = len(head) + len(_wrapped(f"{text[: cited.start]}>>", width))
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        file = Path(folder) / f"{article.id}.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        programs.lend_terminal(programs.at_line(command, file, line))


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, none of them longer than ``width`` columns, no word cut."""
    room = max(_NARROWEST, width - 1)
    lines = (
        textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]
        for line in plain(text).split("\n")
    )
    return [part for line in lines for part in line]


def _complete(state: ChatState, typed: str) -> Iterable[str]:
    number, space, _ = typed.partition(" ")
    numbers = list(source_numbers(state, typed))
    return [f"{number} {place}" for place in _IN] if space and number in numbers else numbers


COMMANDS = (
    ChatCommand(
        name="open",
        usage="/open [n] [where]",
        does="open source n in the pager, editor or browser, or its kept file",
        topic=Topic.ANSWER,
        run=_open,
        complete=_complete,
    ),
)
