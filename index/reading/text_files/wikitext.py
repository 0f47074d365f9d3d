"""Wikitext, as wikis keep and export their articles: the words without the markup."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"\[\[[^\[\]\n]+\]\]|'''|^==+[^=\n]+==+\s*$|\{\{date\|", re.MULTILINE)
_LEAST_SIGNS = 2
_LOOKED_AT = 20_000
_COMMENT = re.compile(r"<!--.*?-->|<ref[^<>]*/>|<ref[^<>]*>.*?</ref>", re.DOTALL | re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{\|[^{}]*\|\}")
_QUOTE = re.compile(
    r"\{\{\s*(?:quote|cquote|blockquote)\s*\|(?:1=)?(?P<words>[^{}|]*)[^{}]*\}\}", re.I
)
_WIKIPEDIA = re.compile(r"\{\{\s*w\s*\|(?P<words>[^{}|]*)(?:\|(?P<shown>[^{}|]*))?[^{}]*\}\}", re.I)
_DATE = re.compile(r"\{\{\s*date\s*\|\s*(?P<date>[^{}|]+)\}\}", re.IGNORECASE)
_LINK = re.compile(r"\[\[:?(?P<target>[^\[\]|]*)(?:\|(?P<rest>[^\[\]]*))?\]\]")
_NOT_WORDS = re.compile(
    r":?\s*(?:image|file|category|media|datei|bild|fichier|kategorie|catégorie|archivo|slika"
    r"|kategorija|skeda|kategoria|[a-z]{2,3})\s*:",
    re.IGNORECASE,
)
"""Links that are shown as a picture, or not at all."""
_INTERWIKI = re.compile(r":?(?:w|wikipedia|wikt|n|s|commons|d)(?::[a-z-]{2,3})?:", re.IGNORECASE)
_ADDRESS = re.compile(r"\[(?:https?:)?//\S+(?:\s+(?P<words>[^\[\]]*))?\]")
_EMPHASIS = re.compile(r"'{2,5}")
_HEADING = re.compile(r"^(=+)\s*(?P<words>[^=\n]+?)\s*\1\s*$", re.MULTILINE)
_TAG = re.compile(
    r"</?(?:br|small|big|center|nowiki|div|span|u|i|b|gallery)\b[^<>]*>", re.IGNORECASE
)
_BEHIND = re.compile(
    r"^==+\s*(?:sources?|references?|external links?|related (?:news|articles?)|see also"
    r"|quellen|einzelnachweise|weblinks|sources et références|fuentes|fonti|burimet"
    r"|izvori|извори)\s*==+[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The headings behind which no more of the article comes."""


def is_wikitext(text: str) -> bool:
    """Return whether ``text`` has the markup of a wiki, more than once."""
    may_be = "[[" in text or "{{" in text
    return may_be and len(_SIGNS.findall(text, 0, _LOOKED_AT)) >= _LEAST_SIGNS


def date_in(text: str) -> str | None:
    """Return the date in the template that Wikinews puts above its articles."""
    match = _DATE.search(text)
    return match["date"].strip() if match else None


def plain(text: str) -> str:
    """Return the words of ``text``, each on the line on which it was."""
    behind = _BEHIND.search(text)
    text = text[: behind.start()] if behind else text
    text = _COMMENT.sub(_line_ends, text)
    text = _WIKIPEDIA.sub(lambda match: match["shown"] or match["words"], text)
    text = _QUOTE.sub(lambda match: f"“{match['words'].strip()}”", text)
    inner_first = None
    while text != inner_first:
        inner_first, text = text, _TEMPLATE.sub(_line_ends, text)
    while (linked := _LINK.sub(_shown, text)) != text:  # a picture's words may hold links
        text = linked
    text = _ADDRESS.sub(lambda match: match["words"] or "", text)
    text = _HEADING.sub(lambda match: match["words"], text)
    return _TAG.sub("", _EMPHASIS.sub("", text))


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _shown(match: re.Match[str]) -> str:
    target, rest = match["target"], match["rest"]
    if _INTERWIKI.match(target):
        return rest or _INTERWIKI.sub("", target, count=1)
    if _NOT_WORDS.match(target):
        return _line_ends(match)
    return (rest or target).rpartition("|")[2]
