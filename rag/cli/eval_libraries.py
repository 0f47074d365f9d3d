"""The articles that an evaluation asks: a library as it is, or one that is made for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from platformdirs import user_cache_path

from rag.cli import wiring

if TYPE_CHECKING:
    from index.settings import Location
    from rag.cli.eval_setup import Trial
    from rag.evaluation import Variant
    from rag.evaluation.runs.libraries import Source
    from rag.settings import Effective, Settings


def articles_for(
    trial: Trial, effective: Effective, settings: Settings, variant: Variant
) -> tuple[Location, str]:
    """Return the library to ask and what it is made of, after building it where it is missing."""
    source = _source(trial, effective)
    if source is None and variant.passage_size is None:
        location = wiring.location_of(effective, samples=trial.samples)
        return location, "samples" if trial.samples else str(location)
    if source is None:  # the user's own library, split anew
        source, place = _of_library(trial, effective)
    else:
        place = ", ".join(map(str, trial.articles or [trial.testset]))
    return _built(source, settings), place


def _source(trial: Trial, effective: Effective) -> Source | None:
    """Return what ``--articles`` names or, without a library, the articles of the test set."""
    from rag.evaluation.runs import libraries
    from rag.evaluation.testsets.formats import articles_of

    named = any(
        effective.origins[name] != "default" for name in ("library", "chroma", "collection")
    )
    if not trial.articles:
        own = None if trial.samples or named else articles_of(trial.testset)
        return libraries.articles_with_files(own, trial.testset) if own else None
    if len(trial.articles) == 1 and _brings_articles(trial.articles[0]):
        own = articles_of(trial.articles[0])
        return libraries.articles_with_files(own or (), trial.articles[0])
    return libraries.Files(paths=trial.articles)


def _brings_articles(path: Path) -> bool:
    """Tell whether ``path`` is a test set with articles of its own, rather than articles."""
    if path.is_dir():
        return (path / "corpus.jsonl").is_file() and (path / "queries.jsonl").is_file()
    is_json = path.suffix.lower() == ".json" and path.is_file()
    return is_json and b'"paragraphs"' in path.read_bytes()


def _of_library(trial: Trial, effective: Effective) -> tuple[Source, str]:
    from index.library.library import Library
    from rag.evaluation.runs.libraries import Given

    location = wiring.location_of(effective, samples=trial.samples)
    with Library(location, effective.settings.index_settings()) as library:
        library.require_articles()
        return Given(articles=list(library.catalog.all_articles())), str(location)


def _built(source: Source, settings: Settings) -> Location:
    from rag.evaluation.runs import libraries
    from rag.terminal.progress import track

    cache = user_cache_path("dateline", appauthor=False) / "evaluation"
    chosen = settings.index_settings()
    location = libraries.existing(source, chosen, cache=cache)
    if location is None:
        events = libraries.build(
            source, chosen, cache=cache, notify=lambda text: wiring.notify(settings, text)
        )
        report = track(events, wiring.err(settings))
        for failure in report.failed:
            wiring.notify(settings, f"not read: {failure.message}")
        location = libraries.existing(source, chosen, cache=cache)
    if location is None:
        raise typer.BadParameter("there are no articles in what --articles names")
    return location
