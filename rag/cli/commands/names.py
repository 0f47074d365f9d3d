"""``rag articles names``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options, output
from rag.cli.groups import Chosen, Opening, grouped
from rag.errors import QuestionError

if TYPE_CHECKING:
    from rag.directory import Entry

_SHOWN = 50
"""Names on a screen, unless another number is asked for."""


class Of(StrEnum):
    """What the names may be of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@grouped
def names(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="Only names that have these words, or parts."),
    ] = None,
    *,
    at: Opening,
    only: Chosen,
    kind: Annotated[
        Of | None, typer.Option(metavar="KIND", help="Only person, organisation or place.")
    ] = None,
    top_k: Annotated[
        int | None,
        typer.Option("--top-k", metavar="N", min=1, help="Names, at most; 50 on a screen."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the people, organisations and places that are named, each under one name."""
    from rag.directory import Directory, chosen_entries, reading_names
    from rag.terminal.progress import watch

    if as_csv and as_json:
        raise QuestionError("--csv and --json are two formats", hint="rag articles names --json")
    effective = at.settings()
    chosen = only.filters()
    directory = Directory()
    with at.opened(effective) as opened:
        reading = reading_names(directory, opened, chosen)
        total, _ = opened.counts()
        watch(reading, output.err(effective.settings), total=total, doing="Reading names")
    every = chosen_entries(directory.entries(), words=" ".join(words or ()), kind=kind)
    shown = every[: top_k or (None if as_csv or as_json else _SHOWN)]
    if as_json:
        output.print_json({"names": [entry.as_json() for entry in shown]})
    elif as_csv:
        output.print_text(_csv(shown))
    else:
        from rag.terminal.render.names import name_list

        output.show(effective.settings, name_list(shown, left_out=len(every) - len(shown)))


def _csv(entries: list[Entry]) -> str:
    from rag.terminal.saving.tables import csv_text

    heads = ("name", "kind", "articles", "mentions", "first", "last", "spellings")
    rows = ({**entry.as_json(), "spellings": "; ".join(entry.spellings)} for entry in entries)
    return csv_text(heads, ([row[head] for head in heads] for row in rows))
