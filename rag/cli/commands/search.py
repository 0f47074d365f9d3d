"""``rag search``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.assembly import open_search
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Chosen, Opening, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.filters import Filters
    from rag.answers import Hit
    from rag.retrieval import Explanation, Miss, Preference


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "search",
        epilog=options.examples(
            "rag search troops --source koha", 'rag search "explosion at the canal" --explain'
        ),
    )(_search)


@grouped
def _search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words, or a question.")],
    *,
    at: Opening,
    top_k: options.TopK = None,
    only: Chosen,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show why passages rank so, and what fell out."),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the passages that fit best, without an answer."""
    effective = at.settings(top_k=top_k)
    chosen = only.filters()
    with open_search(
        effective, samples=at.samples, observer=output.observer(effective)
    ) as pipeline:
        explanation = pipeline.explain(query, filters=chosen) if explain else None
        retrieval = explanation.retrieval if explanation else pipeline.search(query, filters=chosen)
    for warning in retrieval.warnings:
        output.notify(effective.settings, warning)
    if as_json:
        output.print_json(_as_json(query, retrieval.hits, explanation))
    else:
        from rag.terminal.render import search as rendering

        drawn = (
            rendering.explanation(explanation) if explanation else rendering.hits(retrieval.hits)
        )
        output.show(effective.settings, drawn)
    if not retrieval.hits:
        raise typer.Exit(ExitCode.NOT_ANSWERED)


def _as_json(query: str, hits: Iterable[Hit], explanation: Explanation | None) -> dict[str, Any]:
    if explanation is None:
        from rag.answers.objects import search_json

        return search_json(query, hits)
    return {
        "query": query,
        "passages": [hit.as_json() | {"trace": _trace_json(hit)} for hit in hits],
        "explanation": {
            "terms": explanation.terms,
            "filters": _wishes_json(explanation.filters),
            "preferences": _wishes_json(explanation.preference)
            | {"newest": explanation.preference.newest},
            "near_misses": list(map(_miss_json, explanation.misses)),
        },
    }


def _trace_json(hit: Hit) -> dict[str, Any]:
    """Return a hit's ranks and scores, ``null`` where a signal has nothing to say of it."""
    copies = [{"article_id": copy.id, "path": copy.path} for copy in hit.copies]
    return dataclasses.asdict(hit.trace) | {"copies": copies}


def _wishes_json(wishes: Filters | Preference) -> dict[str, Any]:
    return {
        "sources": list(wishes.sources),
        "since": wishes.since.isoformat() if wishes.since else None,
        "until": wishes.until.isoformat() if wishes.until else None,
    }


def _miss_json(miss: Miss) -> dict[str, Any]:
    return {
        "why": str(miss.why),
        "reason": miss.reason,
        **miss.hit.as_json(),
        "trace": _trace_json(miss.hit),
    }
