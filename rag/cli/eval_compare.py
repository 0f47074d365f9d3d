"""``rag eval compare``, and the gates that running a test set has too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options, output
from rag.cli.errors import ExitCode

if TYPE_CHECKING:
    from rag.evaluation.compare.gates import Limit

By = Annotated[str | None, typer.Option("--by", metavar="MEASURE", help="The measure that counts.")]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MEASURE=VALUE", help="Exit with 1 where it is worse; may be repeated: mrr@10=0.8."
    ),
]
MaxDrop = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MEASURE=VALUE",
        help="Exit with 1 where it is worse than the baseline by more; may be repeated.",
    ),
]


def register(evaluations: typer.Typer) -> None:
    """Add the command to those of ``rag eval``."""
    evaluations.command(
        "compare",
        epilog=options.examples("rag eval compare runs/first runs/second --max-drop f1=0.01"),
    )(_compare)


def _compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The folder of another one.")],
    by: By = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as a web page, too.")
    ] = None,
    fail_under: FailUnder = None,
    max_drop: MaxDrop = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what changed from one run to another, how surely, and which cases flipped."""
    from rag.evaluation import load_run
    from rag.evaluation.compare import gates
    from rag.evaluation.compare.comparison import compare
    from rag.evaluation.exports import comparison_json
    from rag.evaluation.reporting import write_comparison
    from rag.terminal import evaluation as figures
    from rag.terminal.layout import show

    least, drop = limits(fail_under, max_drop, before)
    found = compare(before, after, by=measure(by))
    summary = load_run(after).summary
    failures = gates.failures(summary, found, least=least, drop=drop) if summary else []
    settings = options.settings_of().settings
    if html:
        write_comparison(html, found)
    if as_json:
        output.print_json({**comparison_json(found), "gates": failures})
    else:
        show(output.out(settings), figures.comparison(found))
    if least or drop:
        show(output.err(settings), figures.gate(failures))
    if failures:
        raise typer.Exit(ExitCode.FAILED)


def limits(
    fail_under: Sequence[str] | None, max_drop: Sequence[str] | None, baseline: Path | None
) -> tuple[list[Limit], list[Limit]]:
    """Return the gates of both kinds. Raises SettingsError."""
    from rag.evaluation.compare.gates import limit

    if max_drop and baseline is None:
        raise typer.BadParameter("--max-drop needs --baseline RUN, the run to compare with")
    return (
        [limit(text, "--fail-under") for text in fail_under or ()],
        [limit(text, "--max-drop") for text in max_drop or ()],
    )


def measure(by: str | None) -> str | None:
    """Return the measure that ``--by`` names. Raises SettingsError."""
    from rag.evaluation.compare.gates import measure_named

    return None if by is None else measure_named(by, "--by")
