"""What stands above a plain text that was exported: headers of mail, fields of news databases.

They are no part of the article, so its text begins below them, on the line of the file on which it
stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.metadata.dates import parse_date
from index.reading.text_files import wikitext

_MAIL = {
    "from": ("from", "von", "de", "da", "nga", "od", "fra", "från", "van", "od", "од", "от", "من"),
    "to": (
        "to",
        "an",
        "à",
        "a",
        "para",
        "për",
        "za",
        "til",
        "till",
        "aan",
        "cc",
        "bcc",
        "reply-to",
    ),
    "date": (
        *("date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "inviato"),
        *("dërguar", "poslato", "датум", "sendt", "дата"),
    ),
    "subject": (
        *("subject", "betreff", "objet", "asunto", "oggetto", "assunto", "tema", "subjekti"),
        *("predmet", "emne", "ämne", "onderwerp", "тема", "предмет"),
    ),
}
_MAIL_FIELDS = {name: field for field, names in _MAIL.items() for name in names}
_MAIL_LINE = re.compile(r"(?P<name>[^\W\d_][\w-]{0,30})\s?:(?:[ \t]+(?P<value>.*)|$)")
REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|sv|vs|antw)\s*:\s*)+", re.IGNORECASE)

_FACTIVA_LINE = re.compile(
    r"(?P<code>HD|SE|CLM|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN"
    r"|VOL|ART)(?:[ \t]+(?P<value>\S.*)|[ \t]*$)"
)
_FACTIVA_TEXT = ("LP", "TD")
_FACTIVA_LEAST = 3


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An article below its header."""

    metadata: Metadata
    text: str
    first_line: int
    """The line on which ``text`` begins, counted from 1."""


def exported(text: str) -> Exported | None:
    """Return the article below the header of ``text``, ``None`` where it has no such header."""
    lines = text.split("\n")
    return _mail(lines) or _factiva(lines) or _wiki(text)


def _mail(lines: Sequence[str]) -> Exported | None:
    """Return a message that was saved as text: ``Name: value`` lines, a blank line, the text."""
    fields: dict[str, str] = {}
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = next((n for n, line in enumerate(lines[start:], start) if not line.strip()), len(lines))
    last = ""
    for line in lines[start:end]:
        if line[0] in " \t" and last:
            fields[last] += f" {line.strip()}"
            continue
        match = _MAIL_LINE.match(line)
        if not match:
            return None
        last = _MAIL_FIELDS.get(match["name"].lower(), match["name"].lower())
        fields.setdefault(last, match["value"] or "")
    if "subject" not in fields or not {"from", "to", "date"} & fields.keys():
        return None
    return _below(
        lines,
        end,
        Metadata(
            title=one_line(REPLY.sub("", _decoded(fields["subject"]))),
            authors=parse_authors(_decoded(fields.get("from", ""))),
            published=parse_date(fields.get("date")),
        ),
    )


def _decoded(value: str) -> str:
    """Return a header of mail with its encoded words decoded."""
    if "=?" not in value:
        return value
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _factiva(lines: Sequence[str]) -> Exported | None:
    """Return an article of Factiva's: a code of two or three letters begins each field."""
    fields = list(_factiva_fields(lines))
    codes = {code for code, _, _ in fields}
    if "HD" not in codes or len(codes) < _FACTIVA_LEAST or not codes & {*_FACTIVA_TEXT}:
        return None
    said = {code: one_line(" ".join(parts)) for code, _, parts in fields}
    text, first_line = [""] * len(lines), 0
    for code, number, parts in fields:
        if code in _FACTIVA_TEXT:
            first_line = first_line or number + 1
            text[number : number + len(parts)] = parts
    metadata = Metadata(
        title=said["HD"],
        source=said.get("SN"),
        authors=parse_authors(said.get("BY")),
        published=parse_date(said.get("PD")),
    )
    return _below(text, first_line - 1, metadata)


def _factiva_fields(lines: Sequence[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield code, index of the first line, and the lines of each field."""
    code, first, parts = "", 0, list[str]()
    for number, line in enumerate(lines):
        match = _FACTIVA_LINE.fullmatch(line)
        if match:
            if code:
                yield code, first, parts
            code, first, parts = match["code"], number, [match["value"] or ""]
        elif code:
            parts.append(line.strip())
        elif line.strip():
            return
    if code:
        yield code, first, parts


def _wiki(text: str) -> Exported | None:
    if not wikitext.is_wikitext(text):
        return None
    metadata = Metadata(published=parse_date(wikitext.date_in(text)))
    return _below(wikitext.plain(text).split("\n"), 0, metadata)


def _below(lines: Sequence[str], start: int, metadata: Metadata) -> Exported | None:
    """Return what begins with the first line from ``start`` on that is not blank."""
    first = next((n for n, line in enumerate(lines[start:], start) if line.strip()), None)
    if first is None:
        return None
    text = "\n".join(lines[first:])
    return Exported(metadata=metadata, text=text.rstrip("\n") + "\n", first_line=first + 1)
