"""Small documents of other programs' formats, made for the tests."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any


@dataclass(frozen=True)
class Words:
    """Words on a page; ``x`` and ``y`` in points from its upper left corner."""

    x: float
    y: float
    text: str
    size: float = 10

    def drawn(self, height: float) -> bytes:
        text = self.text.encode("cp1252")
        for mark in (b"\\", b"(", b")"):
            text = text.replace(mark, b"\\" + mark)
        at = f"BT /F1 {self.size} Tf {self.x} {height - self.y} Td".encode()
        return at + b" (" + text + b") Tj ET\n"


def lines(text: str, *, x: float = 72, y: float = 100, pitch: float = 13) -> list[Words]:
    """One line of words under the other."""
    return [Words(x, y + number * pitch, line) for number, line in enumerate(text.splitlines())]


def pdf(
    pages: Iterable[Sequence[Words]],
    *,
    info: bytes = b"",
    rotate: int = 0,
    trailer: bytes = b"",
    height: float = 842,
) -> bytes:
    """A PDF of A4 pages; ``info`` is what stands in its dictionary of metadata."""
    contents = [b"".join(words.drawn(height) for words in page) for page in pages]
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % info,
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 %d] /Rotate %d"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (height, rotate, 6 + 2 * number),
            stream(zlib.compress(content), filters=b"/FlateDecode"),
        ]
    return pdf_of_objects(objects, trailer=b"/Info 4 0 R " + trailer)


def scanned(content: bytes, *, stamp: str = "") -> bytes:
    """A PDF whose pages are pictures of the pages of another; ``stamp`` is written upon each."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(content)
    kids = b" ".join(b"%d 0 R" % (4 + 3 * number) for number in range(len(document)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(document), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number in range(len(document)):
        seen = document[number].render(scale=200 / 72, grayscale=True).to_numpy()
        rows, columns = seen.shape[:2]
        drawn = b"q 595 0 0 842 0 0 cm /Im Do Q\n" + Words(20, 20, stamp, 6).drawn(842)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources"
            b" << /XObject << /Im %d 0 R >> /Font << /F1 3 0 R >> >> >>"
            % (5 + 3 * number, 6 + 3 * number),
            stream(zlib.compress(drawn), filters=b"/FlateDecode"),
            stream(zlib.compress(seen.tobytes()), filters=b"/FlateDecode").replace(
                b"<< ",
                b"<< /Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
                b" /Width %d /Height %d " % (columns, rows),
                1,
            ),
        ]
    return pdf_of_objects(objects)


def stream(data: bytes, *, filters: bytes) -> bytes:
    head = b"<< /Length %d /Filter [%s] >>" % (len(data), filters)
    return head + b"\nstream\n" + data + b"\nendstream"


def pdf_of_objects(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF file; the first object is its catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
_META = """<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{about}</office:meta>
</office:document-meta>"""


def odt(body: str, *, about: str = "") -> bytes:
    """An OpenDocument text; ``body`` and ``about`` are the XML inside."""
    return zipped({"content.xml": _ODT.format(body=body), "meta.xml": _META.format(about=about)})


_CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
_BOOK = """<package xmlns="http://www.idpf.org/2007/opf"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{about}</metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>"""


def epub(chapters: Mapping[str, str], *, about: str = "") -> bytes:
    """An electronic book of these XHTML files, read in their order."""
    items = "".join(
        f'<item id="{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n in range(len(chapters)))
    return zipped(
        {
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": _BOOK.format(about=about, items=items, spine=spine),
            **{f"OEBPS/{name}": content for name, content in chapters.items()},
        }
    )


def docx(*, title: str = "", author: str = "") -> Any:
    """An empty Word document, to be written to and given to ``saved``."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def message(text: str, *, html: str | None = None, **headers: str) -> EmailMessage:
    """A message of mail; a header's ``_`` stands for ``-``."""
    made = EmailMessage()
    given = {"From": "Ana Krasniqi <ana@example.org>", "Subject": "The bridge is open"}
    for name, value in {**given, "Date": "Mon, 13 Jan 2025 23:30:00 +0100", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def warc(pages: Iterable[tuple[str, str, str, bytes]]) -> bytes:
    """A compressed web archive of (address, status, content type, content)."""
    records = []
    for address, status, kind, content in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2025-01-13T10:00:00Z\r\nContent-Type: application/http\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(records)}>\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    return b"".join(records)
