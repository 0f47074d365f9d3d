"""Exports of news databases and files of press releases: several articles in one text.

One module a kind; each knows where one article ends and the next begins, and what the lines above
an article say of it. The text of any format is asked, for databases export to all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.reading.formats import Draft
from index.reading.metadata.bylines import stated
from index.reading.text_files.databases import factiva, nexis, proquest, releases
from index.reading.text_files.exported import Exported
from index.reading.text_files.plain_text import title_of


def drafts_of(text: str) -> Iterator[Draft]:
    """Yield the articles of an export, none where ``text`` is none."""
    kinds = [kind for kind in (factiva, nexis, proquest, releases) if kind.MARK.search(text)]
    lines = text.split("\n") if kinds else []
    found: Iterator[list[Exported]] = filter(None, (kind.articles_in(lines) for kind in kinds))
    articles = next(found, [])
    for number, article in enumerate(articles, start=1):
        metadata = article.metadata.or_else(stated(article.text))
        yield Draft(
            text=article.text,
            title=metadata.title or title_of(article.text),
            metadata=metadata,
            first_line=article.first_line,
            key=(article.key or str(number)) if len(articles) > 1 else None,
        )
