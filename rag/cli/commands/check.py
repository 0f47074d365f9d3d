"""``rag check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Chosen, Opening, grouped

if TYPE_CHECKING:
    from index.filters import Filters
    from index.library import Library
    from rag.drafts import CheckedDraft, Draft
    from rag.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check",
        epilog=options.examples(
            "rag check draft.md",
            "rag check draft.docx --save checked.docx",
            "rag check - --json < notes.txt",
        ),
    )(_check)


@grouped
def _check(
    draft: Annotated[
        Path,
        typer.Argument(
            metavar="DRAFT", help='A .txt, .md or .docx file; "-" reads text from stdin.'
        ),
    ],
    *,
    at: Opening,
    only: Chosen,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Save the draft with footnotes and marks, as .md, .html or .docx.",
        ),
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
) -> None:
    """Check a draft sentence by sentence against the articles; exit 3 where one fails."""
    from rag.drafts import read_draft

    effective = at.settings()
    chosen = only.filters()
    if save:
        from rag.terminal.saving import check_draft_place

        check_draft_place(save, force=force)
    read = read_draft(draft)
    with at.opened(effective) as opened:
        opened.require_articles()
        checked = _checked(read, opened, chosen, effective.settings)
    if as_json:
        output.print_json(checked.as_json())
    else:
        from rag.terminal.render.drafts import checked_draft

        output.show(effective.settings, checked_draft(checked))
    if save:
        from rag.terminal.saving import save_draft

        save_draft(checked, draft, save, force=force)
    if not checked.holds:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _checked(read: Draft, library: Library, filters: Filters, settings: Settings) -> CheckedDraft:
    """Check all sentences; a terminal shows how many there are still to come."""
    from rag.assembly.checking import draft_checker
    from rag.drafts import CheckedDraft
    from rag.terminal.progress import gather

    sentences = gather(
        draft_checker(settings, library, filters=filters).check(read),
        output.err(settings),
        total=len(read.sentences),
        doing="Checking",
    )
    return CheckedDraft(draft=read, sentences=tuple(sentences))
