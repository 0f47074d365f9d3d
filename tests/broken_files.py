"""Files of every format as they should be, and with something put into them that does harm."""

from __future__ import annotations

import io
import random
import zipfile

import documents

PAGE = "<p>The mayor said that the bridge was opened on Monday by the council of the town.</p>"
REPEATED = (
    *("<span>x </span>", "<b><i>", "<div>", "<br>", "<p>x", "<td>", "<a href='x'>y</a>", "<!--"),
    *("[", "{", '{"a":', '"', "\\", "'", ",", "=?utf-8?q?a?= ", "--X\n\n", "> ", "*", "`", "\n"),
    *("\x00", "\ufeff", "\u202e", "a.", "&amp;", "&lol;", "{\\rtf1 ", "\\'e9", "]]>", "%"),
    *(
        "<item><title>t</title></item>",
        "From a@b Mon Jan  1 00:00:00 2024\n\nx\n",
        "- a: &a [*a]\n",
    ),
)
SUFFIXES = (
    *(".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv", ".eml", ".mbox", ".rss", ".xml"),
    *(".mhtml", ".rtf", ".warc", ".pdf", ".docx", ".odt", ".epub", ".sgm"),
)


def with_more(
    rng: random.Random, suffix: str, part: str, *, size: int, nested: bool = False
) -> bytes:
    """Return a file with so many characters of some part, repeated, somewhere in it."""
    middle = (part * (size // len(part) + 1)).encode("utf-8", "surrogatepass")
    if nested:
        middle += b"The mayor said so." + part[::-1].encode("utf-8", "surrogatepass") * 1_000
    content = sound(suffix)
    if suffix in {".docx", ".odt", ".epub"}:
        return _repacked(rng, content, middle)
    place = rng.randrange(len(content))
    return content[:place] + middle + content[place:]


def _repacked(rng: random.Random, content: bytes, middle: bytes) -> bytes:
    """Put something into a part of a packed document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            member = old.read(name)
            if name == chosen:
                place = rng.randrange(len(member) + 1)
                member = member[:place] + middle + member[place:]
            new.writestr(name, member)
    return stream.getvalue()


def sound(suffix: str) -> bytes:
    """Return a file of a format as it should be."""
    message = "From: ana@wire.example\nSubject: The bridge\nDate: Mon, 13 Jan 2025 10:00:00 +0100\n"
    item = "<item><title>The bridge</title><description>It was opened.</description></item>"
    page = f"<html><head><title>The bridge</title></head><body>{PAGE * 4}</body></html>"
    texts = {
        ".html": page,
        ".json": '[{"title": "The bridge", "text": "It was opened on Monday."}]',
        ".jsonl": '{"title": "The bridge", "text": "It was opened on Monday."}\n' * 3,
        ".csv": 'title,text\nThe bridge,"It was opened, on Monday."\n' * 3,
        ".tsv": "title\ttext\nThe bridge\tIt was opened on Monday.\n",
        ".eml": f"{message}\nThe bridge was opened on Monday.\n",
        ".mbox": f"From ana Mon Jan 13 10:00:00 2025\n{message}\nIt was opened.\n\n" * 3,
        ".rss": f"<rss version='2.0'><channel><title>Wire</title>{item * 3}</channel></rss>",
        ".mhtml": f"MIME-Version: 1.0\nContent-Type: text/html\n\n{page}",
        ".rtf": r"{\rtf1\ansi The bridge was opened on Monday.\par It held.}",
        ".sgm": f"<REUTERS><TEXT><TITLE>The bridge</TITLE><BODY>{PAGE}</BODY></TEXT></REUTERS>" * 3,
        ".md": f"---\ntitle: The bridge\n---\n\n# The bridge\n\n{PAGE}\n",
    }
    if suffix == ".docx":
        made = documents.docx()
        made.add_paragraph("The bridge was opened on Monday.")
        return documents.saved(made)
    if suffix == ".odt":
        return documents.odt("<text:p>The bridge was opened on Monday.</text:p>")
    if suffix == ".epub":
        return documents.epub({"a.xhtml": page})
    if suffix == ".pdf":
        return documents.pdf([documents.lines("The bridge was opened on Monday.\n\nIt held.")])
    if suffix == ".warc":
        return documents.warc([("http://a.b/", "200 OK", "text/html", page.encode())])
    return texts.get(
        suffix, texts[".rss"] if suffix == ".xml" else f"The bridge\n\n{PAGE}\n"
    ).encode()
