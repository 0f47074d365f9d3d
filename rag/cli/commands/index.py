"""``rag index``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.articles import path_or_address
from index.errors import LibraryError
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Place, grouped
from rag.errors import SettingsError

if TYPE_CHECKING:
    from index.errors import ReadingError
    from index.reading.shares import Share
    from index.settings import Location
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
            "rag index archive --chroma http://news:8000 --shard 2/4",
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
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Index the I-th of N shares, beside other indexers on one Chroma server.",
        ),
    ] = None,
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
    share = _share(effective, shard, alone=not (prune or dry_run or watch))
    if dry_run:
        report = _preview(effective, named, prune=prune)
    else:
        report = synchronise(
            effective,
            named,
            prune=prune,
            refresh=refresh,
            allow_private=allow_private,
            share=share,
        )
    _show(effective, report, as_json=as_json, indent=None if watch else 2, share=share)
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
    share: Share | None = None,
) -> None:
    """Say what indexing did, and which changes had it done."""
    if as_json:
        about = {"changed": [str(path) for path in changed]} if changed else {}
        from rag.answers.objects import build_json

        counts = held(location_of(effective, share))
        output.print_json({**about, **build_json(report, *counts)}, indent=indent)
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
    share: Share | None = None,
) -> BuildReport:
    """Bring the library up to date with what was named, show how far it is, say what was done.

    Raises LibraryError.
    """
    from index.sync.update import update

    observer = output.observer(effective)
    events = update(
        named,
        location_of(effective, share),
        effective.settings.index_settings(),
        prune=prune,
        refresh=refresh,
        allow_private=allow_private,
        share=share,
        notify=observer.notify,
        follow=observer.copy,
    )
    with closing(events):  # an interrupt may come while the bar is drawn
        return observer.follow(events)


def _preview(effective: Effective, named: Sequence[Path | str], *, prune: bool) -> BuildReport:
    from index.sync.update import preview

    settings = effective.settings.index_settings()
    return preview(named, effective.location(), settings, prune=prune)


def _share(effective: Effective, text: str | None, *, alone: bool) -> Share | None:
    """Return the share that ``--shard`` names. Raises SettingsError."""
    if text is None:
        return None
    from index.reading.shares import Share

    if not alone:
        raise SettingsError(
            "--shard goes with none of --prune, --watch and --dry-run",
            hint="run rag index with them, and without --shard, when all shares are done",
        )
    if effective.settings.chroma is None:
        raise SettingsError(
            "--shard needs a Chroma server, for one process writes to a library's own folder",
            hint="add --chroma URL",
        )
    try:
        return Share.parse(text)
    except ValueError as exc:
        raise SettingsError(f"--shard: {exc}", hint="--shard 1/4 is the first of four") from exc


def location_of(effective: Effective, share: Share | None) -> Location:
    """Return where the library is; each indexer of a share has a catalog of its own."""
    indexer = str(share).replace("/", "-of-") if share else None
    return replace(effective.location(), indexer=indexer)


def held(location: Location) -> tuple[int, int]:
    """Return how many articles and passages the library holds now."""
    from index.catalog import Catalog

    file = location.catalog_file
    if not file.is_file():  # a dry run makes none
        return 0, 0
    with closing(Catalog(file, create=False)) as catalog:
        return catalog.counts()
