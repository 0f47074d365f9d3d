"""``rag config``, ``rag config trust`` and ``rag config untrust``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options, output
from rag.cli.errors import DatelineGroup
from rag.cli.groups import Place, grouped
from rag.errors import SettingsError

if TYPE_CHECKING:
    from rag.settings import Settings
    from rag.settings.sources import Given

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="The rag.toml, or its folder; by default the one in this folder.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=DatelineGroup,
        epilog=options.examples("rag config", "RAG_TOP_K=12 rag config", "rag config trust"),
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    group.callback()(_config)
    group.command("trust", epilog=options.examples("rag config trust", "rag config trust ~/news"))(
        _trust
    )
    group.command("untrust", epilog=options.examples("rag config untrust"))(_untrust)
    app.add_typer(group, name="config")


@grouped
def _config(
    ctx: typer.Context,
    *,
    at: Place,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    top_k: options.TopK = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the settings in force and where each came from."""
    if ctx.invoked_subcommand:
        return
    from rag.settings import load_settings  # pydantic: ``rag --help`` builds every command
    from rag.terminal.render import library as rendering

    effective = load_settings({**vars(at), "model": model, "base_url": base_url, "top_k": top_k})
    if as_json:
        output.print_json(effective.as_json())
    else:
        output.show(effective.settings, rendering.settings(effective.all_rows()))


def _trust(path: File = None) -> None:
    """Put in force what a rag.toml sets, until the file changes."""
    from rag.settings import TrustedFiles
    from rag.settings.effective import rows_of
    from rag.settings.sources import content_of, from_content
    from rag.terminal.render import library as rendering
    from rag.terminal.render.messages import note

    settings = _for_the_screen()
    file = _file(path)
    content = content_of(file, str(file))
    if content is None:
        raise SettingsError(f"there is no file {str(file)!r}", hint="rag config trust FOLDER")
    given = _needing_trust(tuple(from_content(content, file, origin=str(file))))
    if not given:
        output.show(settings, note(f"{file} sets nothing that takes trust."))
        return
    output.show(settings, rendering.settings(rows_of(given, str(file))))
    # What was shown is what is trusted: the file may have changed by now.
    TrustedFiles().add(file, content)
    output.notify(settings, "Trusted until the file changes; rag config untrust takes it back.")


def _untrust(path: File = None) -> None:
    """Ignore again what a rag.toml sets, but for what is harmless."""
    from rag.settings import TrustedFiles

    settings = _for_the_screen()
    file = _file(path)
    if not TrustedFiles().remove(file):
        raise SettingsError(f"{str(file)!r} is not trusted", hint="rag config")
    output.notify(settings, f"{file} is not trusted any more.")


def _for_the_screen() -> Settings:
    """Return the settings, or the default ones where a file of settings has a mistake.

    That file may be the very one that is to be trusted, or have nothing to do with it.
    """
    from rag.settings import Settings, load_settings

    try:
        return load_settings({}).settings
    except SettingsError:
        return Settings()


def _file(path: Path | None) -> Path:
    """Return the file that is meant. Raises SettingsError for one that no command reads."""
    from rag.settings.effective import PROJECT_FILE

    given = (path or Path(PROJECT_FILE)).expanduser()
    file = given / PROJECT_FILE if given.name != PROJECT_FILE and given.is_dir() else given
    if file.name != PROJECT_FILE:
        raise SettingsError(
            f"{str(file)!r} is read by no command: a folder's settings are in its {PROJECT_FILE}",
            hint=f"rag config trust FOLDER/{PROJECT_FILE}",
        )
    return file.absolute()


def _needing_trust(given: tuple[Given, ...]) -> tuple[Given, ...]:
    """Return what takes trust, once all of it is allowed. Raises SettingsError."""
    from rag.settings.effective import validated
    from rag.settings.trust import is_harmless

    validated({one.name: one for one in given})
    return tuple(one for one in given if not is_harmless(one))
