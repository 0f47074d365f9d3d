"""Consoles and their colours; colour only ever repeats what the words already say."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import IO, Literal

from rich.console import Console
from rich.theme import Theme

from rag.terminal.text import make_encodable

ThemeName = Literal["auto", "light", "dark"]

_STYLES: dict[str, dict[str, str]] = {
    # The sixteen named colours follow the user's own palette.
    "dark": {
        "marker": "bold cyan",
        "heading": "bold",
        "reference": "cyan",
        "quote": "italic",
        "short": "bold",
        "note": "dim",
        "warning": "yellow",
        "error": "bold red",
        "highlight": "bold yellow",
        "number": "bold",
    },
    "light": {
        "marker": "bold blue",
        "heading": "bold",
        "reference": "blue",
        "quote": "italic",
        "short": "bold",
        "note": "bright_black",
        "warning": "magenta",
        "error": "bold red",
        "highlight": "bold magenta",
        "number": "bold",
    },
}


def make_console(
    stream: IO[str],
    *,
    theme: ThemeName = "auto",
    plain: bool = False,
    width: int | None = None,
    environ: Mapping[str, str] | None = None,
    platform: str = sys.platform,
) -> Console:
    """Return a console that takes text for text: no markup, no highlighting, no emoji codes.

    It emits no control sequence if it is to be ``plain``, where the stream is no terminal, with
    ``NO_COLOR``, or with ``TERM=dumb``; there, ``is_terminal`` is false. ``width`` is the
    terminal's by default.
    """
    environ = os.environ if environ is None else environ
    make_encodable(stream, platform)
    obeys = not plain and _obeys_control(stream, environ)
    return Console(
        file=stream,
        width=width,
        force_terminal=obeys,
        color_system="auto" if obeys else None,
        no_color=not obeys,
        theme=Theme(_STYLES[_background(environ) if theme == "auto" else theme]),
        markup=False,
        highlight=False,
        emoji=False,
        safe_box=True,
        _environ=environ,
    )


def is_dumb(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the terminal says of itself that it cannot move its cursor."""
    environ = os.environ if environ is None else environ
    return environ.get("TERM", "").lower() in {"dumb", "unknown"}


def _obeys_control(stream: IO[str], environ: Mapping[str, str]) -> bool:
    return stream.isatty() and not environ.get("NO_COLOR") and not is_dumb(environ)


def _background(environ: Mapping[str, str]) -> str:
    """Read the background from ``COLORFGBG`` ("0;15"), which some terminals set; else dark."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in {"7", "15"} else "dark"
