"""Who and what the articles name: people, countries, places, organisations."""

from __future__ import annotations

from dataclasses import replace

from index.filters import Filters
from index.library import Library
from rag.answering import refused
from rag.answering.direct.articles import ids_mentioning
from rag.answering.direct.telling import cited_for, told
from rag.answers import Citation, Composed
from rag.directory import Directory, Entry, Kind, reading_names
from rag.language.nations import is_country
from rag.requests.catalog import Names

_SHOWN = 15
_KINDS = {
    Names.PEOPLE: Kind.PERSON,
    Names.COUNTRIES: Kind.PLACE,
    Names.PLACES: Kind.PLACE,
    Names.ORGANISATIONS: Kind.ORGANISATION,
}


def names_in(library: Library, filters: Filters, wanted: Names) -> Composed:
    """Return the names of a kind, in most articles first, each with where it stands."""
    directory = Directory()
    for _ in reading_names(directory, library, filters):
        pass
    names = [
        entry
        for entry in directory.entries()
        if entry.kind is _KINDS[wanted]
        and (wanted is not Names.COUNTRIES or is_country(entry.name))
    ]
    if not names:
        return refused(0.0)
    shown = told(
        (f"{entry.name}, in {entry.articles:,} article{'s' * (entry.articles > 1)}", cited)
        for entry in names[:_SHOWN]
        if (cited := _where_named(entry, library, filters))
    )
    more = len(names) - len(shown.statements)
    left = f"{more:,} more {wanted} are named; rag articles names lists all"
    return replace(shown, warnings=(left,) if more else ())


def _where_named(entry: Entry, library: Library, filters: Filters) -> Citation | None:
    for spelling in entry.spellings:
        for article_id in ids_mentioning([spelling], library, filters)[:1]:
            return cited_for(library.article(article_id), [spelling])
    return None
