"""``rag doctor``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from rag.assembly import library_location
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Opening, grouped

if TYPE_CHECKING:
    from index.repair import Problem
    from rag.answering.chat_model.providers import Reachability
    from rag.settings import Effective, Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "doctor",
        epilog=options.examples(
            "rag doctor", "rag doctor --repair", "rag doctor --model ollama:llama3.2"
        ),
    )(_doctor)


@grouped
def _doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    *,
    at: Opening,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    as_json: options.AsJson = False,
) -> None:
    """Check the library and mend it; see whether the model answers."""
    from index.repair import check

    effective = at.settings(model=model, base_url=base_url)
    mended = _mend(effective, samples=at.samples) if repair else []
    with at.opened(effective, as_is=True) as library:
        problems = check(library)
    model_state = _reachable(effective.settings)
    if as_json:
        output.print_json(_as_json(mended, problems, model_state))
    else:
        from rag.terminal.render.library import checkup

        output.show(effective.settings, checkup(mended, problems, model_state))
    if problems:
        raise typer.Exit(ExitCode.LIBRARY)
    if model_state and not model_state.reachable:
        raise typer.Exit(ExitCode.MODEL)


def _mend(effective: Effective, *, samples: bool) -> list[str]:
    from index.repair import rebuild_damaged

    settings = effective.settings
    return rebuild_damaged(
        library_location(effective, samples=samples),
        settings.index_settings(),
        notify=lambda text: output.notify(settings, text),
    )


def _reachable(settings: Settings) -> Reachability | None:
    if settings.model is None:
        return None
    from rag.answering.chat_model.providers import reachable

    return reachable(settings.model, base_url=settings.base_url)


def _as_json(
    mended: list[str], problems: list[Problem], model: Reachability | None
) -> dict[str, object]:
    return {
        "problems": [{"problem": one.text, "mend": one.mend} for one in problems],
        "mended": mended,
        "model": dataclasses.asdict(model) if model else None,
    }
