"""``rag eval TESTSET``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rag.cli import options, output
from rag.cli.commands.eval.compare import By, FailUnder, MaxDrop, limits, measure
from rag.cli.errors import ExitCode
from rag.cli.groups import Answering, grouped

if TYPE_CHECKING:
    from rag.cli.commands.eval.setup import Trial
    from rag.evaluation import Case, FinishedRun
    from rag.evaluation.compare.ablation import Variant
    from rag.evaluation.compare.against import Against
    from rag.evaluation.compare.comparison import Comparison
    from rag.evaluation.compare.gates import Limit
    from rag.settings import Effective, Settings


@grouped
def run(
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
    *,
    asked: Answering,
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
    against: Annotated[
        Literal["plain"] | None,
        typer.Option(
            "--against", help="Run a plain script of LangChain and Chroma, too; report on both."
        ),
    ] = None,
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
    from rag.cli.commands.eval.setup import Trial, cases_of, conduct  # 0.8 s, which no help needs
    from rag.evaluation.compare.ablation import Variant

    effective = asked.settings()
    trial = Trial(
        testset=_testset(testset, samples=asked.samples),
        articles=tuple(articles or ()),
        samples=asked.samples,
        strict=asked.strict,
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
    cases = cases_of(trial)
    finished = conduct(trial, effective, cases, Variant())
    compared = _compared(baseline, finished.folder, counted)
    beside = _against(trial, effective, cases, finished) if against else None
    failures = _failures(finished, compared, least, drop)
    _show_run(finished, compared, beside, failures, effective.settings, as_json=as_json)
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


def _against(
    trial: Trial, effective: Effective, cases: Sequence[Case], ours: FinishedRun
) -> Against:
    """Run the plain script on the same, and put both into the report of ours."""
    from rag.cli.commands.eval.setup import conduct
    from rag.evaluation.compare.ablation import Variant
    from rag.evaluation.compare.against import against
    from rag.evaluation.reporting import write_reports

    folder = ours.folder / "plain"
    plain = conduct(replace(trial, out=folder), effective, cases, Variant(retrieval="plain"))
    found = against(plain, ours)
    write_reports(ours.folder, ours.run, ours.results, against=found)
    return found


def _failures(
    finished: FinishedRun,
    compared: Comparison | None,
    least: Sequence[Limit],
    drop: Sequence[Limit],
) -> list[str]:
    from rag.evaluation.compare.gates import failures

    summary = finished.run.summary
    return failures(summary, compared, least=least, drop=drop) if summary else []


def _show_run(
    finished: FinishedRun,
    compared: Comparison | None,
    beside: Against | None,
    failures: Sequence[str],
    settings: Settings,
    *,
    as_json: bool,
) -> None:
    from rag.evaluation.exports import against_json, comparison_json, run_json
    from rag.terminal.layout import BLANK, show
    from rag.terminal.render import evaluation as figures

    if as_json:
        result: dict[str, Any] = run_json(finished) | {"gates": list(failures)}
        result |= {"baseline": comparison_json(compared)} if compared else {}
        output.print_json(result | ({"against": against_json(beside)} if beside else {}))
    else:
        output.show(settings, figures.evaluation(finished.run))
        if beside:
            output.show(settings, BLANK, figures.against(beside))
        if compared:
            output.show(settings, BLANK, figures.comparison(compared))
    show(output.err(settings), f"The results are in {finished.folder}.")
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
    from rag.cli.commands.eval.setup import RUNS, cases_of, conduct
    from rag.evaluation.compare.ablation import ranked
    from rag.evaluation.exports import ablation_json
    from rag.evaluation.reporting import write_ablation
    from rag.terminal.layout import show
    from rag.terminal.render import evaluation as figures

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
    page = write_ablation(parent, found)
    if as_json:
        output.print_json(ablation_json(found))
    else:
        output.show(effective.settings, figures.ablation(found))
    show(output.err(effective.settings), f"The page is {page}.")
