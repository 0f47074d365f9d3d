"""What a page says about its article: title, publisher, authors, date and address.

A page speaks in several places, of other articles too. So each fact is taken from where it is most
surely of this article: its linked data, then the page's ``<meta>``, then what stands beside the
headline.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index.reading.metadata import Metadata, first_of, name_of, one_line, parse_authors
from index.reading.metadata.bylines import is_name, note
from index.reading.metadata.dates import parse_date
from index.reading.metadata.publishers import domain_of, named, publisher_of, without_publisher
from index.reading.web.blocks import Block, Element, letters_of, one_space
from index.reading.web.days import MODIFIED, PUBLISHED, date_in, day_of, first_day
from index.reading.web.linked_data import LinkedData
from index.reading.web.people import (
    ADDRESSED,
    HAS_DOMAIN,
    author,
    each_once,
    is_card,
    is_of_others,
    names_author,
    organisations_in,
    people_in,
)

_TITLE = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "citation_title",
)
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "citation_journal_title")
_ADDRESS = ("og:url", "twitter:url", "parsely-link", "citation_fulltext_html_url")
_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description")
_AUTHOR = (
    *("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
    *("dcterms.creator", "citation_author", "article:author_name", "cxenseparse:author"),
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|todos los derechos reservados|版权所有|\b(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_NO_PUBLISHER = frozenset(
    ("home", "homepage", "news", "startseite", "accueil", "inicio", "article")
)
_MOTTO = re.compile(r"\s+[-–—|:·•]\s+|[:|]\s+")
_LONGEST_PUBLISHER = 5
"""Words; longer ones are a motto."""
_LEAST_LETTERS = 12
_CREDIT = re.compile(r"^(?:von|di|door|af|av|text|fotos?|by)\b\s*:?\s*", re.IGNORECASE)
_LONGEST_BYLINE = 120
_BYLINES = ("a", "address", "cite", "div", "em", "h2", "h3", "h4", "li", "p", "span", "strong")
_MOSTLY_LINK = 0.5
_BEFORE_HEADLINE = 6
_BEHIND_HEADLINE = 14
"""Blocks before and behind the headline among which a byline or a date is of this article."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a page says of its article."""

    metadata: Metadata
    titles: tuple[str, ...]
    """All it calls the article."""
    descriptions: tuple[str, ...]
    """How it sums the article up."""
    body: str
    """The text that linked data gives, empty where it gives none."""


def facts_of(tree: Element, blocks: Sequence[Block]) -> Facts:
    """Return what a page says of its article."""
    return _Page(tree, blocks).facts()


class _Page:
    def __init__(self, tree: Element, blocks: Sequence[Block]) -> None:
        self._tree = tree
        self._blocks = blocks
        self._meta = _meta(tree)
        self._address = self._find_address()
        data = LinkedData(tree)
        heads = [*self._of(_TITLE), _text_of(tree.find(".//title"))]
        self._article = data.article(heads, [self._address] if self._address else [])
        self._data = data
        headline = one_line(self._article.get("headline"))
        self._heads = tuple(filter(None, (headline, *heads)))
        self._titles = (*self._heads, *self._headings())
        self._sites = self._find_sites()
        self._around: set[Element] = set()
        """What the headline is in."""

    def facts(self) -> Facts:
        source = self._source()
        title = self._title(source)
        by_headline = self._beside_headline()
        metadata = Metadata(
            title=title,
            source=source,
            url=self._address,
            authors=self._authors(source, title, by_headline),
            published=self._published(by_headline),
        )
        about = (self._article.get("description"), self._article.get("alternativeHeadline"))
        described = [*self._of(_DESCRIPTION), *map(one_line, about)]
        body = self._article.get("articleBody")
        return Facts(
            metadata=metadata,
            titles=self._titles,
            descriptions=tuple(filter(None, described)),
            body=body if isinstance(body, str) else "",
        )

    def _of(self, names: Iterable[str]) -> list[str]:
        lines = (one_line(value) for name in names for value in self._meta.get(name, ()))
        return [line for line in lines if line]

    def _find_address(self) -> str | None:
        links = [
            link.get("href") for link in self._tree.iter("link") if link.get("rel") == "canonical"
        ]
        return first_of(
            address for address in (*links, *self._of(_ADDRESS)) if address and "://" in address
        )

    def _headings(self) -> list[str]:
        return [block.text for block in self._blocks if block.heading == "h1"]

    # The publisher.

    def _find_sites(self) -> list[str]:
        """Return what may be the name of the site, the likeliest first."""
        named_by = [
            *self._data.several(self._article, "publisher"),
            *self._data.several(self._article, "sourceOrganization"),
        ]
        nodes = self._data.of_type("WebSite", "NewsMediaOrganization", "Organization")
        found = [
            *self._of(("og:site_name",)),
            *(one_line(name_of(value)) for value in named_by if value),
            *self._of(_SITE),
            *(one_line(node.get("name")) for node in nodes),
            *self._of(("publisher", "article:publisher", "dc.publisher", "dcterms.publisher")),
            *(_owner(line) for line in self._of(("copyright", "dc.rights", "dcterms.rights"))),
        ]
        return list(dict.fromkeys(filter(None, map(_publisher, found))))

    def _source(self) -> str | None:
        # Papers of one house share texts, and the canonical address may be another paper's.
        for address in (*self._of(_ADDRESS), self._address):
            if known := publisher_of(address):
                return known
        domain = letters_of(domain_of(self._address or "") or "")
        title = letters_of(_text_of(self._tree.find(".//title")))
        # A name that the address or the title has too is no motto.
        sure = [
            site
            for site in self._sites
            if (letters := letters_of(site)) and (letters in domain or title.endswith(letters))
        ]
        names = [site for site in (*sure, *self._sites) if not domain_of(site)]
        if names:
            return names[0]
        if self._sites:
            return named(self._sites[0])
        handle = first_of(self._of(("twitter:site",)))
        return domain_of(self._address or "") or (handle.removeprefix("@") if handle else None)

    # The title.

    def _title(self, source: str | None) -> str | None:
        site = [source, *self._sites, domain_of(self._address or "")]
        headline = one_line(self._article.get("headline"))
        of_page = _text_of(self._tree.find(".//title"))
        said = [title for title in (*self._of(_TITLE), headline, of_page) if title]
        letters = [letters_of(without_publisher(title, site)) for title in said]
        headings = [
            heading
            for heading in self._headings()
            if (own := letters_of(heading))
            and any(own in each or each in own for each in letters if each)
        ]
        candidates = [*self._of(_TITLE), headline, *headings[:1], of_page]
        titles = [without_publisher(title, site) for title in candidates if title]
        titles = [
            title
            for title in titles
            if title and letters_of(title) not in map(letters_of, filter(None, site))
        ]
        if not (headline or self._of(_TITLE)) and not headings:
            # The page names itself, not the article.
            inner = [
                block.text
                for block in self._blocks
                if block.heading == "h1" and _is_in_article(block)
            ]
            titles = [*inner[:1], *titles]
        whole = [title for title in titles if not title.endswith(("…", "..."))]
        title = first_of([*whole, *titles])
        return next((h for h in headings[:1] if title and h.startswith(title)), title)

    # Who wrote it, and when.

    def _headline_at(self) -> int | None:
        """Return the number of the block that is the headline, the highest heading of its words."""
        wanted = set(map(letters_of, self._heads))
        heads = sorted(
            (
                number
                for number, block in enumerate(self._blocks)
                if block.heading and any(_is_part(block.letters, title) for title in wanted)
            ),
            key=lambda number: (self._blocks[number].heading, number),
        )
        heads = heads or [n for n, block in enumerate(self._blocks) if block.heading == "h1"]
        return heads[0] if heads else None

    def _beside_headline(self) -> Sequence[Block]:
        """Return the blocks behind the headline, and then those before it; no lists of buttons."""
        head = self._headline_at()
        if head is None:
            return self._blocks[:_BEHIND_HEADLINE]
        self._around = set(self._blocks[head].element.iterancestors())
        behind = (block for block in self._blocks[head + 1 :] if not _is_button(block))
        before = self._blocks[max(0, head - _BEFORE_HEADLINE) : head]
        return [
            *islice(behind, _BEHIND_HEADLINE),
            *(block for block in before if _is_in_article(block)),
        ]

    def _authors(
        self, source: str | None, title: str | None, beside: Sequence[Block]
    ) -> tuple[str, ...]:
        not_authors = {letters_of(name) for name in (source, title, *self._sites) if name}
        not_authors.add(letters_of(domain_of(self._address or "") or ""))
        credited = [
            value
            for name in ("author", "creator")
            for value in self._data.several(self._article, name)
        ]
        for names in (people_in(credited), self._authors_of_meta(), self._authors_shown(beside)):
            people = [clean for name in names if (clean := author(name, not_authors))]
            if people:
                return each_once(people)
        # No person is named, so the article is by who is credited for it.
        return each_once(filter(None, (author(name, set()) for name in organisations_in(credited))))

    def _authors_of_meta(self) -> Iterator[str]:
        for name in _AUTHOR:
            for line in self._meta.get(name, ()):
                if not (ADDRESSED.search(line) or HAS_DOMAIN.search(line)):
                    yield from parse_authors(line)
            if self._meta.get(name):
                return

    def _authors_shown(self, beside: Sequence[Block]) -> Iterator[str]:
        """Yield the names in bylines beside the headline, else one that is marked as such."""
        found: list[str] = []
        for block in beside:
            if said := note(block.text):
                found += said.authors
        lone: list[str] = []
        for element, shown in self._marked(beside):
            said = note(shown)
            names = said.authors if said and said.authors else parse_authors(_CREDIT.sub("", shown))
            found += filter(is_name, names)
            if is_card(element):
                lone += names
        yield from found or lone[:1]

    def _marked(self, beside: Sequence[Block]) -> Iterator[tuple[Element, str]]:
        """Yield what is marked as naming an author beside the headline, with its text."""
        inside = {id(block.element) for block in beside}
        for element in self._tree.iter(*_BYLINES):
            if not names_author(element):
                continue
            above = [element, *element.iterancestors()]
            if any(id(each) in inside for each in above) and not any(
                map(self._is_of_others, above)
            ):
                shown = one_space(element.text_content())
                if len(shown) <= _LONGEST_BYLINE:
                    yield element, shown

    def _is_of_others(self, element: Element) -> bool:
        """Return whether an element stands with other articles; what the headline is in is ours."""
        return element not in self._around and is_of_others(element)

    def _published(self, beside: Sequence[Block]) -> date | None:
        for name in ("datePublished", "uploadDate"):
            if day := first_day([parse_date(self._article.get(name))]):
                return day
        if day := first_day(map(parse_date, self._of(PUBLISHED))):
            return day
        pages = self._data.of_type("WebPage", "ItemPage")
        return first_day(
            (
                parse_date(self._article.get("dateCreated")),
                *self._times(beside),
                *(said.published for block in beside if (said := note(block.text))),
                date_in(self._address),
                *(parse_date(page.get("datePublished")) for page in pages),
                self._agreed(),
                *map(parse_date, self._of(MODIFIED)),
                parse_date(self._article.get("dateModified")),
            )
        )

    def _times(self, beside: Sequence[Block]) -> Iterator[date | None]:
        """Yield the days of the page's ``<time>`` elements that are of this article."""
        times = list(self._tree.iter("time"))
        marked = self._tree.xpath("//*[@itemprop='datePublished' or @pubdate]")
        inside = {id(block.element) for block in beside}
        near = [
            each
            for each in times
            if any(id(ancestor) in inside for ancestor in (each, *each.iterancestors()))
            and not any(map(self._is_of_others, each.iterancestors()))
        ]
        yield from map(day_of, (*marked, *near))

    def _agreed(self) -> date | None:
        """Return the one day that all ``<time>`` elements of the article's own name."""
        ours = [
            each
            for each in self._tree.xpath("//article//time | //main//time")
            if not any(map(is_of_others, each.iterancestors()))
        ]
        days = set(filter(None, map(day_of, ours)))
        return days.pop() if len(days) == 1 else None


def _meta(tree: Element) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            if content and (name := element.get(attribute)):
                found[name.lower()].append(content)
    return found


def _text_of(element: Element | None) -> str:
    return one_space(element.text_content()) if element is not None else ""


def _publisher(name: str | None) -> str | None:
    """Return the name of a publisher as it is shown, ``None`` for what is no name."""
    if name and len(name.split()) > _LONGEST_PUBLISHER:  # a motto may follow the name
        name = _MOTTO.split(name, maxsplit=1)[0]
    if not name or ADDRESSED.search(name) or len(name.split()) > _LONGEST_PUBLISHER:
        return None
    return None if name.casefold() in _NO_PUBLISHER or _COPYRIGHT.search(name) else name


def _owner(line: str) -> str:
    """Return whose copyright a line claims."""
    without = _COPYRIGHT.sub(" ", line)
    return one_space(without).strip(" .,;:-–")


def _is_in_article(block: Block) -> bool:
    return any(each.tag in {"article", "main"} for each in block.element.iterancestors())


def _is_button(block: Block) -> bool:
    """Return whether a block is one of several short links: to share the page, or elsewhere."""
    is_short = len(block.text) < _LEAST_LETTERS
    return is_short and block.tag == "li" and block.link_share > _MOSTLY_LINK


def _is_part(heading: str, title: str) -> bool:
    return heading == title or (
        len(heading) >= _LEAST_LETTERS
        and len(title) >= _LEAST_LETTERS
        and (heading in title or title in heading)
    )
