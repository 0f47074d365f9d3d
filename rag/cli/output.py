"""What the commands print: results on stdout, progress and notes on stderr, JSON.

Every command imports this, so what draws is imported when it draws: rich takes as long as most
commands do otherwise.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from index.text.visible import json_text
from rag.assembly import Events, Observer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from index.sync.report import BuildReport
    from rag.settings import Effective, Settings


def out(settings: Settings) -> Console:
    """Return the console that results go to."""
    from rag.terminal.theme import make_console

    return make_console(sys.stdout, theme=settings.theme, plain=settings.screen == "plain")


def err(settings: Settings) -> Console:
    """Return the console that progress and notes go to."""
    from rag.terminal.theme import make_console

    return make_console(sys.stderr, theme=settings.theme, plain=settings.screen == "plain")


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value to stdout as JSON; with ``indent=None``, on one line by anybody's count."""
    from rag.terminal.text import make_encodable

    make_encodable(sys.stdout)
    sys.stdout.write(json_text(value, indent=indent) + "\n")
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Print an article's text: to the letter in a pipe, without control characters on a screen."""
    from rag.terminal.text import plain
    from rag.terminal.theme import make_console

    console = make_console(sys.stdout)
    sys.stdout.write(plain(text) if console.is_terminal else text)
    sys.stdout.flush()


def show(settings: Settings, *parts: RenderableType) -> None:
    """Print a result to stdout, the parts one below the other."""
    from rag.terminal.layout import show

    show(out(settings), *parts)


def notify(settings: Settings, text: str) -> None:
    """Say on stderr what a long step is about to do, or a warning."""
    _note(err(settings), text)


def observer(effective: Effective) -> Observer:
    """Return what shows on stderr how opening a library, or indexing, goes.

    All of it is drawn by one console: a note that comes while a bar is shown stands above the bar.
    """
    console = cache(lambda: err(effective.settings))
    return Observer(
        notify=lambda text: _note(console(), text),
        follow=lambda events: _follow(console(), events),
        copy=lambda articles, total: _copy(console(), articles, total),
    )


def _note(console: Console, text: str) -> None:
    from rag.terminal.layout import show
    from rag.terminal.render.messages import note

    show(console, note(text))


def _copy(console: Console, articles: Iterable[object], total: int) -> None:
    from rag.terminal.progress import watch

    watch(articles, console, total=total, doing="Copying the catalog")


def _follow(console: Console, events: Events) -> BuildReport:
    from rag.terminal.progress import track

    return track(events, console)
