"""Mail: a message (.eml) or a mailbox (.mbox), with the texts attached to each.

A message is one article, and so is each attachment that is of a format Dateline reads.
"""

from __future__ import annotations

import contextlib
import email.policy
import mailbox
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from index.errors import importing
from index.reading.decoding import decode, with_unix_lines
from index.reading.formats import ATTACHED, Draft, RefusedError
from index.reading.metadata import Metadata, one_line, printable
from index.reading.parsers import drafts
from index.reading.text_files.plain_text import title_of
from index.reading.text_files.quoting import own_words
from index.reading.text_files.text_headers import REPLY
from index.reading.web import html

if TYPE_CHECKING:
    from index.settings import IndexSettings

_MANGLED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""What a mailbox makes of a line that begins like a message."""
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|vs|prosl)\s*:", re.IGNORECASE)
_MOST_PARTS = 500
_MOST_ATTACHMENTS = 50
_DEEPEST = 5
"""Messages within messages."""
_LONGEST_STUB = 500
"""Characters of a plain text that may only say that there is a page."""
_RICHER = 3
"""How many times as long the page is then."""
_QUOTATIONS = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')] | //*[@id='divRplyFwdMsg']"
    " | //*[@id='divRplyFwdMsg']/following-sibling::* | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[@id='appendonsend']/following-sibling::* | //*[contains(@class, 'yahoo_quoted')]"
)
_SIGNATURES = "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')]"


def from_message(
    path: Path, settings: IndexSettings, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield the drafts of a message and of its attachments. Raises RefusedError."""
    yield from _drafts(_parsed(path.read_bytes()), settings, key=None)
    on_progress(1.0)


def from_mailbox(
    path: Path, settings: IndexSettings, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield the drafts of every message of a mailbox; one larger than a file may be is refused."""
    with path.open("rb") as stream:
        if not stream.read(5) == b"From ":
            raise RefusedError("it is damaged, or not a mailbox")
    longest = settings.max_file_bytes
    with contextlib.closing(mailbox.mbox(path, create=False)) as box:
        for number, key in enumerate(box.keys(), start=1):
            with box.get_file(key) as stream:
                content = stream.read(longest + 1)
            place = f"message {number}"
            if len(content) > longest:
                yield RefusedError(f"{place}: it has more than {longest:,} bytes (max_file_bytes)")
                continue
            try:
                message = _parsed(_MANGLED.sub(rb"\1", content))
                name = one_line(message.get("Message-ID")) or str(number)
                for draft in _drafts(message, settings, key=name):
                    yield draft.at(place)
            except RefusedError as refusal:
                yield refusal.at(place)
            on_progress(number / len(box))


def _parsed(content: bytes) -> EmailMessage:
    try:
        return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content)
    except RecursionError as error:
        raise RefusedError("its parts are nested too deeply") from error


def _drafts(
    message: EmailMessage, settings: IndexSettings, *, key: str | None, depth: int = 0
) -> Iterator[Draft | RefusedError]:
    """Yield the message, the messages in it, and what is attached. Raises RefusedError."""
    parts, enclosed = _parts(message)
    about = _about(message)
    own = _own_text(parts, is_forwarded=bool(_FORWARD.match(_header(message, "Subject") or "")))
    if own:
        title = about.title or title_of(own)
        yield Draft(text=own, title=title, metadata=about, key=key)
    attached = [part for part in parts if _suffix(part) in ATTACHED]
    if not (own or attached or enclosed):
        raise RefusedError("it is a message without text")
    for part in attached[:_MOST_ATTACHMENTS]:
        yield from _attachment(part, about, settings, key=key)
    if len(attached) > _MOST_ATTACHMENTS:
        yield RefusedError(f"it has more than {_MOST_ATTACHMENTS} attachments")
    for number, inner in enumerate(enclosed[:_MOST_ATTACHMENTS], start=1):
        place = f"message in it {number}"
        if depth == _DEEPEST:
            yield RefusedError("messages are nested too deeply in it")
            return
        try:
            for draft in _drafts(inner, settings, key=_inside(key, str(number)), depth=depth + 1):
                yield draft.at(place)
        except RefusedError as refusal:
            yield refusal.at(place)


def _inside(key: str | None, name: str) -> str:
    return f"{key}/{name}" if key else name


def _parts(message: EmailMessage) -> tuple[list[EmailMessage], list[EmailMessage]]:
    """Return the parts that hold something, and the messages that hold parts of their own."""
    parts: list[EmailMessage] = []
    enclosed: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if len(parts) + len(enclosed) + len(waiting) > _MOST_PARTS:
            raise RefusedError(f"it has more than {_MOST_PARTS} parts")
        inner: Any = part.get_payload()
        if not isinstance(inner, list):
            parts.append(part)
        elif part.get_content_maintype() == "message":
            enclosed += inner
        else:
            waiting += reversed(inner)
    return parts, enclosed


def _about(message: EmailMessage) -> Metadata:
    name, address = parseaddr(_header(message, "From") or "")
    sender = one_line(name.strip("\"' ")) or one_line(address)
    subject = _header(message, "Subject")
    return Metadata(
        title=one_line(REPLY.sub("", subject)) if subject else None,
        source=sender,
        authors=(sender,) if sender and sender == name.strip("\"' ") else (),
        published=_day(message),
    )


def _day(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date") or "").date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _header(message: EmailMessage, name: str) -> str | None:
    """Return a header as one line of text; broken ones raise all kinds of errors."""
    try:
        value = message.get(name)
    except (ValueError, IndexError, AttributeError, LookupError, TypeError, RecursionError):
        value = None
    return one_line(printable(str(value))) if value is not None else None


def _own_text(parts: list[EmailMessage], *, is_forwarded: bool) -> str:
    """Return what the sender wrote: the plain text, else the page."""
    bodies = [part for part in parts if not _is_attached(part)]
    plain = [_plain(part) for part in bodies if part.get_content_type() == "text/plain"]
    text = own_words("\n\n".join(filter(None, plain)), is_forwarded=is_forwarded)
    if len(text) > _LONGEST_STUB:
        return text
    pages = [part for part in bodies if part.get_content_type() == "text/html"]
    page = "\n\n".join(filter(None, (_page(part, is_forwarded) for part in pages)))
    page = own_words(page, is_forwarded=is_forwarded)
    return page if len(page) > _RICHER * len(text) else text


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> str:
    """Return the text of a part in the encoding it names, else in the one that is detected."""
    content = _content(part)
    charset = part.get_content_charset() or ""
    try:
        return with_unix_lines(printable(content.decode(charset)))
    except (LookupError, ValueError):
        try:
            return decode(content)
        except RefusedError:
            return ""


def _plain(part: EmailMessage) -> str:
    text = _text(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        # A blank at the end of a line says that the paragraph goes on (RFC 3676).
        text = re.sub(r"(?<!^--) \n(?!>)", " ", text, flags=re.MULTILINE)
    return text


def _page(part: EmailMessage, is_forwarded: bool) -> str:
    with importing("lxml"):
        import lxml.etree
        import lxml.html
    try:
        page = lxml.html.fromstring(_text(part))
    except (lxml.etree.LxmlError, ValueError):
        return ""
    for quoted in page.xpath(_SIGNATURES if is_forwarded else f"{_QUOTATIONS} | {_SIGNATURES}"):
        if quoted.getparent() is not None:
            quoted.drop_tree()
    try:
        return html.text_of_fragment(lxml.html.tostring(page, encoding="unicode"))
    except RefusedError:
        return ""


def _suffix(part: EmailMessage) -> str:
    name = _file_name(part)
    return PurePath(name).suffix.lower() if name else ""


def _file_name(part: EmailMessage) -> str | None:
    try:
        return one_line(part.get_filename())
    except (ValueError, IndexError, AttributeError, LookupError, TypeError, RecursionError):
        return None


def _attachment(
    part: EmailMessage, about: Metadata, settings: IndexSettings, *, key: str | None
) -> Iterator[Draft | RefusedError]:
    name = _file_name(part) or ""
    known = replace(about, title=None)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / f"attachment{_suffix(part)}"
        path.write_bytes(_content(part))
        try:
            for draft in drafts(path, _suffix(part), settings, lambda _: None):
                if isinstance(draft, RefusedError):
                    yield draft.at(name)
                    continue
                inside = _inside(key, name)
                yield replace(
                    draft.at(name),
                    metadata=draft.metadata.or_else(known),
                    key=_inside(inside, draft.key) if draft.key else inside,
                )
        except RefusedError as refusal:
            yield refusal.at(name)
