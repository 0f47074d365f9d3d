"""Who wrote an article, among all the names on its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from index.reading.metadata import one_line, parse_authors
from index.reading.metadata.publishers import domain_of
from index.reading.web.blocks import Element, letters_of
from index.reading.web.linked_data import type_of

ADDRESSED = re.compile(r"https?://|www\.|@")
_SLUG = re.compile(r"[a-z]+(?:[-_.][a-z]+)+\d*")
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
HAS_DOMAIN = re.compile(r"\w\.[a-z]{2,}\b", re.IGNORECASE)
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "WebSite"))
_NOT_A_PERSON = re.compile(
    r"(?:admin|administrator|editor|editors|editorial|staff|redaktion|redaction|web ?desk|online"
    r"|newsroom|no author|unknown|guest|user|webmaster|null|none|author|autor|n/a)",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?(?:-?names?)?|writers?|reporters?|contributors?|autor(?:en|es)?"
    r"|auteurs?|autore|yazar|skribent|author__\w+|byline__\w+)(?=$|[\s_-]|__)",
    re.IGNORECASE,
)
_AUTHOR_NOISE = re.compile(
    r"bio|about|follow|avatar|image|photo|comment|related|count|role|title", re.I
)
_OF_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|more|comments?|sidebar|teasers?|most|popular|latest|footer"
    r"|newsletter|promo\w*|trending)(?=$|[\s_-])",
    re.IGNORECASE,
)


def people_in(credited: Iterable[object]) -> Iterator[str]:
    """Yield the names of those credited who are not said to be organisations."""
    for value in credited:
        if isinstance(value, Mapping):
            if type_of(value) not in _ORGANISATIONS:
                name = value.get("name")
                for each in name if isinstance(name, list) else [name]:
                    yield from parse_authors(each)
        else:
            yield from parse_authors(value)


def organisations_in(credited: Iterable[object]) -> Iterator[str]:
    """Yield the names of those credited that are no addresses, people or not."""
    for value in credited:
        name = one_line(value.get("name")) if isinstance(value, Mapping) else None
        if name and not HAS_DOMAIN.search(name):
            yield name


def author(name: str, not_authors: set[str]) -> str | None:
    """Return the name of an author without what stands in brackets, ``None`` for what is none.

    ``not_authors`` are the letters of other names on the page, its publisher's above all.
    """
    name = _IN_BRACKETS.sub("", name).strip()
    letters = letters_of(name)
    is_name = (
        len(letters) > 1
        and letters not in not_authors
        and letters.removeprefix("the") not in not_authors
        and not ADDRESSED.search(name)
        and not domain_of(name)
        and not _SLUG.fullmatch(name)
        and not _NOT_A_PERSON.fullmatch(name)
        and len(name.split()) <= _MOST_WORDS
        and not any(map(str.isdigit, name))
    )
    return name if is_name else None


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each in its first spelling."""
    by_letters: dict[str, str] = {}
    for name in names:
        by_letters.setdefault(letters_of(name), name)
    return tuple(by_letters.values())


def names_author(element: Element) -> bool:
    """Return whether an element is marked as the name of an author."""
    if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
        return True
    names = f"{element.get('class') or ''} {element.get('data-testid') or ''}"
    return bool(_AUTHOR_CLASS.search(names)) and not _AUTHOR_NOISE.search(names)


def is_card(element: Element) -> bool:
    """Return whether an element is marked, to the letter, as the name of an author."""
    classes = set((element.get("class") or "").split())
    return element.get("itemprop") == "author" or classes >= {"author", "vcard"}


def is_of_others(element: Element) -> bool:
    """Return whether an element stands among what a page says of other articles."""
    if element.tag in {"aside", "footer", "nav"}:
        return True
    return bool(_OF_OTHERS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
