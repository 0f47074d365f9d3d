"""A passage as a Chroma record, and articles rebuilt from such records.

Chroma holds enough to rebuild the catalog: the passages' texts, the texts between them (headlines
and other boilerplate), and, with the first passage, what is known of the article.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.articles import Article
from index.chroma import Record
from index.edits import NOTHING
from index.embedding import Vectors
from index.filters import date_number
from index.passages import Passage


@dataclass(frozen=True, kw_only=True)
class EmbeddedArticle:
    """An article ready to be stored; ``vectors`` is ``(len(passages), dimension)`` float32."""

    article: Article
    file: str
    """The absolute path of the file it came from."""
    passages: Sequence[Passage]
    vectors: Vectors


def records_of(
    article: Article,
    passages: Sequence[Passage],
    *,
    file: str,
    revision: int,
    stated: str | None = None,
) -> list[Record]:
    """Return one record for each passage; ``revision`` is the library's after this change.

    ``stated`` is what the file says of edited fields, as in the article.
    """
    about = _about(article, passages, file=file, revision=revision, stated=stated or NOTHING)
    ends = [0, *(passage.end for passage in passages)]
    return [
        Record(
            id=passage.id,
            text=passage.text,
            metadata=_without_none(
                {
                    "article_id": article.id,
                    "version": article.content_hash,
                    "revision": revision,
                    "position": passage.position,
                    "start": passage.start,
                    "end": passage.end,
                    "heading": passage.heading,
                    "title": article.title,
                    "source": article.source,
                    "published": date_number(article.published),
                    "before": article.text[ends[passage.position] : passage.start] or None,
                    "article": about if passage.position == 0 else None,
                }
            ),
        )
        for passage in passages
    ]


def articles_in(records: Iterable[Record]) -> Iterator[tuple[Article, list[Passage], str]]:
    """Yield the articles of which all passages are there, with their passages and their file.

    Where two versions of an article are complete (a writer was killed between adding the one and
    deleting the other), the one added last is taken.
    """
    versions: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        versions[str(record.metadata["article_id"]), str(record.metadata["version"])].append(record)
    latest: dict[str, tuple[int, tuple[Article, list[Passage], str]]] = {}
    for (article_id, _), parts in versions.items():
        rebuilt = _rebuild(parts)
        if rebuilt and (article_id not in latest or latest[article_id][0] < rebuilt[0]):
            latest[article_id] = rebuilt
    yield from (article for _, article in latest.values())


def _about(
    article: Article, passages: Sequence[Passage], *, file: str, revision: int, stated: str
) -> str:
    return json.dumps(
        {
            "origin": article.origin,
            "path": article.path,
            "file": file,
            "url": article.url,
            "authors": article.authors,
            "published": article.published and article.published.isoformat(),
            "first_line": article.first_line,
            "passages": len(passages),
            "after": article.text[passages[-1].end :],
            "revision": revision,
            "stated": stated,
        },
        ensure_ascii=False,
    )


def _rebuild(records: list[Record]) -> tuple[int, tuple[Article, list[Passage], str]] | None:
    records.sort(key=lambda record: record.metadata["position"])
    first = records[0].metadata
    about = json.loads(str(first.get("article", "{}")))
    if about.get("passages") != len(records):
        return None
    words = "".join(f"{record.metadata.get('before', '')}{record.text}" for record in records)
    published = about["published"]
    source = first.get("source")
    article = Article(
        origin=about["origin"],
        path=about["path"],
        title=str(first["title"]),
        text=words + about["after"],
        source=None if source is None else str(source),
        url=about["url"],
        authors=tuple(about["authors"]),
        published=date.fromisoformat(published) if published else None,
        first_line=about["first_line"],
        stated=about.get("stated", NOTHING),
    )
    passages = [_passage(record, article.id) for record in records]
    return about["revision"], (article, passages, about["file"])


def _passage(record: Record, article_id: str) -> Passage:
    heading = record.metadata.get("heading")
    return Passage(
        id=record.id,
        article_id=article_id,
        position=int(record.metadata["position"]),
        start=int(record.metadata["start"]),
        end=int(record.metadata["end"]),
        text=record.text,
        heading=None if heading is None else str(heading),
    )


def _without_none(values: dict[str, str | int | None]) -> dict[str, str | int]:
    """Return the values that are not ``None``, which Chroma refuses."""
    return {key: value for key, value in values.items() if value is not None}
