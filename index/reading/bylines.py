"""Notes among the first lines of a plain text: byline, date line, labelled lines.

Only a line that is a note from end to end counts. A date or a name in running prose is what the
article is about, not when and by whom it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from index.reading.dates import find_date, parse_date
from index.reading.metadata import BETWEEN_NAMES, Metadata, from_fields

_TOP_LINES = 12
"""Lines that are not blank and count as the top of a text."""
_LONGEST_NOTE = 200

_LABEL = re.compile(
    r"(?P<label>title|headline|source|publisher|url|link|authors?|byline|by|date"
    r"|(?:date |first )?published|posted)(?: on| at)?\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:first )?(?:published|posted|(?:last )?(?:updated|modified))(?: on| at)?\s*[:–-]?\s",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified)\b", re.IGNORECASE)
_BESIDE_A_DATE = re.compile(
    r"\b(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
    r"|\d{1,2}[:.h]\d\d(?:[:.]\d\d)?|\d+ min(?:ute)?s? read|at|on|[ap]\.?m|[A-Z]{2,4}T|UTC)\b",
    re.IGNORECASE,
)

_BYLINE = re.compile(r"(?:(?:Written|Reported|Reporting|Words|Story) )?[Bb][Yy]\s+(?P<rest>\S.*)")
_PLACE = re.compile(r"\s+(?:in|from|for|at)\s+\w[\w.,'’ -]*$")
_MARKS = " \t|,;:/–—-•·(["
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-]+[^\W\d_]*)*")
_PARTICLES = re.compile(
    r"af|al|av|bin|d[aeiou]|dal|del|della|de[nr]|dos|el|ibn|l[ae]|te[nr]|v[ao]n|zu"
)
_OFFICE = re.compile(
    r"\b(?:agenc(?:y|ies)|associated|bbc|bureau|correspondents?|desk|editors?|editorial|media|news"
    r"|newsroom|press|reporters?|reuters|staff|team|times|writers?)\b",
    re.IGNORECASE,
)


def stated(text: str) -> Metadata:
    """Return what the notes among the first lines of ``text`` say."""
    metadata = Metadata()
    # The day of an update only counts where no line gives the day of publication.
    for line in sorted(top_lines(text), key=lambda line: bool(_UPDATED.match(line))):
        metadata = metadata.or_else(note(line) or Metadata())
    return metadata


def top_lines(text: str) -> Iterator[str]:
    """Yield the first lines of ``text`` that are not blank, stripped."""
    return islice(_lines(text), _TOP_LINES)


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := text[start:end].strip():
            yield line
        start = end + 1


def note(line: str) -> Metadata | None:
    """Return what ``line`` says about its article, ``None`` where it belongs to the article."""
    if len(line) > _LONGEST_NOTE:
        return None
    metadata = _labelled(line) or _dated(line) or _byline(line)
    return metadata if metadata and metadata != Metadata() else None


def _labelled(line: str) -> Metadata | None:
    match = _LABEL.fullmatch(line)
    if not match:
        return None
    label = match["label"].lower()
    field = "published" if label.endswith(("published", "posted")) else label
    return from_fields({field: match["value"]})


def _dated(line: str) -> Metadata | None:
    label = _DATED.match(line)
    rest = line[label.end() :] if label else line
    match = find_date(rest)
    if not match or not _is_only_time(rest[: match.start()] + " " + rest[match.end() :]):
        return None
    return Metadata(published=parse_date(match.group()))


def _is_only_time(remainder: str) -> bool:
    """Return whether the text beside a date is only a weekday, a time of day or punctuation."""
    return not re.search(r"\w", _BESIDE_A_DATE.sub("", remainder))


def _byline(line: str) -> Metadata | None:
    match = _BYLINE.fullmatch(line)
    if not match:
        return None
    names, published = match["rest"], None
    if date := find_date(names):
        if not _is_only_time(names[date.end() :]):
            return None
        published = parse_date(date.group())
        names = names[: date.start()].rstrip(_MARKS)
    parts = [part for part in BETWEEN_NAMES.split(_PLACE.sub("", names)) if part]
    # Other names, a newsroom or an office may follow the first name, but no running prose.
    if not parts or not _is_name(parts[0]) or max(len(part.split()) for part in parts) > 5:
        return None
    return Metadata(authors=tuple(filter(_is_name, parts)), published=published)


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not _OFFICE.search(part)
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and all(word != word.lower() or _PARTICLES.fullmatch(word) for word in words)
    )
