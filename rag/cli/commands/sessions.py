"""``rag sessions list``, ``show``, ``save`` and ``remove``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import completion, history, options, output
from rag.cli.errors import DatelineGroup
from rag.errors import SaveError, SettingsError

SessionId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id, or its beginning.", autocompletion=completion.session_ids
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=DatelineGroup,
        help="List the kept conversations, show or save one, remove some.",
        epilog=options.examples("rag sessions list", "rag sessions show 3f2a"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command("list", epilog=options.examples("rag sessions list --json"))(_list)
    group.command("show", epilog=options.examples("rag sessions show 3f2a"))(_show)
    group.command(
        "save",
        epilog=options.examples(
            "rag sessions save 3f2a talk.html", "rag sessions save 3f2a talk.md --force"
        ),
    )(_save)
    group.command(
        "remove",
        epilog=options.examples("rag sessions remove 3f2a 91b0", "rag sessions remove --all"),
    )(_remove)
    app.add_typer(group, name="sessions")


def _list(as_json: options.AsJson = False) -> None:
    """List the conversations, the last used first."""
    settings = options.settings_of().settings
    found = history.session_store(settings).summaries()
    if as_json:
        output.print_json({"sessions": [one.as_json() for one in found]})
    else:
        from rag.terminal.render.sessions import session_list

        output.show(settings, session_list(found, now=datetime.now(UTC)))


def _show(session_id: SessionId, as_json: options.AsJson = False) -> None:
    """Show a conversation from its first question to its last answer."""
    settings = options.settings_of().settings
    store = history.session_store(settings)
    session = store.load(store.find(session_id))
    if as_json:
        output.print_json(session.as_json())
    else:
        from rag.terminal.render.sessions import whole_session

        output.show(settings, whole_session(session, now=datetime.now(UTC)))


def _save(
    session_id: SessionId,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where; .md, .html, .docx, .json, .bib or .csl.json."),
    ],
    force: options.Force = False,
) -> None:
    """Save one as a document, with its references, or only these."""
    from rag.terminal.saving import document, save

    store = history.session_store(options.settings_of().settings)
    session = store.load(store.find(session_id))
    turns = session.answered
    if not turns:
        raise SaveError(
            f"the session {session.summary.id!r} holds no answers",
            hint=f"rag chat --resume {session.summary.id}",
        )
    save(document(turns, today=datetime.now().astimezone().date()), file, force=force)


def _remove(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID", help="Ids, or their beginnings.", autocompletion=completion.session_ids
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Remove all of them.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Remove conversations for good."""
    if bool(ids) == everything:
        raise SettingsError(
            "rag sessions remove takes ids or --all, one of the two", hint="rag sessions list"
        )
    settings = options.settings_of().settings
    store = history.session_store(settings)
    if everything:
        removed = store.remove_all()
    else:
        removed = store.remove(dict.fromkeys(store.find(prefix) for prefix in ids or ()))
    if as_json:
        output.print_json({"removed": len(removed), "ids": removed})
    else:
        output.show(settings, f"Sessions: {len(removed)} removed.")
