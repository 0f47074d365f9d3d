"""What on a page belongs to the site and not to the article, by the names of its elements."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.reading.boilerplate import is_consent
from index.reading.web.blocks import Block, Element

_FURNITURE_TAGS = frozenset(("nav", "footer", "form", "dialog", "figcaption", "figure", "address"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:igation|bar)?|menu|breadcrumbs?|footer|foot|cookies?|consent|gdpr|cmp"
    r"|privacy|banner|newsletters?|subscri\w*|sign-?up|signin|login|paywall|regwall|piano|promo\w*"
    r"|adverts?|advertisement|ads?|adslot|sponsor\w*|commercial|affiliate|shop|product|deals?"
    r"|related\w*|recommend\w*|recirc\w*|read-?more|readmore|more-(?:stories|news|on|from)|see-also"
    r"|most-?(?:read|popular)|popular|trending|teasers?|latest|outbrain|taboola|share\w*|sharing"
    r"|social\w*|comments?|discuss\w*|disqus|pagination|pager|sidebar|widget|tags?|taglist|topics"
    r"|author-?(?:bio|box|info|card)|bio|byline|credits?|captions?|copyright|disclaimer|legal"
    r"|toolbar|tool-?tip|breaking|ticker|hidden|sr-only|visually-?hidden|screen-?reader|print-only"
    r"|video-?player|player|gallery|carousel|slideshow|poll|quiz|survey|feedback|rating|popup"
    r"|modal|overlay|skip\w*|search|weather|stock\w*|lesenswert|mehr-zum-thema|artikel-?empfehlung)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\S*(?:cookie|consent|gdpr|onetrust|didomi|usercentrics"
    r"|privacy-?(?:wall|banner|notice|manager|popup|layer|center))\S*"
    r"|cmp(?:-?(?:app|banner|box|dialog|layer|modal|overlay|popup|root|wrapper)\S*)?",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(r"(?:tag|tags|category|topic|post|type|status|format)-")
"""How blogs begin the classes that say what an article is about, not what an element is."""
_PART_OF_IT = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|leadin|intro\w*|stand-?first|summary|dek|deck|sub-?(?:head|tit)\w*"
    r"|subline|sub-?titulo|abstract|excerpt|vorspann|teaser-?text|sapo|sommario|chapo|chapeau|bajada"
    r"|entradilla|ingress|manchet|anons|spot|anrisstext|einleitung|key-?(?:points?|facts?|takeaways?)"
    r"|takeaways?|highlights?|bullets?|fact-?s?-?(?:box|check)?|factbox|info-?box|in-?brief|at-a-glance"
    r"|tl-?dr|perex|occhiello|catenaccio|preamble|article-?(?:description|lead|summary|intro)"
    r"|headline-?text|description)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of what belongs to an article though it stands beside its paragraphs."""


def is_furniture(
    element: Element, *, around: Element | None = None, but: Collection[str] = ()
) -> bool:
    """Return whether an element, or one it is in, belongs to the page and not to the article.

    What is around the article too does not count, nor do the words ``but`` in a class.
    """
    outside = set() if around is None else {around, *around.iterancestors()}
    for each in (element, *element.iterancestors()):
        if each in outside or each.tag in {"body", "html"}:
            return False
        if each.tag in _FURNITURE_TAGS or _is_hidden(each):
            return True
        if any(all(word not in name for word in but) for name in furniture_names(each)):
            return True
    return False


def furniture_names(element: Element) -> set[str]:
    """Return the words in an element's names that say that it belongs to the page."""
    written = names(element)
    if _PART_OF_IT.search(written):
        return set()
    return {match[0].strip(" _-").lower() for match in _FURNITURE.finditer(written)}


def _is_hidden(element: Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or "display:none" in style.replace(" ", "")


def has_part(element: Element, up_to: Element | None) -> bool:
    """Return whether an element, or one it is in, is named as a part of an article: its lead."""
    for each in (element, *element.iterancestors()):
        if each is up_to or each.tag in {"body", "article", "main"}:
            return False
        if _PART_OF_IT.search(names(each)):
            return True
    return False


def asks_for_consent(block: Block) -> bool:
    """Return whether a block, or what it is in, asks for consent."""
    return is_consent(block.text) or any(
        _CONSENT.fullmatch(name)
        for each in (block.element, *block.element.iterancestors())
        if each.tag not in {"body", "html", "main", "article"}
        for name in names(each).split()
    )


def names(element: Element) -> str:
    """Return the classes and the id of an element, but for those that say what it is about."""
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return " ".join(name for name in written.split() if not _ABOUT_IT.match(name))
