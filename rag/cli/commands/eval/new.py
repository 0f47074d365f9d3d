"""``rag eval new``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.assembly import open_library
from rag.cli import options, output
from rag.cli.errors import ExitCode
from rag.cli.groups import Opening, grouped
from rag.errors import SettingsError

if TYPE_CHECKING:
    from index.articles import Article
    from index.errors import ReadingError
    from rag.evaluation.proposing import Source
    from rag.settings import Effective, Settings

_DEFAULT = Path("testset.jsonl")


def register(evaluations: typer.Typer) -> None:
    """Add the command to those of ``rag eval``."""
    evaluations.command("new", epilog="Example: rag eval new articles -o testset.jsonl")(_new)


@grouped
def _new(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Articles to ask about; without, the library's."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The test set to add to.")
    ] = _DEFAULT,
    yes: Annotated[
        int | None,
        typer.Option("--yes", metavar="N", min=1, help="Take the first N without asking."),
    ] = None,
    unanswerable: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            min=0.0,
            max=1.0,
            help="How many of them shall be near misses that no article answers.",
        ),
    ] = 0.2,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Draws the order of the articles.")
    ] = 0,
    *,
    at: Opening,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="PROVIDER:NAME",
            help="A language model that proposes them, such as ollama:llama3.2.",
        ),
    ] = None,
    base_url: options.BaseUrl = None,
) -> None:
    """Propose questions for a test set: accept, edit or reject each."""
    from rag.evaluation.proposing import (
        EvidenceNames,
        GrowingTestSet,
        ModelSource,
        across_articles,
        by_rules,
        offer,
    )
    from rag.terminal.layout import show
    from rag.terminal.review import review, reviewer_for, summary, take

    effective = at.settings(model=model, base_url=base_url)
    testset = GrowingTestSet(out)
    articles, failed = _articles(effective, paths or [], samples=at.samples)
    source = _source(effective.settings)
    proposals = offer(
        articles,
        source,
        across=across_articles,
        afterwards=None if effective.settings.model else by_rules,
        seed=seed,
        unanswerable=unanswerable,
        known=testset.known,
    )
    console, names = output.out(effective.settings), EvidenceNames(one.origin for one in articles)
    if yes is not None:
        done = take(proposals, testset, names, count=yes)
    else:
        reviewer = reviewer_for(sys.stdin, console)
        done = review(proposals, testset, names, console=console, reviewer=reviewer)
    show(console, *summary(done, testset))
    output.notify(
        effective.settings,
        "questions made from an article's own sentences are easier than people's: use them to"
        " compare settings, and add people's questions for how right it is",
    )
    if isinstance(source, ModelSource) and source.turned_down:
        output.notify(
            effective.settings,
            f"{source.turned_down} of the model's questions were left out:"
            " the articles do not bear them out",
        )
    if done.interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)
    if failed:
        raise typer.Exit(ExitCode.SOME_UNREADABLE)


def _source(settings: Settings) -> Source:
    from rag.evaluation.proposing import ModelSource, as_people_ask

    if settings.model is None:
        return as_people_ask
    from rag.answering.chat_model.providers import load_chat_model

    model = load_chat_model(
        settings.model, base_url=settings.base_url, timeout=settings.model_timeout
    )
    return ModelSource(model, name=settings.model)


def _articles(
    effective: Effective, paths: Sequence[Path], *, samples: bool
) -> tuple[list[Article], bool]:
    """Return the articles to ask about, and whether some could not be read."""
    if not paths:
        with open_library(
            effective, samples=samples, observer=output.observer(effective)
        ) as library:
            library.require_articles()
            return [article for article, _ in library.catalog.articles.with_files()], False
    if samples:
        raise SettingsError(
            "rag eval new takes articles or --samples, one of the two",
            hint="Leave one of them out.",
        )
    from index.articles import Article

    found = list(_read(effective, paths))
    articles = [one for one in found if isinstance(one, Article)]
    for one in found:
        if not isinstance(one, Article):
            output.notify(effective.settings, one.message)
    if not articles:
        raise SettingsError(
            f"there is no article in {', '.join(map(str, paths))}",
            hint="Name files or folders that rag index can read.",
        )
    return articles, len(articles) < len(found)


def _read(effective: Effective, paths: Sequence[Path]) -> Iterator[Article | ReadingError]:
    from index.errors import ReadingError
    from index.reading import ReadingNote, discover, read

    for file in discover(paths):
        if isinstance(file, ReadingError):
            yield file
        else:
            for found in read(file, effective.settings.index_settings()):
                if not isinstance(found, ReadingNote):
                    yield found
