"""What checks drafts against an open library, put together as the settings say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rag.assembly.models import judge_for, judge_of, reader_of

if TYPE_CHECKING:
    from index.filters import Filters
    from index.library import Library
    from rag.drafts import DraftChecker
    from rag.reader import Reader
    from rag.settings import Settings


def _read_by(name: str) -> Reader:
    return reader_of(name, lambda _: None).result()


def draft_checker(
    settings: Settings, library: Library, *, filters: Filters | None = None
) -> DraftChecker:
    """Return what checks drafts: the command line, the chat, agents and evaluations use it.

    What the rules leave open is asked of the verifier that the settings name or, where they name
    none, of our reader, unless they leave that out, too. Raises SettingsError when it is asked.
    """
    # They bring all the checks, and most commands need none.
    from rag.drafts import DraftChecker
    from rag.settings.declared import OUR_READER, OUR_VERIFIER

    judge = judge_for(settings)
    if judge is None and settings.reader == OUR_READER:
        judge = partial(judge_of, OUR_VERIFIER)
    reader = partial(_read_by, settings.reader) if settings.reader else None
    return DraftChecker(library, filters=filters, judge=judge, reader=reader)
