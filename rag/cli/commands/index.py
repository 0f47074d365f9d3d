"""``rag index``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.articles import path_or_address
from index.errors import LibraryError
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Place, grouped
from rag.errors import SettingsError

if TYPE_CHECKING:
    from index.errors import ReadingError
    from index.sync.report import BuildReport
    from rag.settings import Effective


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "index",
        epilog=options.examples(
            "rag index articles",
            "rag index articles notes.md --dry-run",
            "rag index articles --prune --watch",
            "rag index https://example.org/story --refresh",
            "rag index clippings.csv --columns text=Body,title=Headline",
        ),
    )(_index)


@grouped
def _index(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, and addresses of the web."),
    ] = None,
    *,
    at: Place,
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
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Stay, and take in what changes in the folders; Ctrl-C ends."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and do nothing.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Add files, folders and pages, and bring all of it up to date."""
    if not (paths or refresh):
        raise SettingsError("there is nothing to index", hint="rag index FOLDER")
    if watch and dry_run:
        raise SettingsError("--watch and --dry-run exclude each other", hint="leave one out")
    effective = at.settings(
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
    _show(effective, report, as_json=as_json, indent=None if watch else 2)
    if not (report.failed or report.added or report.updated or report.unchanged):
        where = ", ".join(paths or ["the pages that were fetched"])
        output.notify(effective.settings, f"there is nothing to read in {where}")
    if watch:
        folders = [one for one in named if isinstance(one, Path) and one.exists()]
        _follow(effective, folders, report, prune=prune, as_json=as_json)
    elif report.failed:
        raise typer.Exit(ExitCode.SOME_UNREADABLE)


def _show(
    effective: Effective,
    report: BuildReport,
    *,
    as_json: bool,
    indent: int | None = None,
    changed: Sequence[Path] = (),
) -> None:
    """Say what indexing did, and which changes had it done."""
    if as_json:
        about = {"changed": [str(path) for path in changed]} if changed else {}
        output.print_json({**about, **_as_json(report, *held(effective))}, indent=indent)
        return
    from rag.terminal.render.library import build_report, changed_files

    if changed:
        output.show(effective.settings, changed_files(changed))
    output.show(effective.settings, build_report(report))


def _follow(
    effective: Effective,
    paths: Sequence[Path],
    report: BuildReport,
    *,
    prune: bool,
    as_json: bool,
) -> None:
    """Index again whenever something changes, until Ctrl-C.

    What fails as a whole, as where another process writes, is tried again some seconds later.
    """
    from index.sync.watching import changes_in

    if not paths:
        raise SettingsError("there is no file or folder to watch", hint="rag index FOLDER --watch")
    output.notify(effective.settings, "Watching; Ctrl-C ends it.")
    pending: list[Path] = []
    said, failed = "", report.failed
    due = True  # something may have changed before the watching began
    try:
        for changed in changes_in(paths, apart_from=effective.settings.library):
            pending += changed
            if not (pending or due):
                continue
            try:
                report = synchronise(effective, paths, prune=prune)
            except LibraryError as exc:
                if exc.message != said:
                    output.notify(effective.settings, f"{exc.message}; it is tried again.")
                said = exc.message
                continue
            if report.added or report.updated or report.removed or _differ(report.failed, failed):
                _show(effective, report, as_json=as_json, changed=pending)
            pending, due, said, failed = [], False, "", report.failed
    except KeyboardInterrupt:
        output.notify(effective.settings, "Stopped watching.")


def _differ(ones: Sequence[ReadingError], others: Sequence[ReadingError]) -> bool:
    return [one.message for one in ones] != [other.message for other in others]


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
