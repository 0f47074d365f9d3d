"""``rag eval``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.cli import options, wiring

if TYPE_CHECKING:
    from rag.answers import Answer
    from rag.pipeline import Pipeline

_RANKED = 10
"""Passages a case is judged by: hit@10 and MRR@10 need as many."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval", epilog="Example: rag eval questions.jsonl --out runs/first")(_eval)


class _Replaying:
    """A pipeline as the evaluation wants it: earlier questions are asked again."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        return self._pipeline.answer(question, history=self._pipeline.replay(history))


def _eval(
    testset: Annotated[
        Path | None,
        typer.Argument(metavar="TESTSET", help="Our JSONL, a SQuAD JSON file or a BEIR folder."),
    ] = None,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    strict: options.Strict = False,
    top_k: options.TopK = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the results go; by default runs/TIME."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Run a test set; report on retrieval, answers and citations."""
    from rag.evaluation import as_json as summary_as_json
    from rag.evaluation import evaluate, load_cases, summarise, write_results
    from rag.terminal import figures, render
    from rag.terminal.layout import show
    from rag.terminal.progress import gather

    effective = wiring.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=_RANKED if top_k is None else top_k,
    )
    cases = load_cases(_testset(testset, samples=samples))
    console = wiring.err(effective.settings)
    with wiring.open_pipeline(effective, samples=samples, strict=strict) as pipeline:
        for text in _unmatched(cases, pipeline):
            show(console, render.note(text))
        results = gather(
            evaluate(cases, _Replaying(pipeline)), console, total=len(cases), doing="Asking"
        )
    summary = summarise(results)
    place = folder or Path("runs") / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    write_results(place, results, summary, effective.as_json())
    if as_json:
        wiring.print_json(summary_as_json(summary))
    else:
        show(wiring.out(effective.settings), figures.evaluation(summary))
    show(console, f"The results are in {place}.")


def _testset(given: Path | None, *, samples: bool) -> Path:
    if given is not None:
        return given
    if samples:
        import seeds

        return seeds.questions()
    raise typer.BadParameter("name a test set, or take the samples' with --samples")


def _unmatched(cases: Any, pipeline: Pipeline) -> list[str]:
    from rag.evaluation import unmatched_evidence

    entries = [(one.id, one.url, one.path, one.origin) for one in pipeline.library.entries()]
    missing = unmatched_evidence(cases, entries)
    if not missing:
        return []
    names = sorted({evidence.article for _, evidence in missing})
    return [
        f"the library lacks {len(names)} of the articles that are evidence,"
        f" such as {names[0]!r}: {len(missing)} times"
    ]
