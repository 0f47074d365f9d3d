"""``rag eval``: runs a test set, unless its first word is a command such as ``compare``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from rag.cli import eval_compare as comparing
from rag.cli import eval_new as proposing
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.eval_compare import By, FailUnder, MaxDrop, limits, measure

if TYPE_CHECKING:
    from rag.cli.eval_setup import Trial
    from rag.evaluation import FinishedRun
    from rag.evaluation.compare.ablation import Variant
    from rag.evaluation.compare.comparison import Comparison
    from rag.evaluation.compare.gates import Limit
    from rag.settings import Effective, Settings

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
    )(_run)
    comparing.register(commands)
    proposing.register(commands)
    app.add_typer(
        commands, name="eval", help="Run a test set; report on retrieval, answers and citations."
    )


def _run(
    testset: Annotated[
        Path | None,
        typer.Argument(
            metavar="TESTSET", help="Our JSONL, CSV, a SQuAD JSON file or a BEIR folder."
        ),
    ] = None,
    articles: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="Ask these articles, in a library made for it; may be repeated."
        ),
    ] = None,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    strict: options.Strict = False,
    top_k: options.TopK = None,
    judge: Annotated[
        str | None,
        typer.Option(metavar="PROVIDER:NAME", help="A language model that judges the answers."),
    ] = None,
    judge_base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the judge's server listens.")
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, help="Questions to ask at once.")
    ] = 1,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Only N of the questions, drawn by the seed."),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Of drawing questions and of the intervals.")
    ] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the results go; by default in runs."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not go on with a run that was stopped.")
    ] = False,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Run it with half of the search, other sizes, other k too."),
    ] = False,
    matrix: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run every combination of the lists in a TOML file."),
    ] = None,
    by: By = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="RUN", help="An earlier run to compare with.")
    ] = None,
    fail_under: FailUnder = None,
    max_drop: MaxDrop = None,
    as_json: options.AsJson = False,
) -> None:
    """Run a test set; report on retrieval, answers and citations."""
    from rag.cli.eval_setup import Trial, cases_of, conduct  # 0.8 s, which no help needs
    from rag.evaluation.compare.ablation import Variant

    effective = options.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
    )
    trial = Trial(
        testset=_testset(testset, samples=samples),
        articles=tuple(articles or ()),
        samples=samples,
        strict=strict,
        judge=judge,
        judge_base_url=judge_base_url,
        workers=workers,
        limit=limit,
        seed=seed,
        out=out,
        fresh=fresh,
    )
    least, drop = limits(fail_under, max_drop, baseline)
    counted = measure(by)
    if ablate or matrix:
        _ablate(trial, effective, _variants(matrix, effective.settings), counted, as_json=as_json)
        return
    if baseline:
        _check(baseline)  # before hours are spent
    conducted = conduct(trial, effective, cases_of(trial), Variant())
    compared = _compared(baseline, conducted.folder, counted)
    failures = _failures(conducted, compared, least, drop)
    _show_run(conducted, compared, failures, effective.settings, as_json=as_json)
    if failures:
        raise typer.Exit(ExitCode.FAILED)


def _testset(given: Path | None, *, samples: bool) -> Path:
    if given is not None:
        return given
    if samples:
        import seeds

        return seeds.questions()
    raise typer.BadParameter("name a test set, or take the samples' with --samples")


def _variants(matrix: Path | None, settings: Settings) -> list[Variant]:
    from rag.evaluation.compare.ablation import load_matrix, usual_variants

    if matrix:
        return load_matrix(matrix)
    return usual_variants(passage_size=settings.passage_size, top_k=settings.top_k)


def _check(baseline: Path) -> None:
    from rag.evaluation.compare.comparison import finished_run

    finished_run(baseline)


def _compared(baseline: Path | None, folder: Path, by: str | None) -> Comparison | None:
    from rag.evaluation.compare.comparison import compare

    return compare(baseline, folder, by=by) if baseline else None


def _failures(
    conducted: FinishedRun,
    compared: Comparison | None,
    least: Sequence[Limit],
    drop: Sequence[Limit],
) -> list[str]:
    from rag.evaluation.compare.gates import failures

    summary = conducted.run.summary
    return failures(summary, compared, least=least, drop=drop) if summary else []


def _show_run(
    conducted: FinishedRun,
    compared: Comparison | None,
    failures: Sequence[str],
    settings: Settings,
    *,
    as_json: bool,
) -> None:
    from rag.evaluation.exports import comparison_json, run_json
    from rag.terminal import evaluation as figures
    from rag.terminal.layout import BLANK, show

    if as_json:
        told: dict[str, Any] = run_json(conducted) | {"gates": list(failures)}
        output.print_json(told | ({"baseline": comparison_json(compared)} if compared else {}))
    else:
        show(output.out(settings), figures.evaluation(conducted.run))
        if compared:
            show(output.out(settings), BLANK, figures.comparison(compared))
    show(output.err(settings), f"The results are in {conducted.folder}.")
    if failures:
        show(output.err(settings), figures.gate(failures))


def _ablate(
    trial: Trial,
    effective: Effective,
    variants: Sequence[Variant],
    by: str | None,
    *,
    as_json: bool,
) -> None:
    """Run every variant in a folder of its own and rank them."""
    from rag.cli.eval_setup import RUNS, cases_of, conduct
    from rag.evaluation.compare.ablation import ranked
    from rag.evaluation.exports import ablation_json
    from rag.terminal import evaluation as figures
    from rag.terminal.layout import show

    cases = cases_of(trial)
    # The same name each time, so that an ablation that was stopped goes on.
    parent = trial.out or RUNS / f"ablation-{trial.testset.stem}"
    runs = [
        (
            variant.name,
            conduct(
                replace(trial, out=parent / variant.slug, reuse=True), effective, cases, variant
            ),
        )
        for variant in variants
    ]
    found = ranked(runs, by=by)
    if as_json:
        output.print_json(ablation_json(found))
    else:
        show(output.out(effective.settings), figures.ablation(found))
