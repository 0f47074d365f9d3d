"""Pages as they were fetched, kept beside the library so that a quote can be looked up later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from index.durable import replace_file
from index.fetching.client import Fetched, Validators
from index.fetching.errors import FetchError
from index.reading import SUFFIXES

_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/x-opml": ".xml",
    "application/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
}
_TEXT = frozenset({".html", ".txt", ".md"})
_FEED_HEAD = 1_000
"""Bytes at the beginning of a feed within which it says that it is one."""


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """A page on the disk."""

    address: str
    """As it was named."""
    path: Path
    found_at: str
    """Behind all redirects."""
    validators: Validators
    fetched: str
    """When, as ``2025-01-13T10:00:00+00:00``."""

    def forget(self) -> None:
        """Delete the page and the note of where it is from. Raises OSError."""
        self.path.unlink(missing_ok=True)
        self.path.with_name(f"{_name(self.address)}.json.note").unlink(missing_ok=True)

    @property
    def is_feed(self) -> bool:
        """Whether it lists other pages and is no article itself."""
        return self.path.suffix == ".xml"


class KeptPages:
    """The pages that are kept in a folder: each a file, and a note of where it is from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, address: str) -> KeptPage | None:
        """Return the page of an address, ``None`` where none is kept."""
        return self._read(self._note(address))

    def all(self) -> list[KeptPage]:
        """Return every page, in a fixed order."""
        notes = sorted(self._folder.glob("*.json.note"))
        return [page for note in notes if (page := self._read(note))]

    def put(self, address: str, page: Fetched) -> KeptPage:
        """Keep a page, in the place of what was kept of its address.

        Raises FetchError for a format that is not read, and OSError.
        """
        suffix = _suffix(page)
        self._folder.mkdir(parents=True, exist_ok=True)
        note = self._note(address)
        path = self._folder / f"{_name(address)}{suffix}"
        replace_file(path, _in_unicode(page, suffix))
        fetched = datetime.now(UTC).isoformat(timespec="seconds")
        about = {
            "address": address,
            "file": path.name,
            "found_at": page.address,
            "fetched": fetched,
            "validators": asdict(page.validators),
        }
        replace_file(note, json.dumps(about, ensure_ascii=False, indent=1))
        return KeptPage(
            address=address,
            path=path,
            found_at=page.address,
            validators=page.validators,
            fetched=fetched,
        )

    def _note(self, address: str) -> Path:
        return self._folder / f"{_name(address)}.json.note"

    def _read(self, note: Path) -> KeptPage | None:
        try:
            about = json.loads(note.read_bytes())
            page = KeptPage(
                address=about["address"],
                path=self._folder / about["file"],
                found_at=about["found_at"],
                validators=Validators(**about["validators"]),
                fetched=about["fetched"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None  # it is fetched again
        return page if page.path.is_file() else None


def _name(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _suffix(page: Fetched) -> str:
    """Return the ending of the format that a page is in. Raises FetchError."""
    kind = page.content_type.partition(";")[0].strip().lower()
    head = page.content[:_FEED_HEAD].lstrip().lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed")) and any(
        mark in head for mark in (b"<rss", b"<feed", b"<opml", b"<rdf:rdf")
    ):
        return ".xml"
    if kind in _TYPES:
        return _TYPES[kind]
    suffix = PurePosixPath(urlsplit(page.address).path).suffix.lower()
    if kind in {"", "application/octet-stream", "binary/octet-stream"} and suffix in SUFFIXES:
        return suffix
    raise FetchError(f"it is of the type {kind or 'unknown'!r}, which is not read")


def _in_unicode(page: Fetched, suffix: str) -> bytes:
    """Return the content; a text in another encoding, which only the server told, as UTF-8."""
    _, _, charset = page.content_type.lower().partition("charset=")
    charset = charset.partition(";")[0].strip(" \"'")
    if suffix not in _TEXT or charset in {"", "utf-8", "utf8"}:
        return page.content
    try:
        # The mark tells browsers that what the page says of its encoding is over.
        return page.content.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return page.content
