"""LexisNexis and Nexis Uni: articles counted above ("1 of 25 DOCUMENTS") or ended below.

The older has publisher, day and title above the text, in this order, and labels in capitals; the
newer has the title first, and "Body" above the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from index.reading.metadata import Metadata, one_line
from index.reading.metadata.dates import find_date, parse_date
from index.reading.text_files.exported import Exported, Line, below, names_in, said_in, whole

_COUNTED = re.compile(r"\d+ (?:of|von|de|di|van|sur) \d+ (?:DOCUMENTS?|DOKUMENT\w*)")
_END = "End of Document"
_BODY = "Body"
MARK = re.compile(rf"^[ \t]*(?:{_COUNTED.pattern}|{_END})[ \t]*$", re.MULTILINE)
"""What an export has somewhere."""

_LABEL = re.compile(
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ-]{3,25}"
    r"|Byline|Section|Length|Dateline|Highlight|Series|Distribution):\s*(?P<value>.*)"
)
_AUTHORS = frozenset(("AUTEUR", "AUTOR", "AUTORE", "BYLINE", "Byline", "SIGNATURE"))
_BEHIND = re.compile(
    r"(?:ACC-NO|COMPANY|CORRECTION(?:-DATE)?|DATE-CHARGEMENT|DOCUMENT-TYPE|FECHA-CARGA|GRA[FP]HI[CK]"
    r"|GRAFIK|GEOGRAPHIC|INDUSTRY|JOURNAL-CODE|LANGUAGE|LANGUE|LOAD-DATE|LOCALISATION-GEO"
    r"|ORGANI[SZ]ATION|PERSON|PUBLICATION-TYPE|SOCIETE|SPRACHE|SUBJECT|SUJET|TICKER"
    r"|TYPE-PUBLICATION|UPDATE|ZEITUNGS-CODE|Classification|Graphic|Load-Date|Language)(?::.*)?"
    r"|(?:Copyright|\(c\)|©) .*",
)
_NO_TITLE = re.compile(r"(?:\S+ ){0,4}edition\b.{0,20}|correction appended", re.IGNORECASE)
_MIDDLE = " " * 6
_LONGEST_DAY = 90
_LINES_ABOVE = 14
"""How many lines may stand above the text of an article."""


def articles_in(lines: Sequence[str]) -> list[Exported]:
    """Return the articles of an export, none where it is none."""
    counted = [n + 1 for n, line in enumerate(lines) if _COUNTED.fullmatch(line.strip())]
    if counted:
        ends = [*(start - 1 for start in counted[1:]), len(lines)]
        parts = list(zip(counted, ends, strict=True))
        found = whole(lines, [_older(lines, *part) for part in parts], parts)
    else:
        ended = [n for n, line in enumerate(lines) if line.strip() == _END]
        starts = [0, *(end + 1 for end in ended[:-1])]
        parts = list(zip(starts, ended, strict=True))
        found = whole(lines, [_newer(lines, *part) for part in parts], parts)
    return [article for article in found if article]


def _older(lines: Sequence[str], start: int, end: int) -> Exported | None:
    said = said_in(lines, start, end)
    dated = _dated(said[:_LINES_ABOVE])
    if not dated:
        return None
    # What stands in the middle of its line, or tells the edition, is said of the paper.
    titles = (
        (number, words)
        for number, words in said[dated + 1 :]
        if not lines[number].startswith(_MIDDLE) and not _NO_TITLE.fullmatch(words)
    )
    first, title = next(titles, (end, ""))
    if not _LABEL.fullmatch(title):
        while first + 1 < end and lines[first + 1].strip():
            first += 1
            title += f" {lines[first].strip()}"
        first += 1
    behind = said_in(lines, first, end)
    labels = list(takewhile(lambda line: _LABEL.fullmatch(line[1]), behind))
    return _article(
        lines,
        labels,
        behind[len(labels) :],
        Metadata(
            title=None if _LABEL.fullmatch(title) else one_line(title),
            source=one_line(said[dated - 1][1]),
            published=_day_of(said[dated][1]),
        ),
    )


def _newer(lines: Sequence[str], start: int, end: int) -> Exported | None:
    said = said_in(lines, start, end)
    body = next((n for n, (_, words) in enumerate(said) if words == _BODY), None)
    # Above the first article the export may tell of itself.
    dated = _dated(said[:body])
    if body is None or dated is None or dated < 2:
        return None
    # Between the publisher and the day a blog may be named.
    published_by = dated - 2 if dated > 2 and said[dated - 1][1].startswith("(") else dated - 1
    return _article(
        lines,
        said[dated + 1 : body],
        said[body + 1 :],
        Metadata(
            title=one_line(said[published_by - 1][1]),
            source=one_line(said[published_by][1]),
            published=_day_of(said[dated][1]),
        ),
    )


def _article(
    lines: Sequence[str], header: Sequence[Line], text: Sequence[Line], metadata: Metadata
) -> Exported | None:
    """Return the article of a text and what may follow it, with the authors its header names."""
    if not text:
        return None
    last = next((n for n, words in text if _BEHIND.fullmatch(words)), text[-1][0] + 1)
    labels = [label for _, words in header if (label := _LABEL.fullmatch(words))]
    authors = next((label["value"] for label in labels if label["name"] in _AUTHORS), None)
    return below(
        lines,
        text[0][0],
        last,
        metadata=replace(metadata, authors=names_in(authors)),
    )


def _dated(said: Sequence[Line]) -> int | None:
    """Return the last of the lines that begin with a day, which others of a cover may do, too."""
    return next((n for n in reversed(range(len(said))) if _day_of(said[n][1])), None)


def _day_of(words: str) -> date | None:
    found = find_date(words) if len(words) <= _LONGEST_DAY else None
    return parse_date(found.group()) if found and not words[: found.start()].strip() else None
