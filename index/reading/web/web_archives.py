"""Saved pages: MHTML, as browsers save one, and WARC, as crawlers save many."""

from __future__ import annotations

import email.policy
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from index.errors import importing
from index.reading.decoding import decode
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line
from index.reading.web import html

_PAGES = ("text/html", "application/xhtml+xml")
_OK = "200"


def from_mhtml(path: Path) -> Draft:
    """Return the draft of a page that a browser saved with all that belongs to it."""
    try:
        parser = BytesParser(_class=EmailMessage, policy=email.policy.compat32)
        message = parser.parsebytes(path.read_bytes())
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise RefusedError("its parts are nested too deeply") from error
    if not pages:
        raise RefusedError("it is damaged, or not a saved page")
    content = pages[0].get_payload(decode=True)
    address = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location")
    draft = html.parse(_decoded(content, pages[0].get_content_charset()))
    return _of_address(draft, one_line(str(address)) if address else None)


def from_warc(
    path: Path, longest: int, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield a draft for each web page of an archive; a page of over ``longest`` bytes is refused.

    What the crawler fetched besides pages, and pages that were not there, are passed over.
    """
    with importing("warcio"):
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

    size, some = path.stat().st_size, False
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                on_progress(min(1.0, stream.tell() / size))
                if not _is_page(record):
                    continue
                some = True
                yield _page(record, longest)
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            raise RefusedError("it is damaged, or not a WARC file") from error
    if not some:
        raise RefusedError("it holds no web page")


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers
    if headers is None:
        return str(record.rec_headers.get_header("Content-Type", "")).startswith(_PAGES)
    kind = (headers.get_header("Content-Type") or "").lower()
    return headers.get_statuscode() == _OK and kind.startswith(_PAGES)


def _page(record: Any, longest: int) -> Draft | RefusedError:
    address = one_line(record.rec_headers.get_header("WARC-Target-URI"))
    place = address or "a page"
    content = record.content_stream().read(longest + 1)
    if len(content) > longest:
        return RefusedError(f"it has more than {longest:,} bytes (max_file_bytes)").at(place)
    try:
        return _of_address(html.parse(_decoded(content, None)), address, key=address)
    except RefusedError as refusal:
        return refusal.at(place)


def _decoded(content: object, charset: str | None) -> str:
    raw = content if isinstance(content, bytes) else b""
    if charset:
        try:
            return raw.decode(charset)
        except (LookupError, ValueError):
            pass
    return decode(raw)


def _of_address(draft: Draft, address: str | None, *, key: str | None = None) -> Draft:
    is_web = address is not None and address.startswith(("http://", "https://"))
    known = draft.metadata.or_else(Metadata(url=address if is_web else None))
    return replace(draft, metadata=known, key=key)
