"""``rag index``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.articles import path_or_address
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.errors import SettingsError

if TYPE_CHECKING:
    from index.sync.report import BuildReport
    from rag.settings import Effective


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "index",
        epilog=options.examples(
            "rag index articles",
            "rag index articles notes.md --dry-run",
            "rag index articles --prune",
            "rag index https://example.org/story --refresh",
            "rag index clippings.csv --columns text=Body,title=Headline",
        ),
    )(_index)


def _index(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, and addresses of the web."),
    ] = None,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    device: options.Device = None,
    columns: options.Columns = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles whose file is gone from the folders.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for the pages that were fetched before.")
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Fetch pages from this machine and its network, too."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and do nothing.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Add files, folders and pages, and bring all of it up to date."""
    if not (paths or refresh):
        raise SettingsError("there is nothing to index", hint="rag index FOLDER")
    effective = options.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        device=device,
        columns=columns,
    )
    named = [path_or_address(path) for path in paths or ()]
    if dry_run:
        report = _preview(effective, named, prune=prune)
    else:
        report = synchronise(
            effective, named, prune=prune, refresh=refresh, allow_private=allow_private
        )
    if as_json:
        output.print_json(_as_json(report, *held(effective)))
    else:
        from rag.terminal.render.library import build_report

        output.show(effective.settings, build_report(report))
    if not (report.failed or report.added or report.updated or report.unchanged):
        where = ", ".join(paths or ["the pages that were fetched"])
        output.notify(effective.settings, f"there is nothing to read in {where}")
    if report.failed:
        raise typer.Exit(ExitCode.SOME_UNREADABLE)


def synchronise(
    effective: Effective,
    named: Sequence[Path | str],
    *,
    prune: bool = False,
    refresh: bool = False,
    allow_private: bool = False,
) -> BuildReport:
    """Bring the library up to date with what was named, show how far it is, say what was done.

    Raises LibraryError.
    """
    from index.sync.update import update
    from rag.terminal.progress import track

    settings = effective.settings
    events = update(
        named,
        effective.location(),
        settings.index_settings(),
        prune=prune,
        refresh=refresh,
        allow_private=allow_private,
        notify=lambda text: output.notify(settings, text),
    )
    with closing(events):  # an interrupt may come while the bar is drawn
        return track(events, output.err(settings))


def _preview(effective: Effective, named: Sequence[Path | str], *, prune: bool) -> BuildReport:
    from index.sync.update import preview

    settings = effective.settings.index_settings()
    return preview(named, effective.location(), settings, prune=prune)


def held(effective: Effective) -> tuple[int, int]:
    """Return how many articles and passages the library holds now."""
    from index.catalog import Catalog

    file = effective.location().catalog_file
    if not file.is_file():  # a dry run makes none
        return 0, 0
    with closing(Catalog(file, create=False)) as catalog:
        return catalog.counts()


def _as_json(report: BuildReport, articles: int, passages: int) -> dict[str, Any]:
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [{"path": one.path, "reason": one.reason} for one in report.failed],
        "notes": [{"path": one.path, "note": one.text} for one in report.notes],
        "articles": articles,
        "passages": passages,
        "seconds": round(report.seconds, 3),
    }
