"""What stands above a plain text that was saved: the header of a mail, the markup of a wiki.

It is no part of the article, so its text begins below them, on the line of the file on which it
stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.metadata.dates import parse_date
from index.reading.text_files import wikitext
from index.reading.text_files.exported import Exported, below

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
REPLY = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|tr|sv|vs|antw|r|rv|res|enc|odg|ynt|p[ëe]rgj)\s*:\s*)+", re.IGNORECASE
)


def exported(text: str) -> Exported | None:
    """Return the article below the header of ``text``, ``None`` where it has no such header."""
    lines = text.split("\n")
    return _mail(lines) or _wiki(text)


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
    return below(
        lines,
        end,
        len(lines),
        metadata=Metadata(
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


def _wiki(text: str) -> Exported | None:
    if not wikitext.is_wikitext(text):
        return None
    metadata = Metadata(published=parse_date(wikitext.date_in(text)))
    lines = wikitext.plain(text).split("\n")
    return below(lines, 0, len(lines), metadata=metadata)
