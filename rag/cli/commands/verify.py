"""``rag verify``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Opening, grouped
from rag.errors import RecordError

if TYPE_CHECKING:
    from index.library import Library
    from rag.citations.standing import VerifiedQuote


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        epilog=options.examples(
            'rag ask "Who leads the mission?" --save answer.json',
            "rag verify answer.json",
        ),
    )(_verify)


@grouped
def _verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A saved .json, or what --json printed, of any command that cites."
        ),
    ],
    *,
    at: Opening,
    as_json: options.AsJson = False,
) -> None:
    """Say whether the quotes of a saved answer still stand; exit 3 where one does not."""
    effective = at.settings()
    saved = _read(file)
    with at.opened(effective) as opened:
        quotes = _verified(saved, opened)
    if not quotes:
        raise RecordError(
            f"{str(file)!r} holds no quotes", hint='rag ask "..." --save answer.json makes one.'
        )
    if as_json:
        counts = dict.fromkeys(("stands", "moved", "gone", "missing"), 0)
        for one in quotes:
            counts[one.standing] += 1
        listed = [one.as_json() for one in quotes]
        output.print_json({"file": str(file), "quotes": listed, "counts": counts})
    else:
        from rag.terminal.render.standing import verified_quotes

        output.show(effective.settings, verified_quotes(quotes))
    if not all(one.standing.holds for one in quotes):
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _verified(saved: list[Any], library: Library) -> list[VerifiedQuote]:
    from rag.citations.standing import saved_quotes, verified

    quotes = list(saved_quotes(saved))
    articles = library.catalog.articles.by_id([one.article_id for one in quotes])
    hashes: dict[str, str] = {}
    for one in saved:
        made = one.get("made") if isinstance(one, dict) else None
        known = made.get("articles") if isinstance(made, dict) else None
        hashes |= known if isinstance(known, dict) else {}
    return [verified(one, articles.get, hashes.get(one.article_id)) for one in quotes]


def _read(file: Path) -> list[Any]:
    """Return the values of a JSON file, or of one with a value a line. Raises RecordError."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise RecordError(f"there is no file {str(file)!r}") from None
    except (OSError, UnicodeDecodeError) as exc:
        reason = getattr(exc, "strerror", None) or "it is no text"
        raise RecordError(f"{str(file)!r} cannot be read: {reason}") from exc
    try:
        return [json.loads(text)]
    except ValueError:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise RecordError(
                f"{str(file)!r} is no JSON",
                hint="Save an answer as .json, or print it with --json.",
            ) from None
