"""Where a source stands: a file and line, an address on the web, and links to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from rich.text import Text

from index.articles import Article
from rag.terminal.layout import reference
from rag.terminal.text import one_line, plain

_URL_CHARACTERS = "%/?#[]@!$&'()*+,;=:~"


def references(article: Article, line: int, *, indent: str) -> Iterable[Text]:
    """Yield the file and line and, where there is one, the address on the web."""
    where = one_line(f"{article.path}:{line}")
    file = file_of(article)
    yield reference(where, link=file.as_uri() if file else None, indent=indent)
    if article.url:
        yield reference(one_line(article.url), link=web_link(article.url), indent=indent)


def web_link(url: str) -> str | None:
    """Return the address in the characters of a URL alone, if it is one of the web."""
    try:
        known = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        known = False
    return percent_encoded(plain(url), safe=_URL_CHARACTERS) if known else None


def file_of(article: Article) -> Path | None:
    """Return the article's file by its absolute path: the origin without a record's ``#key``."""
    name, origin = PurePath(article.path).name, article.origin
    ends = [*(mark.start() for mark in re.finditer("#", origin)), len(origin)]
    file = next((Path(origin[:end]) for end in ends if origin[:end].endswith(name)), None)
    return file if name and file and file.is_absolute() else None
