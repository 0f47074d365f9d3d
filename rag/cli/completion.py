"""What the shell completes: ids, publishers, collections. Read from SQLite and folders alone.

What articles say ends up in the user's shell here, and some shells evaluate what they are offered.
So only letters, digits and the plainest signs are let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import typer

from index.errors import LibraryError
from index.filters import Selection
from rag.errors import RagError

if TYPE_CHECKING:
    from index.catalog import Catalog
    from rag.settings import Effective

_MOST = 200
_TITLE_LENGTH = 60
_WORD = re.compile(r"\w{3,}")
_UNSAFE = re.compile(r"[^\w .,+-]+")

Completion = tuple[str, str]
"""What may be meant, and what it is."""


def article_ids(ctx: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the ids that begin so, with their titles."""
    with suppress(RagError, LibraryError, OSError), closing(_catalog(ctx)) as catalog:
        for entry in catalog.articles.entries(Selection()):
            if entry.id.startswith(incomplete):
                yield entry.id, _safe(entry.title)[:_TITLE_LENGTH]


def publishers(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the words of publishers' names that begin so, since any part of a name will do.

    Whole names have spaces, which not every shell puts in again as it should.
    """
    with suppress(RagError, LibraryError, OSError), closing(_catalog(ctx)) as catalog:
        words = {word for name in catalog.articles.sources() for word in _WORD.findall(name)}
        for word in sorted(words):
            if word.casefold().startswith(incomplete.casefold()):
                yield incomplete + word[len(incomplete) :]


def collections(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the library's collections that begin so."""
    with suppress(RagError, OSError):
        folder = _effective(ctx).settings.library / "collections"
        names = sorted(path.name for path in folder.iterdir())
        yield from (name for name in names if name.startswith(incomplete))


def session_ids(incomplete: str) -> Iterator[Completion]:
    """Yield the ids of sessions that begin so, with their first questions."""
    from rag.cli import history
    from rag.settings import load_settings

    with suppress(RagError, OSError):
        for one in history.session_store(load_settings({}).settings).summaries()[:_MOST]:
            if one.id.startswith(incomplete):
                yield one.id, _safe(one.title)[:_TITLE_LENGTH]


def _catalog(ctx: typer.Context) -> Catalog:
    """Open the catalog that the command would, without Chroma. Raises LibraryError, RagError."""
    from index.catalog import Catalog

    return Catalog(_effective(ctx).location().catalog_file, create=False)


def _effective(ctx: typer.Context) -> Effective:
    """Return the settings with what is on the line so far. Raises SettingsError."""
    from rag.settings import load_settings  # pydantic: only completing needs it here

    given = {name: ctx.params.get(name) for name in ("library", "collection", "chroma")}
    return load_settings(given)


def _safe(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())
