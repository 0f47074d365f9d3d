"""``rag ask`` and ``rag search``."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.filters import Filters
from rag.assembly import open_pipeline, open_search
from rag.cli import history, options, output
from rag.cli.batch import Item, read_batch
from rag.cli.errors import ExitCode
from rag.cli.explaining import explanation_json, trace_json
from rag.errors import QuestionError

if TYPE_CHECKING:
    from rag.answers import Answer, Hit
    from rag.pipeline import Pipeline
    from rag.sessions import Session
    from rag.settings import Effective


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "ask",
        epilog=options.examples(
            'rag ask "Who leads the mission?" --since 2025-01',
            'rag ask --continue "And since when?"',
            'rag ask "What did Rutte say?" --source koha --save rutte.html',
            'echo "Who leads the mission?" | rag ask - --json',
            "rag ask --batch questions.txt > answers.jsonl",
        ),
    )(_ask)
    app.command(
        "search",
        epilog=options.examples(
            "rag search troops --source koha", 'rag search "explosion at the canal" --explain'
        ),
    )(_search)


def _ask(
    question: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION", help='The question; "-" reads it from stdin.'),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Answer many: a question a line, or JSONL with id, question, history.",
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
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    go_on: Annotated[
        bool, typer.Option("--continue", "-c", help="Lean on the question asked last.")
    ] = False,
    no_history: options.NoHistory = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save the answer too, as .md, .html or .json."),
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
) -> None:
    """Answer one question, with the sources of every statement."""
    effective = options.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
        history=False if no_history else None,
    )
    chosen = options.filters(source, since, until)
    if (question is None) == (batch is None):
        raise QuestionError(
            "rag ask takes a question or --batch FILE, one of the two",
            hint='rag ask "Who said that?"',
        )
    if batch is not None:
        if go_on or save:
            raise QuestionError(
                "--batch answers many questions; it can be neither continued nor saved",
                hint='Give an item its "history", and keep what is printed.',
            )
        questions = read_batch(batch)
        with open_pipeline(
            effective, samples=samples, strict=strict, observer=output.observer(effective)
        ) as pipeline:
            _answer_all(pipeline, questions, chosen)
        return
    if save:
        _check_place(save, force=force)
    earlier = _last_session(effective) if go_on else None
    asked = _stdin() if question == "-" else question or ""
    with open_pipeline(
        effective, samples=samples, strict=strict, observer=output.observer(effective)
    ) as pipeline:
        answer = _answer(pipeline, asked, chosen, earlier)
    _keep(answer, effective, samples=samples, earlier=earlier)
    if as_json:
        output.print_json(answer.as_json())
    else:
        from rag.terminal import render
        from rag.terminal.layout import show

        show(output.out(effective.settings), render.whole_answer(answer))
    if save:
        _save(answer, save, force=force)
    if not answer.answered:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _check_place(path: Path, *, force: bool) -> None:
    """Raise SaveError now, not when the answer is there."""
    from rag.terminal.saving import check

    check(path, force=force)


def _last_session(effective: Effective) -> Session:
    from rag.sessions import Kind

    return history.last_session(effective.settings, Kind.ASK)


def _answer(pipeline: Pipeline, question: str, filters: Filters, earlier: Session | None) -> Answer:
    if earlier is None:
        return pipeline.answer(question, filters=filters)
    return pipeline.answer(question, history=earlier.answered, filters=filters)


def _keep(answer: Answer, effective: Effective, *, samples: bool, earlier: Session | None) -> None:
    """Keep what was asked and answered, where the settings want it, for ``--continue``."""
    if not effective.settings.history:
        return
    from rag.answers import Turn
    from rag.sessions import Kind

    about = history.SAMPLES if samples else str(effective.location())
    recorder = history.recorder(effective, Kind.ASK, about=about, resumed=earlier)
    recorder.asked(answer.question)
    recorder.record(Turn.of(answer))


def _save(answer: Answer, path: Path, *, force: bool) -> None:
    from rag.answers import Turn
    from rag.terminal.saving import document, save

    today = datetime.now().astimezone().date()
    save(document([Turn.of(answer)], today=today), path, force=force)


def _stdin() -> str:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question in another encoding is still one
    return sys.stdin.read()


def _answer_all(pipeline: Pipeline, questions: Sequence[Item], filters: Filters) -> None:
    for item in questions:
        earlier = pipeline.replay(item.earlier)
        answer = pipeline.answer(item.question, history=earlier, filters=filters)
        output.print_json({"id": item.id, **answer.as_json()}, indent=None)


def _search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words, or a question.")],
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    top_k: options.TopK = None,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show why passages rank so, and what fell out."),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the passages that fit best, without an answer."""
    effective = options.settings_of(
        library=library, collection=collection, chroma=chroma, top_k=top_k
    )
    chosen = options.filters(source, since, until)
    with open_search(effective, samples=samples, observer=output.observer(effective)) as pipeline:
        told = pipeline.explain(query, filters=chosen) if explain else None
        found = told.retrieval if told else pipeline.search(query, filters=chosen)
    for warning in found.warnings:
        output.notify(effective.settings, warning)
    if as_json:
        listed = {"query": query, "passages": [_hit_json(hit, explain) for hit in found.hits]}
        output.print_json(listed | ({"explanation": explanation_json(told)} if told else {}))
    else:
        from rag.terminal import explanations, tables
        from rag.terminal.layout import show

        drawn = explanations.explanation(told) if told else tables.hits(found.hits)
        show(output.out(effective.settings), drawn)
    if not found.hits:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _hit_json(hit: Hit, explain: bool) -> dict[str, Any]:
    trace = {"trace": trace_json(hit)} if explain else {}
    return hit.as_json() | trace
