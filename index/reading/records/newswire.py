"""Newswire in SGML (.sgm, .sgml): Reuters-21578, and what TREC and the LDC put into ``<DOC>``.

It is older than XML and keeps to no parser's rules, so that its elements are found by their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from itertools import pairwise

from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line, parse_authors, printable
from index.reading.metadata.bylines import is_name, stated
from index.reading.metadata.dates import find_date, parse_date
from index.reading.text_files.plain_text import title_of

_LOOKED_AT = 4_000
_ARTICLE = re.compile(r"<(?P<kind>REUTERS|DOC)\b(?P<said>[^<>]*)>", re.IGNORECASE)
_ID = re.compile(r"\b(?:NEWID|ID)\s*=\s*\"?(?P<id>[^\"\s]+)", re.IGNORECASE)
_ELEMENT = r"<(?P<name>{})\b[^<>]*>(?P<content>.*?)(?:</(?P=name)\s*>|\Z)"
_HEADLINE = re.compile(_ELEMENT.format("TITLE|HEADLINE|HEAD|HL"), re.I | re.S)
_DATE = re.compile(_ELEMENT.format("DATE|DATE_TIME|PUBDATE"), re.I | re.S)
_AUTHOR = re.compile(_ELEMENT.format("AUTHOR|BYLINE"), re.I | re.S)
_DATELINE = re.compile(_ELEMENT.format("DATELINE"), re.I | re.S)
_DOCUMENT_ID = re.compile(_ELEMENT.format("DOCNO|DOCID"), re.I | re.S)
_BODY = re.compile(_ELEMENT.format("BODY"), re.I | re.S)
_TEXT = re.compile(_ELEMENT.format("TEXT"), re.I | re.S)
_BESIDE_THE_BODY = re.compile(_ELEMENT.format("TITLE|AUTHOR|DATELINE"), re.I | re.S)
_PARAGRAPH = re.compile(r"</?P\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Z][\w-]*(?:\s[^<>]*)?>", re.IGNORECASE)

_DAY_IN_ID = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
_SIGN_OFF = re.compile(r"(?:\n\s*Reuters?|\s+REUTERS?|\s+reuter)[.;\s]*(?: [A-Z])?\Z")
_LINE_END = re.compile(r"\^M$", re.MULTILINE)
"""A carriage return that was written out."""
_SENTENCE_END = re.compile(r"[.!?:][\"')]*\Z")
_DIVIDED_COMPOUND = re.compile(r"(?<=[^\W\d_]-) (?=[a-z])")
_PUBLISHERS = {
    "AFP": "AFP",
    "AP": "AP",
    "APW": "AP",
    "LTW": "Los Angeles Times",
    "NYT": "The New York Times",
    "XIE": "Xinhua",
    "XIN": "Xinhua",
}
"""Whose an article is, by the letters with which TREC and the LDC begin its name."""


def is_one(content: bytes) -> bool:
    """Return whether a file begins as Reuters-21578 does."""
    return b"<REUTERS" in content[:_LOOKED_AT]


def read(text: str, on_progress: Callable[[float], None]) -> Iterator[Draft | RefusedError]:
    """Yield a draft, or the reason there is none, for each article. Raises RefusedError."""
    found = list(_ARTICLE.finditer(text))
    if not found:
        raise RefusedError("it is SGML, but no newswire (there is no <REUTERS> and no <DOC> in it)")
    ends = [*(article.start() for article in found[1:]), len(text)]
    for number, (article, end) in enumerate(zip(found, ends, strict=True), start=1):
        on_progress(end / len(text))
        try:
            yield _draft(article, text[article.end() : end], number).at(f"article {number}")
        except RefusedError as refusal:
            yield refusal.at(f"article {number}")


def _draft(article: re.Match[str], content: str, number: int) -> Draft:
    given = _ID.search(article["said"])
    name = given["id"] if given else one_line(_first(_DOCUMENT_ID, content))
    headline = one_line(_first(_HEADLINE, content).strip().lstrip("*"))
    text = _text(content) or headline  # a flash is its headline and nothing else
    if not text:
        raise RefusedError("it has no text")
    if not headline and (first := text.partition("\n")[0]).isupper():
        headline = first
    byline = one_line(_first(_AUTHOR, content))
    is_reuters = article["kind"].upper() == "REUTERS"
    metadata = Metadata(
        title=headline,
        source="Reuters" if is_reuters else _PUBLISHERS.get(re.split(r"[\d_]", name or "")[0]),
        authors=tuple(filter(is_name, parse_authors(byline))),
        published=_day(_first(_DATE, content)) or _day_in(name or ""),
    ).or_else(stated(text))
    return Draft(
        text=text,
        title=metadata.title or title_of(text),
        metadata=metadata,
        key=name or str(number),
        notes=() if f"</{article['kind']}".lower() in content.lower() else ("its end is missing",),
    )


def _text(content: str) -> str:
    """Return what an article says, its dateline first."""
    bodies = _BODY.finditer(content) if _BODY.search(content) else _TEXT.finditer(content)
    body = "\n".join(_BESIDE_THE_BODY.sub("\n", each["content"]) for each in bodies)
    # A flash begins with stars.
    body = _LINE_END.sub("", _plain(_PARAGRAPH.sub("\n\n", body))).strip("\n* ")
    dateline = one_line(_first(_DATELINE, content))
    paragraphs = list(_paragraphs(f"{dateline} {body}" if dateline else body))
    text = "".join(paragraphs[:1])
    for above, paragraph in pairwise(paragraphs):
        # Rows of a table end in no full stop.
        text += ("\n\n" if _SENTENCE_END.search(above) else "\n") + paragraph
    return _SIGN_OFF.sub("", f"\n{text}").strip()


def _paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs, each as one line; the first line of each is indented."""
    lines: list[str] = []
    for line in [*body.split("\n"), ""]:
        if lines and (not line.strip() or line[0] in " \t"):
            yield _DIVIDED_COMPOUND.sub("", " ".join(lines))
            lines = []
        if line.strip():
            lines.append(" ".join(line.split()))


def _first(element: re.Pattern[str], content: str) -> str:
    found = element.search(content)
    return _plain(found["content"]) if found else ""


def _plain(markup: str) -> str:
    # "&lt;IBM>" is the ticker of a company, and no tag.
    return printable(unescape(_TAG.sub(" ", markup)))


def _day(written: str) -> date | None:
    found = find_date(" ".join(written.split()))
    return parse_date(found.group()) if found else parse_date(written.strip())


def _day_in(name: str) -> date | None:
    """Return the day in the name of an article, such as ``AFP_ENG_19940512.0001``."""
    found = _DAY_IN_ID.search(name)
    return parse_date(found.group()) if found else None
