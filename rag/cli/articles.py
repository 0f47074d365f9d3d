"""``rag articles list``, ``show`` and ``remove``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.assembly import open_library
from rag.cli import completion, options, output
from rag.cli.errors import DatelineGroup
from rag.cli.ordering import Sort, ordered, titled

if TYPE_CHECKING:
    from index.articles import Article


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=DatelineGroup,
        help="List the library's articles, show one, remove some.",
        epilog=options.examples("rag articles list --since 2025", "rag articles show 3f2a"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        "list",
        epilog=options.examples(
            "rag articles list --source koha --since 2025-01",
            "rag articles list --title kfor --sort title",
            "rag articles list --sort passages --reverse",
        ),
    )(_list)
    group.command(
        "show", epilog=options.examples("rag articles show 3f2a", "rag articles show 3f2a --text")
    )(_show)
    group.command("remove", epilog=options.examples("rag articles remove 3f2a91 77b0c4"))(_remove)
    app.add_typer(group, name="articles")


def _list(
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only those with these words, or parts, in the title."),
    ] = None,
    sort: Annotated[
        Sort, typer.Option(metavar="BY", help="By date, title, publisher or passages.")
    ] = Sort.DATE,
    reverse: Annotated[bool, typer.Option("--reverse", help="Turn the order around.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """List the articles, the newest first."""
    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    chosen = options.filters(source, since, until)
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        entries = ordered(titled(opened.entries(chosen), title), sort, reverse=reverse)
    if as_json:
        output.print_json({"articles": [entry.as_json() for entry in entries]})
        return
    from rag.terminal import tables
    from rag.terminal.layout import show

    show(output.out(effective.settings), tables.articles(entries))


def _show(
    article_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id, or its beginning.", autocompletion=completion.article_ids
        ),
    ],
    text: Annotated[
        bool, typer.Option("--text", help="Print the article's text alone, to the letter.")
    ] = False,
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    as_json: options.AsJson = False,
) -> None:
    """Show one article: what is known of it, and its text."""
    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    with open_library(effective, samples=samples, observer=output.observer(effective)) as opened:
        opened.refresh()
        article = opened.article(article_id)
        passages = len(opened.passages_of(article))
    if as_json:
        output.print_json(_as_json(article, passages))
    elif text:
        output.print_text(article.text)
    else:
        from rag.terminal import render
        from rag.terminal.layout import show

        show(output.out(effective.settings), render.article(article, passages=passages))


def _remove(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Ids, or their beginnings.", autocompletion=completion.article_ids
        ),
    ],
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    as_json: options.AsJson = False,
) -> None:
    """Remove articles from the library; their files stay where they are."""
    from index.library.writer import open_for_writing

    effective = options.settings_of(library=library, collection=collection, chroma=chroma)
    with open_library(
        effective, observer=output.observer(effective)
    ) as opened:  # a library that is not there is not made
        opened.refresh()
        whole = [opened.article(article_id).id for article_id in ids]
    with open_for_writing(effective.location(), effective.settings.index_settings()) as writer:
        removed = writer.remove(whole)
    if as_json:
        output.print_json({"removed": removed, "ids": whole})
        return
    from rag.terminal.layout import show

    show(output.out(effective.settings), f"Articles: {removed} removed.")


def _as_json(article: Article, passages: int) -> dict[str, Any]:
    from rag.answers import article_json

    return {**article_json(article), "passages": passages, "text": article.text}
