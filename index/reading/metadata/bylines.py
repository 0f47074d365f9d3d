"""Notes among the first lines of a plain text: byline, date line, labelled lines.

Only a line that is a note from end to end counts. A date or a name in running prose is what the
article is about, not when and by whom it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from index.reading.metadata import Metadata, from_fields, parse_authors
from index.reading.metadata.dates import find_date, parse_date
from index.reading.metadata.months import is_weekday

_TOP_LINES = 12
"""Lines that are not blank and count as the top of a text."""
_LONGEST_NOTE = 200
_MOST_BESIDE_A_DATE = 4
"""Words beside a date and its time that may be a weekday's name."""

_LABELS = {
    "title": "title headline titel titre título titolo titulli naslov наслов",
    "source": (
        "source publisher quelle fuente fonte burimi izvor извор bron kilde källa źródło kaynak"
    ),
    "url": "url link",
    "authors": (
        "author authors byline by von par por nga di door af av autor autoren autorin auteur autore"
        " autori autorja piše пише аутор автор yazar tekst text texte texto testo reporter"
    ),
    "published": (
        "date published posted stand datum veröffentlicht publié fecha publicado data pubblicato"
        " publikuar objavljeno објављено датум дата gepubliceerd publiceret publisert publicerad"
        " opublikowano tarih yayınlanma"
    ),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_LABEL = re.compile(
    r"(?:(?:date|first|data|datum|date de|fecha de)\s)?(?P<label>[^\W\d_]{2,14})"
    r"(?: (?:on|at|am|le|më))?\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_PUBLISHED = (
    r"(?:first |zuletzt |dernière )?(?:published|posted|veröffentlicht|erschienen|publié"
    r"|publicado|pubblicato|publikuar|objavljeno|објављено|gepubliceerd|geplaatst|publiceret"
    r"|publisert|publicerad|opublikowano|опубликовано|yayınlanma|stand|نشر)"
)
_CHANGED = (
    r"(?:(?:last |zuletzt |ultimo |última )?(?:updated|modified|aktualisiert|geändert|actualizado"
    r"|aggiornato|përditësuar|ažurirano|ажурирано|bijgewerkt|opdateret|oppdatert|uppdaterad)"
    r"|mis à jour|mise à jour|modifié)"
)
_DATED = re.compile(
    rf"(?:{_PUBLISHED}|{_CHANGED})(?: (?:on|at|am|le|el|il|em|më|op|den|dana|på|w|dne|في))?"
    r"\s*[:–-]?\s",
    re.IGNORECASE,
)
_NOT_BLANK = re.compile(r"\S[^\n]*")
_UPDATED = re.compile(rf"{_CHANGED}\b", re.IGNORECASE)
_BESIDE_A_DATE = re.compile(
    r"\d{1,2}(?:[:.h]|\s?uhr)\s?(?:\d\d)?(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d+ min(?:ute)?s? read"
    r"|(?<!\w)(?:at|on|[ap]\.?m|[a-z]{2,4}t|utc|uhr|um|à|a|las|h|ora|ore|alle|ore|kl|klo|u|om|o|в|у|saat"
    r"|den|le|el|il|dnia|e|m|d|r|год|г|година|p|ngày|pukul|jam|wib|heures?|horas?|godz)"
    r"(?!\w)\.?",
    re.IGNORECASE,
)

_BYLINE = re.compile(
    r"(?:(?:(?:Written|Reported|Reporting|Words|Story|Ein Bericht|Ein Kommentar|Texte?|Tekst) )?"
    r"(?:[Bb][Yy]|Von|von|VON|Par|PAR|Por|POR|Nga|NGA|Di|DI|di|Door|DOOR|Af|Av|AV|Piše|Пише|Autor)\b"
    r"\s*:?\s+|(?:بقلم|كتب|كتبت)\s*:?\s+)(?P<rest>\S.*)"
)
_DATELINE_MARK = r"(?:--|[–—]|-(?=\s|$))"
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ŽЀ-Я][^\n:;!?\"“”„]{0,60}?\s?)?"
    r"\((?P<agency>[A-Z][\w /.&]{1,30}|[a-z]{3}(?:/[a-z-]{2,12})?)\)\s*"
    + _DATELINE_MARK
    + r"|[A-ZÀ-ŽЀ-Я][A-ZÀ-ŽЀ-Я .,’'/-]{1,50}?(?:,\s[A-ZÀ-Ž][\w .]{1,20}){0,2}\s*"
    + _DATELINE_MARK
)
"""Where and by whom a report was filed, up to the dash: "LONDON (Reuters) -", "CNN -"."""
_WIRES = {
    "prnewswire": "PR Newswire",
    "business wire": "Business Wire",
    "businesswire": "Business Wire",
    "globe newswire": "GlobeNewswire",
    "globenewswire": "GlobeNewswire",
    "accesswire": "ACCESSWIRE",
    "eqs": "EQS",
    "ots": "news aktuell",
}
_WIRED = re.compile(r"[^\n()]{0,80}[(/](?P<wire>[\w -]{2,40})[)/]\s?" + _DATELINE_MARK)
"""A dateline without a day: "LINDVIK, Norway--(BUSINESS WIRE)--"."""
_FILED = re.compile(
    r"\s*[,)]*\s*(?:[/(](?P<wire>[\w -]{2,40})[/)])?\s*" + _DATELINE_MARK + r"\s*\S", re.IGNORECASE
)
_PLACES = re.compile(
    r"(?:(?:[^\W\d_a-zß-öø-ÿа-я][\w.'’-]*|d[aeiu]|del|der|an|am|la|le|of|sur|upon)[\s,/(]+){0,7}"
)
_BEFORE_A_DATE = re.compile(r"[\s,|]+(?:am|at|den|el|il|le|o[mn]|vom)$")
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
        metadata = metadata.or_else(note(line) or _filed(line) or Metadata())
    return metadata


def top_lines(text: str) -> Iterator[str]:
    """Yield the first lines of ``text`` that are not blank, stripped."""
    return (found[0].strip() for found in islice(_NOT_BLANK.finditer(text), _TOP_LINES))


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
    field = _FIELD_OF.get(match["label"].lower())
    if field == "authors" and (said := _names_and_day(match["value"])):
        return said
    return from_fields({field: match["value"]}) if field else None


def _dated(line: str) -> Metadata | None:
    label = _DATED.match(line)
    rest = line[label.end() :] if label else line
    match = find_date(rest)
    if not match or not _is_only_time(rest[: match.start()] + " " + rest[match.end() :]):
        return None
    return Metadata(published=parse_date(match.group()))


def _is_only_time(remainder: str) -> bool:
    """Return whether the text beside a date is only a weekday, a time of day or punctuation."""
    words = re.findall(r"\w[\w'’-]*", _BESIDE_A_DATE.sub(" ", remainder))
    return len(words) < _MOST_BESIDE_A_DATE and all(map(is_weekday, words))


def _filed(line: str) -> Metadata | None:
    """Return what a dateline with a whole date says: "LINDVIK, March 18, 2024 /PRNewswire/ --"."""
    date = find_date(line[:_LONGEST_NOTE])
    if not date or not _PLACES.fullmatch(line[: date.start()]):
        wired = _WIRED.match(line)
        return Metadata(source=_WIRES.get(wired["wire"].lower())) if wired else None
    behind = _FILED.match(line, date.end())
    if not behind:
        return None
    return Metadata(
        source=_WIRES.get((behind["wire"] or "").lower()), published=parse_date(date.group())
    )


def after_dateline(line: str) -> str:
    """Return ``line`` without the dateline at its beginning: nothing, where it is only one."""
    match = _DATELINE.match(line)
    if match:
        return line[match.end() :].strip()
    date = find_date(line[:_LONGEST_NOTE])
    if date and _filed(line) and (behind := _FILED.match(line, date.end())):
        return line[behind.end() - 1 :].strip()
    return line


def _byline(line: str) -> Metadata | None:
    match = _BYLINE.fullmatch(line)
    return _names_and_day(match["rest"]) if match else None


def _names_and_day(names: str) -> Metadata | None:
    """Return what names with or without a day behind them say, ``None`` for running prose."""
    published = None
    if date := find_date(names):
        if not _is_only_time(names[date.end() :]):
            return None
        published = parse_date(date.group())
        names = _BEFORE_A_DATE.sub("", names[: date.start()].rstrip(_MARKS))
    parts = parse_authors(names)
    # Other names, a newsroom or an office may follow the first name, but no running prose.
    if not parts or not is_name(parts[0]) or max(len(part.split()) for part in parts) > 5:
        return None
    return Metadata(authors=tuple(filter(is_name, parts)), published=published)


def _is_capital(word: str) -> bool:
    """Return whether a word may be of a name; some scripts have no capitals."""
    return word != word.lower() or word == word.upper() or bool(_PARTICLES.fullmatch(word))


def is_name(part: str) -> bool:
    """Return whether ``part`` is written like the whole name of a person."""
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not _OFFICE.search(part)
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and all(map(_is_capital, words))
    )
