"""``rag eval``: runs a test set, unless its first word is a command such as ``compare``."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from rag.cli import options
from rag.cli.commands.eval import compare, desk, new, run

_RUN = "run"


class EvaluationGroup(TyperGroup):
    """The commands of ``rag eval``; what is none of them is a test set to run."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Return the context of the command that the first word names, or of running."""
        if args and args[0] in self.commands and args[0] != _RUN:
            return super().make_context(info_name, args, parent, **extra)
        return self.commands[_RUN].make_context(info_name, args, parent, **extra)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(cls=EvaluationGroup, rich_markup_mode=None)
    commands.command(
        _RUN,
        hidden=True,
        epilog=options.examples(
            "rag eval questions.jsonl --out runs/first",
            "rag eval questions.jsonl --articles news --ablate",
            "rag eval questions.jsonl --baseline runs/first --max-drop f1=0.01",
            "rag eval compare runs/first runs/second",
            "rag eval new articles",
        ),
    )(run.run)
    compare.register(commands)
    new.register(commands)
    desk.register(commands)
    app.add_typer(
        commands, name="eval", help="Run a test set; report on retrieval, answers and citations."
    )
