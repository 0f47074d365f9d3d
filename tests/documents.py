"""Small documents of other programs' formats, made for the tests."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
