"""The cited articles for a bibliography: BibTeX and CSL-JSON, each article once.

CSL-JSON is what Zotero, Pandoc and citeproc read (https://github.com/citation-style-language/schema).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from index.articles import Article
from index.text.visible import json_text
from index.text.words import fold
from rag.terminal.render.articles import web_link
from rag.terminal.text import one_line

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
"""What TeX would take for a command."""
_IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_"}
_KEY = re.compile(r"[a-z0-9]+")
_PARTICLES = ("van der", "van den", "de la", "van", "von", "de", "del", "della", "der", "bin", "al")


def bibtex(articles: Iterable[Article]) -> str:
    """Return an entry an article, in UTF-8 as biber reads it."""
    return "\n".join(map("\n".join, (_bibtex_lines(*one) for one in _keyed(articles)))) or ""


def csl_json(articles: Iterable[Article]) -> str:
    """Return a list with an item an article."""
    items = [_csl_item(*one) for one in _keyed(articles)]
    return json_text(items) + "\n"


def _keyed(articles: Iterable[Article]) -> Iterator[tuple[str, Article]]:
    """Yield each article once, with a key that no other one has."""
    taken: set[str] = set()
    for article in {article.id: article for article in articles}.values():
        base = key = _key(article)
        number = 1
        while key in taken:
            number += 1
            key = f"{base}{number}"
        taken.add(key)
        yield key, article


def _key(article: Article) -> str:
    """Return such as ``dimitrievska2025nato``."""
    who = article.authors[0].split()[-1:] if article.authors else [article.source or "anon"]
    year = str(article.published.year) if article.published else "nd"
    title = [word for word in _KEY.findall(fold(article.title)) if len(word) > 3]
    return (
        "".join([*_KEY.findall(fold(who[0] if who else "anon"))[:1], year, *title[:1]]) or "article"
    )


def _bibtex_lines(key: str, article: Article) -> Iterator[str]:
    yield f"@online{{{key},"
    # Braces keep the capitals of names, which styles would lower.
    yield f"  title = {{{{{_tex(article.title) or 'untitled'}}}}},"
    if article.authors:
        yield f"  author = {{{' and '.join(f'{{{_tex(name)}}}' for name in article.authors)}}},"
    if article.source:
        yield f"  organization = {{{_tex(article.source)}}},"
    if article.published:
        yield f"  date = {{{article.published.isoformat()}}},"
    link = web_link(article.url) if article.url else None
    if link:
        yield f"  url = {{{''.join(_IN_ADDRESS.get(char, char) for char in link)}}},"
    else:
        yield f"  howpublished = {{{_tex(article.path)}}},"
    yield "}"
    yield ""


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in one_line(text))


def _csl_item(key: str, article: Article) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key,
        "type": "article-newspaper",
        "title": one_line(article.title) or "untitled",
    }
    if article.authors:
        item["author"] = [_csl_name(one_line(name)) for name in article.authors]
    if article.source:
        item["container-title"] = one_line(article.source)
    if day := article.published:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if article.url and (link := web_link(article.url)):
        item["URL"] = link
    else:
        item["archive_location"] = one_line(article.path)
    return item


def _csl_name(name: str) -> dict[str, str]:
    """Return a person's name in its parts; that of one word, or of an agency, stays whole."""
    words = name.split()
    if len(words) < 2 or name.isupper():
        return {"literal": name}
    for particle in _PARTICLES:
        given, found, family = name.partition(f" {particle} ")
        if found:
            return {"given": given, "non-dropping-particle": particle, "family": family}
    return {"given": " ".join(words[:-1]), "family": words[-1]}
