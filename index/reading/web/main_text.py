"""Which blocks of a page are its article.

trafilatura finds where the article is, and is strict: it leaves out the lead above it, lists, boxes
of facts, and what stands in a second container of the same kind. So its text tells the region, and
in that region everything that reads like an article is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.reading.boilerplate import is_boilerplate, is_consent
from index.reading.web.blocks import Block, Element, letters_of

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
    r"|privacy-?(?:wall|banner|notice|manager|popup|layer|center))\S*|cmp(?:-\S*)?",
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

_ENDS_SENTENCE = re.compile(r"[.!?…:。！？।؟][\"'”’»)\]]*$")
_SHORTEST_PARAGRAPH = 40
_SHORTEST_MATCH = 12
_MOST_LINKED = 0.5
_REGION_SHARE = 0.9
"""The share of trafilatura's text that the region of the article holds."""
_LONGEST_LEAD = 12
"""Blocks between a headline and the text."""
_LEAST_TEXT = 250
_LEAST_OF_DENSEST = 0.3


def article_blocks(
    blocks: Sequence[Block],
    extracted: str,
    *,
    titles: Iterable[str] = (),
    descriptions: Iterable[str] = (),
) -> list[Block]:
    """Return the blocks of a page that are its article, in their order.

    ``extracted`` is what trafilatura found, ``titles`` what the page calls the article, and
    ``descriptions`` how it is summed up, by which its lead is known.
    """
    kept = {block for block in _matching(blocks, extracted) if not _asks_for_consent(block)}
    region = _named_article(blocks, [letters_of(title) for title in titles])
    dense = _densest(blocks)
    if region is None and _length(kept) < max(_LEAST_TEXT, _LEAST_OF_DENSEST * _length(dense)):
        kept |= dense
    if region is not None:
        kept = {block for block in kept if _is_within(block, region)}
        if _length(kept) < _LEAST_TEXT:
            kept |= {block for block in blocks if _is_within(block, region) and _is_prose(block)}
    if not kept:
        return []
    region = region if region is not None else _region(kept)
    chosen = kept | _more(blocks, kept, region)
    chosen |= _lead(blocks, kept, region, titles, descriptions)
    return _without_loose_headings([block for block in blocks if block in chosen], kept)


def _matching(blocks: Sequence[Block], extracted: str) -> set[Block]:
    """Return the blocks whose text stands in ``extracted``."""
    lines = {letters_of(line) for line in extracted.split("\n")}
    whole = letters_of(extracted)
    return {
        block
        for block in blocks
        if block.letters
        and (
            block.letters in lines
            or (len(block.letters) >= _SHORTEST_MATCH and block.letters in whole)
        )
    }


def _densest(blocks: Sequence[Block]) -> set[Block]:
    """Return the paragraphs around whose parents' parents there are most of them."""
    lengths: Counter[Element] = Counter()
    prose = [block for block in blocks if _is_prose(block) and not _is_furniture(block.element)]
    for block in prose:
        parent = block.element.getparent()
        if parent is not None:
            lengths[parent] += len(block.text)
            if (above := parent.getparent()) is not None:
                lengths[above] += len(block.text) // 2
    if not lengths:
        return set()
    [(best, _)] = lengths.most_common(1)
    return {block for block in prose if _is_within(block, best)}


def _named_article(blocks: Sequence[Block], titles: Sequence[str]) -> Element | None:
    """Return the ``<article>`` that has the page's title, where the page has others beside it."""
    texts: dict[Element, int] = {}
    headed: dict[Element, bool] = {}
    for block in blocks:
        outermost = next(reversed(list(block.element.iterancestors("article"))), None)
        if block.tag == "article" and outermost is None:
            outermost = block.element
        if outermost is None:
            continue
        texts[outermost] = texts.get(outermost, 0) + (len(block.text) if _is_prose(block) else 0)
        if block.heading:
            is_title = any(_is_alike(block.letters, title) for title in titles)
            headed[outermost] = headed.get(outermost, False) or is_title
    others = [each for each in texts if each in headed and texts[each] >= _SHORTEST_PARAGRAPH]
    named = [each for each in others if headed[each]]
    return (
        named[0] if len(others) > 1 and named and texts[named[0]] >= _SHORTEST_PARAGRAPH else None
    )


def _is_alike(heading: str, title: str) -> bool:
    return len(heading) >= _SHORTEST_MATCH and (heading in title or title in heading)


def _region(kept: set[Block]) -> Element:
    """Return the innermost element that holds nearly all of what is kept."""
    lengths: Counter[Element] = Counter()
    for block in kept:
        lengths[block.element] += len(block.text)
        for ancestor in block.element.iterancestors():
            lengths[ancestor] += len(block.text)
    least = _REGION_SHARE * _length(kept)
    holding = [element for element, length in lengths.items() if length >= least]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))


def _more(blocks: Sequence[Block], kept: set[Block], region: Element) -> set[Block]:
    """Return what belongs to the article in its region, and was not found."""
    kinds = {_kind(block) for block in kept if block.tag == "p"} - {None}
    lists = _lists(blocks)
    return {
        block
        for block in blocks
        if block not in kept
        and block.link_share <= _MOST_LINKED
        and (_is_within(block, region) or (block.tag == "p" and _kind(block) in kinds))
        and not _is_furniture(block.element, around=region)
        and not is_boilerplate(block.text)
        and not is_consent(block.text)
        and (
            _is_prose(block)
            or block.heading
            or block.tag == "tr"
            or block.element in lists
            or _has_part(block.element, region)
        )
    }


def _lists(blocks: Sequence[Block]) -> set[Element]:
    """Return the items of lists that are not lists of links."""
    shares: dict[Element, list[float]] = {}
    for block in blocks:
        item = block.element if block.tag == "li" else next(block.element.iterancestors("li"), None)
        if item is not None and item.getparent() is not None:
            shares.setdefault(item.getparent(), []).append(block.link_share)
    plain = {each for each, linked in shares.items() if sum(linked) < _MOST_LINKED * len(linked)}
    return {
        block.element
        for block in blocks
        if any(ancestor in plain for ancestor in block.element.iterancestors("ul", "ol"))
    }


def _lead(
    blocks: Sequence[Block],
    kept: set[Block],
    region: Element,
    titles: Iterable[str],
    descriptions: Iterable[str],
) -> set[Block]:
    """Return the lead: what stands between the headline and the text, and sums it up."""
    numbers = [number for number, block in enumerate(blocks) if block in kept]
    first = next((number for number in numbers if _is_prose(blocks[number])), numbers[0])
    wanted = [letters for each in titles if (letters := letters_of(each))]
    headlines = [
        number
        for number, block in enumerate(blocks[:first])
        if block.heading
        and (block.heading == "h1" or any(_is_alike(block.letters, title) for title in wanted))
    ]
    headlines = headlines or [
        number
        for number, block in enumerate(blocks[:first])
        if block.heading and number >= first - _LONGEST_LEAD
    ]
    begin = headlines[-1] + 1 if headlines else first
    summed = [
        letters for each in descriptions if len(letters := letters_of(each)) >= _SHORTEST_MATCH
    ]
    lead = set()
    for block in blocks[begin:first]:
        said = any(_begins_alike(block.letters, each) for each in summed)
        named = bool(_PART_OF_IT.search(_names(block.element))) or _has_part(block.element, None)
        prose = _is_prose(block) and not _is_furniture(block.element, around=region, but="teaser")
        if (said or named or prose) and block.link_share <= _MOST_LINKED:
            lead.add(block)
    for block in blocks[:begin]:  # some pages put it above the headline
        if len(block.letters) >= _SHORTEST_PARAGRAPH and block.letters in summed:
            lead.add(block)
    return {
        block
        for block in lead
        if not is_boilerplate(block.text) and not is_consent(block.text) and not _is_dated(block)
    }


def _is_dated(block: Block) -> bool:
    """Return whether a block is a byline or a date, which are no text."""
    is_short = len(block.letters) < _SHORTEST_MATCH and not _has_part(block.element, None)
    return block.tag == "time" or is_short


def _begins_alike(one: str, other: str) -> bool:
    length = min(len(one), len(other), 60)
    return length >= _SHORTEST_MATCH * 2 and one[:length] == other[:length]


def _without_loose_headings(blocks: list[Block], kept: set[Block]) -> list[Block]:
    """Return ``blocks`` without headings that nothing follows before the next of their rank."""
    result = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        is_loose = (
            block.heading
            and block not in kept
            and (
                following is None
                or (
                    following.heading
                    and following.heading <= block.heading
                    and block.heading != "h1"
                )
            )
        )
        if not is_loose:
            result.append(block)
    return result


def _is_prose(block: Block) -> bool:
    """Return whether a block reads like a paragraph of an article."""
    text = block.text
    return (
        not block.heading
        and len(text) >= _SHORTEST_PARAGRAPH
        and block.link_share <= _MOST_LINKED
        and bool(_ENDS_SENTENCE.search(text) or len(text) >= 3 * _SHORTEST_PARAGRAPH)
        and not is_consent(text)
        and not _asks_for_consent(block)
    )


def _is_furniture(element: Element, *, around: Element | None = None, but: str = "") -> bool:
    """Return whether an element, or one it is in, belongs to the page and not to the article.

    What is around the article too does not count, nor does the word ``but`` in a class.
    """
    outside = set() if around is None else {around, *around.iterancestors()}
    for each in (element, *element.iterancestors()):
        if each in outside or each.tag in {"body", "html"}:
            return False
        if each.tag in _FURNITURE_TAGS or _is_hidden(each):
            return True
        names = _names(each)
        found = {match[0].strip(" _-").lower() for match in _FURNITURE.finditer(names)}
        if but:
            found = {name for name in found if but not in name}
        if found and not _PART_OF_IT.search(names):
            return True
    return False


def _is_hidden(element: Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or "display:none" in style.replace(" ", "")


def _has_part(element: Element, up_to: Element | None) -> bool:
    for each in (element, *element.iterancestors()):
        if each is up_to or each.tag in {"body", "article", "main"}:
            return False
        if _PART_OF_IT.search(_names(each)):
            return True
    return False


def _asks_for_consent(block: Block) -> bool:
    return is_consent(block.text) or any(
        _CONSENT.fullmatch(name)
        for each in (block.element, *block.element.iterancestors())
        if each.tag not in {"body", "html", "main", "article"}
        for name in _names(each).split()
    )


def _names(element: Element) -> str:
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return " ".join(name for name in written.split() if not _ABOUT_IT.match(name))


def _kind(block: Block) -> tuple[str, str] | None:
    """Return the name and the classes of what a paragraph is in, ``None`` without classes."""
    parent = block.element.getparent()
    classes = parent.get("class") if parent is not None else None
    return (str(parent.tag), classes) if classes else None


def _is_within(block: Block, region: Element) -> bool:
    return block.element is region or any(each is region for each in block.element.iterancestors())


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
