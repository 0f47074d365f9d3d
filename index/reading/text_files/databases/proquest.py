"""ProQuest: articles counted above ("Document 1 of 25"), every fact of them a labelled line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.metadata import Metadata, one_line
from index.reading.metadata.dates import parse_date
from index.reading.text_files.exported import Exported, below, names_in, said_in

MARK = re.compile(r"^(?:Full text|Volltext|Texte intégral|Texto completo): ", re.MULTILINE)
"""What an export has somewhere."""
_COUNTED = re.compile(r"(?:Document|Dokument|Documento) \d+ (?:of|von|de|sur) \d+|_{20,}")
_LABEL = re.compile(
    r"(?P<name>Full text|Volltext|Texte intégral|Texto completo|Title|Author|Publication title"
    r"|Publication date|Publication info|Subject|Location|People|Company / organization|Pages"
    r"|Publication year|Publisher|Place of publication|Country of publication|Section|ISSN|Links"
    r"|Publication subject|Source type|Language of publication|Document type|Database|Abstract"
    r"|ProQuest document ID|Document URL|Copyright|Last updated|Identifier / keyword|URL"
    r"|Classification|Credit|Illustration|Word count|Number|Volume|Issue):\s*(?P<value>.*)"
)
_SUMMARY = "Abstract"
_TEXT = frozenset(("Full text", "Volltext", "Texte intégral", "Texto completo"))


def articles_in(lines: Sequence[str]) -> list[Exported]:
    """Return the articles of an export, none where it is none."""
    marks = [n for n, line in enumerate(lines) if _COUNTED.fullmatch(line.strip())]
    parts = zip([0, *(mark + 1 for mark in marks)], [*marks, len(lines)], strict=True)
    found = (_article(lines, start, end) for start, end in parts)
    return [article for article in found if article]


def _article(lines: Sequence[str], start: int, end: int) -> Exported | None:
    said = said_in(lines, start, end)
    labels = {
        match["name"]: match["value"] for _, words in said if (match := _LABEL.fullmatch(words))
    }
    wanted = labels.keys() & _TEXT or {_SUMMARY}
    text = [""] * (end - start)
    is_text = False
    for number, words in said:
        match = _LABEL.fullmatch(words)
        is_text = match["name"] in wanted if match else is_text
        if is_text:
            text[number - start] = match["value"] if match else words
    info = labels.get("Publication info", "")
    return below(
        text,
        0,
        len(text),
        metadata=Metadata(
            title=one_line(labels.get("Title")),
            source=one_line(labels.get("Publication title") or info.partition(";")[0]),
            url=one_line(labels.get("Document URL") or labels.get("URL")),
            authors=names_in(labels.get("Author")),
            published=parse_date(labels.get("Publication date")) or parse_date(info[-20:]),
        ),
        key=one_line(labels.get("ProQuest document ID")),
        lines_above=start,
    )
