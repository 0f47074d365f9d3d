"""The days that a page names, and which of them its programs call that of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from index.reading.metadata import EPOCH
from index.reading.metadata.dates import parse_date
from index.reading.web.blocks import Element, one_space

PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished"),
    *(
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
    ),
    *("publication_date", "published_time", "dc.date.issued", "dcterms.issued", "dcterms.created"),
    *(
        "dc.date.created",
        "dc.date",
        "dcterms.date",
        "dcterms.available",
        "citation_publication_date",
    ),
    *("cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rbpubdate", "article.published"),
    *("article_date_original", "originalpublicationdate", "ptime", "date", "citation_date"),
)
"""Names of ``<meta>`` that tell the day of publication, the surest first."""
MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified")
_DATE_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]?\d|[a-z]{3})[/-](?P<day>[0-3]?\d)"
    r"(?=[/-]|$)|[/_-](?P<compact>20\d{6})(?=[/_.-]|$)",
    re.IGNORECASE,
)


def first_day(days: Iterable[date | None]) -> date | None:
    """Return the first day that is known, and not what programs write where they know none."""
    return next((day for day in days if day and day != EPOCH), None)


def day_of(element: Element) -> date | None:
    """Return the day of a ``<time>`` element."""
    said = element.get("datetime") or element.get("content")
    return parse_date(said) or parse_date(one_space(element.text_content()))


def date_in(address: str | None) -> date | None:
    """Return the day in an address, as many papers have it there."""
    match = _DATE_IN_ADDRESS.search(urlsplit(address).path) if address else None
    if not match:
        return None
    if match["compact"]:
        return parse_date(match["compact"])
    month, day = match["month"], match["day"]
    return parse_date(
        f"{day} {month} {match['year']}" if month.isalpha() else f"{match['year']}-{month}-{day}"
    )
