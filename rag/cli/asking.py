"""``rag ask`` and ``rag search``."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.filters import Filters
from rag.cli import options, wiring
from rag.cli.batch import Item, read_batch
from rag.cli.errors import ExitCode
from rag.errors import QuestionError

if TYPE_CHECKING:
    from rag.answers import Hit
    from rag.pipeline import Pipeline


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ask", epilog='Example: rag ask "Who leads the mission?" --since 2025-01')(_ask)
    app.command("search", epilog="Example: rag search troops --source koha --explain")(_search)


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
    as_json: options.AsJson = False,
) -> None:
    """Answer one question, with the sources of every statement."""
    effective = wiring.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
    )
    chosen = options.filters(source, since, until)
    if (question is None) == (batch is None):
        raise QuestionError(
            "rag ask takes a question or --batch FILE, one of the two",
            hint='rag ask "Who said that?"',
        )
    if batch is not None:
        questions = read_batch(batch)
        with wiring.open_pipeline(effective, samples=samples, strict=strict) as pipeline:
            _answer_all(pipeline, questions, chosen)
        return
    asked = _stdin() if question == "-" else question or ""
    with wiring.open_pipeline(effective, samples=samples, strict=strict) as pipeline:
        answer = pipeline.answer(asked, filters=chosen)
    if as_json:
        wiring.print_json(answer.as_json())
    else:
        from rag.terminal import render
        from rag.terminal.layout import show

        show(wiring.out(effective.settings), render.whole_answer(answer))
    if not answer.answered:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _stdin() -> str:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question in another encoding is still one
    return sys.stdin.read()


def _answer_all(pipeline: Pipeline, questions: Sequence[Item], filters: Filters) -> None:
    for item in questions:
        earlier = pipeline.replay(item.earlier)
        answer = pipeline.answer(item.question, history=earlier, filters=filters)
        wiring.print_json({"id": item.id, **answer.as_json()}, indent=None)


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
        bool, typer.Option("--explain", help="Show where each half of the search put a passage.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the passages that fit best, without an answer."""
    effective = wiring.settings_of(
        library=library, collection=collection, chroma=chroma, top_k=top_k
    )
    chosen = options.filters(source, since, until)
    with wiring.open_search(effective, samples=samples) as pipeline:
        found = pipeline.search(query, filters=chosen)
    for warning in found.warnings:
        wiring.notify(effective.settings, warning)
    if as_json:
        passages = [hit.as_json() | (_trace(hit) if explain else {}) for hit in found.hits]
        wiring.print_json({"query": query, "passages": passages})
    else:
        from rag.terminal import tables
        from rag.terminal.layout import show

        show(wiring.out(effective.settings), tables.hits(found.hits, explain=explain))
    if not found.hits:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _trace(hit: Hit) -> dict[str, Any]:
    return {"trace": dataclasses.asdict(hit.trace)}
