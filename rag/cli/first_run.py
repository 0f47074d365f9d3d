"""The first chat, when nothing is indexed yet: what to do, and doing it on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Group
from rich.text import Text

from index.errors import LibraryError
from rag.cli import index as indexing
from rag.cli.errors import ExitCode
from rag.terminal import render
from rag.terminal.layout import BLANK, Block, show
from rag.terminal.reports import build_report

if TYPE_CHECKING:
    from rag.settings import Effective
    from rag.terminal.dialogue import Dialogue

_SAMPLES = "samples"


def settle(effective: Effective, dialogue: Dialogue) -> bool:
    """Get something to ask about, as the user chooses; return whether it is the samples.

    Raises typer.Exit where the user leaves.
    """
    show(dialogue.console, _what_to_do())
    while True:
        typed = dialogue.ask(paths=True)
        if not typed:
            raise typer.Exit(ExitCode.LIBRARY)
        if typed.strip("\"'").lower().removeprefix("--") == _SAMPLES:
            return True
        if _index(effective, Path(typed.strip("\"'")).expanduser(), dialogue):
            return False


def _what_to_do() -> Group:
    return Group(
        Block(Text("There are no articles to ask about yet.", style="heading")),
        Block(Text("rag index FOLDER, then rag chat"), lead="Your own articles: "),
        Block(Text("rag chat --samples"), lead="Five sample articles: "),
        Block(
            Text(
                "To do it now, type the folder (or the file) to index, or the word samples. "
                "Enter alone leaves."
            )
        ),
    )


def _index(effective: Effective, path: Path, dialogue: Dialogue) -> bool:
    """Index a folder or a file; return whether there is something to ask about now."""
    try:
        report = indexing.synchronise(effective, [path])
        articles, _ = indexing.held(effective)
    except LibraryError as exc:
        show(dialogue.console, render.error(exc.message, exc.hint))
        return False
    except KeyboardInterrupt:
        show(dialogue.console, Text("Stopped.", style="note"))
        return False
    show(dialogue.console, build_report(report), BLANK)
    if not articles:
        hint = "Name another folder; .txt, .md, .html, .json and .jsonl are among what is read."
        show(dialogue.console, render.error(f"No article was found in {str(path)!r}.", hint))
    return bool(articles)
