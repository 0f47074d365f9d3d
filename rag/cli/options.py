"""The options that commands share, each declared once, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag import interrupts
from rag.cli import completion, output

if TYPE_CHECKING:
    from rag.settings import Effective

LibraryDir = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder."),
]
Collection = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The collection in it.", autocompletion=completion.collections
    ),
]
Chroma = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help='A Chroma server, or "cloud"; by default Chroma runs inside.',
    ),
]
Samples = Annotated[
    bool,
    typer.Option("--samples", help="Use the sample articles instead."),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="PROVIDER:NAME",
        help="A language model that writes the answer, such as ollama:llama3.2.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where an OpenAI-compatible model server listens."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Leave out what a language model says without support.")
]
Device = Annotated[
    str | None,
    typer.Option(
        metavar="DEVICE",
        help="Where passages are embedded: auto, cpu, cuda or mps; auto looks for a graphics"
        " processor when there are many.",
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMNS",
        help="Which columns of a .csv file hold what, where their names do not tell:"
        " text=Body,title=Headline.",
    ),
]
TopK = Annotated[  # text, for the settings say better than typer what is wrong with a number
    str | None, typer.Option("--top-k", metavar="N", help="Passages to retrieve, 1 to 100.")
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        metavar="S",
        help="Only this publisher, by any part of its name; may be repeated.",
        autocompletion=completion.publishers,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Published on 2025-01-13 (or 2025-01, 2025) or later.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Published then or earlier."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
NoHistory = Annotated[
    bool, typer.Option("--no-history", help="Keep nothing of what is asked and answered.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def examples(*commands: str) -> str:
    """Return what stands below a command's help: a line each, which is not wrapped."""
    heading = "Example:" if len(commands) == 1 else "Examples:"
    return "\n".join(["\b", heading, *(f"  {command}" for command in commands)])


def settings_of(**flags: object) -> Effective:
    """Return the settings in force under these flags, and say what is not. Raises SettingsError."""
    from rag.settings import load_settings  # pydantic: a help needs none

    interrupts.raise_again()  # what is opened from here on has to be closed
    effective = load_settings(flags)
    if warning := effective.warning():
        output.notify(effective.settings, warning)
    return effective
