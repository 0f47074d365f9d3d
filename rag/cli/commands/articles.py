"""``rag articles list``, ``show``, ``names``, ``edit`` and ``remove``."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rag.assembly import open_library
from rag.cli import completion, history, options, output
from rag.cli.commands.names import names
from rag.cli.errors import DatelineGroup
from rag.cli.groups import Chosen, Opening, Place, grouped

if TYPE_CHECKING:
    from index.catalog import ArticleEntry


class Sort(StrEnum):
    """What a list may be sorted by."""

    DATE = "date"
    TITLE = "title"
    PUBLISHER = "publisher"
    PASSAGES = "passages"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=DatelineGroup,
        help="List the library's articles, show one, put right what is known of it, remove some.",
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
    group.command(
        "names",
        epilog=options.examples(
            "rag articles names --kind person",
            "rag articles names rutte --json",
            "rag articles names --since 2025 --csv > names.csv",
        ),
    )(names)
    group.command(
        "edit",
        epilog=options.examples(
            'rag articles edit 3f2a --title "Flood in Corbay" --published 2024-05-02',
            'rag articles edit 3f2a --author "Ana Lund" --author "Bo Dahl" --source ""',
            "rag articles edit 3f2a --undo",
        ),
    )(_edit)
    group.command(
        "remove",
        epilog=options.examples(
            "rag articles remove 3f2a91 77b0c4", "rag articles remove 3f2a91 --shred"
        ),
    )(_remove)
    app.add_typer(group, name="articles")


@grouped
def _list(
    *,
    at: Opening,
    only: Chosen,
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
    effective = at.settings()
    chosen = only.filters()
    with at.opened(effective) as opened:
        entries = ordered(titled(opened.entries(chosen), title), sort, reverse=reverse)
    if as_json:
        output.print_json({"articles": [entry.as_json() for entry in entries]})
    else:
        from rag.terminal.render.articles import article_list

        output.show(effective.settings, article_list(entries))


@grouped
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
    *,
    at: Opening,
    as_json: options.AsJson = False,
) -> None:
    """Show one article: what is known of it, and its text."""
    effective = at.settings()
    with at.opened(effective) as opened:
        article = opened.article(article_id)
        passages = len(opened.passages_of(article))
    if as_json:
        from rag.answers.objects import whole_article_json

        output.print_json(whole_article_json(article, passages=passages))
    elif text:
        output.print_text(article.text)
    else:
        from rag.terminal.render.articles import whole_article

        output.show(effective.settings, whole_article(article, passages=passages))


@grouped
def _edit(
    article_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id, or its beginning.", autocompletion=completion.article_ids
        ),
    ],
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help='Its publisher; "" for none.')
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help='Who wrote it; repeatable; "" for none.'),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help='The day it was published; "" for none.')
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help='Its address; "" for none.')
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take all edits back: what its file says counts again.")
    ] = False,
    *,
    at: Place,
    as_json: options.AsJson = False,
) -> None:
    """Put right what is known of an article; indexing its file again keeps it."""
    from rag.cli.edits import change_of
    from rag.terminal.render.articles import edited_fields

    change = change_of(
        title=title, source=source, authors=author, published=published, url=url, undo=undo
    )
    effective = at.settings()
    with open_library(effective, observer=output.observer(effective)) as opened:
        opened.refresh()
        whole = opened.article(article_id).id
    from index.sync.edit import edit

    before, after = edit(
        effective.location(),
        effective.settings.index_settings(),
        whole,
        change,
        notify=lambda text: output.notify(effective.settings, text),
    )
    if as_json:
        from rag.answers.objects import known_json

        output.print_json(known_json(after))
    else:
        output.show(effective.settings, edited_fields(before, after))


@grouped
def _remove(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Ids, or their beginnings.", autocompletion=completion.article_ids
        ),
    ],
    shred: Annotated[
        bool,
        typer.Option(
            "--shred",
            help="Leave no trace of their text in the library, caches and kept conversations.",
        ),
    ] = False,
    *,
    at: Place,
    as_json: options.AsJson = False,
) -> None:
    """Remove articles from the library; their files stay where they are."""
    from index.library.shredding import shred as shred_articles
    from index.library.writer import open_for_writing

    effective = at.settings()
    # Opened first, for a library that is not there is not made.
    with open_library(effective, observer=output.observer(effective)) as opened:
        opened.refresh()
        articles = [opened.article(article_id) for article_id in ids]
    whole = list(dict.fromkeys(article.id for article in articles))
    answers, stays = 0, list[str]()
    if shred:  # elsewhere first, so that who is stopped in between can name the articles again
        from rag.evaluation.runs.libraries import forget_articles

        answers = history.session_store(effective.settings).forget_articles(whole)
        forget_articles(articles)
    with open_for_writing(effective.location(), effective.settings.index_settings()) as writer:
        if shred:
            stays = shred_articles(writer, whole)
        else:
            writer.remove(whole)
    told: dict[str, object] = {"removed": len(whole), "ids": whole}
    if shred:
        told |= {"answers_removed": answers, "stays": stays}
    if as_json:
        output.print_json(told)
        return
    output.show(effective.settings, f"Articles: {len(whole)} removed.")
    if shred:
        from rag.terminal.render.articles import what_stays

        output.show(effective.settings, *what_stays(answers, stays))


_KEYS: dict[Sort, Callable[[ArticleEntry], int | str | None]] = {
    Sort.DATE: lambda entry: -entry.published.toordinal() if entry.published else None,
    Sort.TITLE: lambda entry: _spelt(entry.title) or None,
    Sort.PUBLISHER: lambda entry: _spelt(entry.source or "") or None,
    Sort.PASSAGES: lambda entry: -entry.passages,
}
"""The newest and the longest come first; ``None`` where an article has nothing to go by."""


def ordered(
    entries: Iterable[ArticleEntry], sort: Sort, *, reverse: bool = False
) -> list[ArticleEntry]:
    """Return the articles in order; those with nothing to go by come last, either way."""
    known, unknown = [], []
    for entry in entries:
        key = _KEYS[sort](entry)
        if key is None:
            unknown.append(entry)
        else:
            known.append((key, entry))
    known.sort(key=lambda pair: pair[0], reverse=reverse)
    return [entry for _, entry in known] + unknown


def titled(entries: Iterable[ArticleEntry], words: str | None) -> list[ArticleEntry]:
    """Return the articles whose titles have all of these words, or beginnings or parts of them."""
    wanted = _spelt(words or "").split()
    return [entry for entry in entries if all(word in _spelt(entry.title) for word in wanted)]


def _spelt(text: str) -> str:
    """Return text as one looks it up: without case, and without what stands on letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()
