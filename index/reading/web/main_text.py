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
from index.reading.web.furniture import asks_for_consent, furniture_names, has_part, is_furniture

_ENDS_SENTENCE = re.compile(r"[.!?…:。！？।؟][\"'”’»)\]]*$")
_ENDS_STATEMENT = re.compile(r"(?<!\.\.)[.。।؟][\"'”’»)\]]*$")
_SHORTEST_PARAGRAPH = 40
_SHORTEST_MATCH = 12
_MOST_LINKED = 0.5
_A_LINK = 0.9
"""The share of a block in links from which it is taken for one."""
_OWN_SHARE = 0.25
"""The share of an article's text that is in elements of a name that is then its own."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LETTERS_OF_WIDE = 3
"""About as many letters say what a Chinese or Japanese character says."""
_REGION_SHARE = 0.9
"""The share of trafilatura's text that the region of the article holds."""
_LONGEST_LEAD = 12
"""Blocks between a headline and the text."""
_LEAST_TEXT = 250
_SEVERAL = 3
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
    kept = {block for block in _matching(blocks, extracted) if not asks_for_consent(block)}
    headlines = [letters_of(title) for title in titles]
    region, others = _articles(blocks, headlines, kept)
    kept -= others
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
    chosen -= _links(blocks, chosen)
    shown = _each_once((block for block in blocks if block in chosen), headlines)
    return _without_loose_headings(shown, kept)


def covers(blocks: Iterable[Block], extracted: Iterable[str]) -> bool:
    """Return whether the blocks of a page hold most of the lines that trafilatura found.

    It also finds text where no block can be: in a page's programs.
    """
    whole = "".join(block.letters for block in blocks)
    lines = list(map(letters_of, extracted))
    there = sum(len(line) for line in lines if line in whole)
    return 2 * there >= sum(map(len, lines))


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
    prose = [block for block in blocks if _is_prose(block) and not is_furniture(block.element)]
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


def _articles(
    blocks: Sequence[Block], titles: Sequence[str], found: set[Block]
) -> tuple[Element | None, set[Block]]:
    """Return the ``<article>`` that has the page's headline, and what was ``found`` in others.

    There is none where the headline stands outside of all, or where the element is the head of the
    article alone, and none is needed where the page has no other.
    """
    parts: dict[Element, list[Block]] = {}
    for block in blocks:
        articles = list(block.element.iterancestors("article"))
        outermost = articles[-1] if articles else block.element if block.tag == "article" else None
        parts.setdefault(outermost, []).append(block)
    headed = [
        (block.heading, element)
        for element, inside in parts.items()
        for block in inside
        if block.heading and any(_is_alike(block.letters, title) for title in titles)
    ]
    rank, own = min(headed, key=lambda each: each[0], default=("h1", None))
    others = {
        element: {block for block in inside if block in found}
        for element, inside in parts.items()
        if element not in {own, None}
        and any(block.heading for block in inside)
        and _length(filter(_is_prose, inside)) >= _SHORTEST_PARAGRAPH
    }
    teased = set().union(*others.values())
    if own is None:
        are_teasers = len(others) >= _SEVERAL and _length(found - teased) >= _LEAST_TEXT
        return None, teased if are_teasers else set()
    prose = _length(filter(_is_prose, parts[own]))
    equal = [
        each
        for each in others
        if any(block.heading and block.heading <= rank for block in parts[each])
    ]
    rest = found - set(parts[own]) - set().union(*(others[each] for each in equal))
    if prose < max(_SHORTEST_PARAGRAPH, _LEAST_OF_DENSEST * _length(rest)):
        return None, set()
    inside = found & set(parts[own])
    is_alone = not others and _length(inside) >= _LEAST_OF_DENSEST * _length(found)
    return None if is_alone else own, set()


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
    lists, own, among = _lists(blocks), _own_names(kept), _among(blocks, kept)
    return {
        block
        for block in blocks
        if block not in kept
        and block.link_share <= _MOST_LINKED
        and (_is_within(block, region) or (block.tag == "p" and _kind(block) in kinds))
        and not is_furniture(block.element, around=region, but=own)
        and not is_boilerplate(block.text)
        and not is_consent(block.text)
        and (
            _is_prose(block)
            or block.heading
            or block.tag == "tr"
            or block.element in lists
            or block in among
            or has_part(block.element, region)
        )
    }


def _own_names(kept: set[Block]) -> set[str]:
    """Return the words of a site's furniture that the article's own elements are named by."""
    lengths: Counter[str] = Counter()
    for block in kept:
        above = (block.element, *block.element.iterancestors())
        for name in set().union(*map(furniture_names, above)):
            lengths[name] += len(block.text)
    return {name for name, length in lengths.items() if length >= _OWN_SHARE * _length(kept)}


def _among(blocks: Sequence[Block], kept: set[Block]) -> set[Block]:
    """Return short paragraphs between two that are kept, what is in one of them, and quotations."""
    places: dict[Element, list[int]] = {}
    for number, block in enumerate(blocks):
        if block in kept and block.tag == "p":
            for element in (block.element, block.element.getparent()):
                places.setdefault(element, []).append(number)
    found = set()
    for number, block in enumerate(blocks):
        own = places.get(block.element)
        beside = places.get(block.element.getparent(), [])
        between = block.tag == "p" and len(beside) > 1 and beside[0] < number < beside[-1]
        quoted = next(block.element.iterancestors("blockquote"), None) is not None
        if own or between or quoted or block.tag == "blockquote":
            found.add(block)
    return found


def _links(blocks: Sequence[Block], chosen: set[Block]) -> set[Block]:
    """Return the paragraphs and lists that are links and no more: to related stories.

    What ends like a sentence is no headline of another story.
    """
    mixed = {
        block.element.getparent()
        for block in blocks
        if block.tag == "li" and block.link_share < _A_LINK
    }
    links = {
        block
        for block in chosen
        if block.link_share >= _A_LINK
        and not (block.heading or block.tag == "tr" or block.element.getparent() in mixed)
        and not _ENDS_STATEMENT.search(block.text)
    }
    return links if _length(chosen - links) >= _LEAST_TEXT else set()


def _each_once(blocks: Iterable[Block], headlines: Iterable[str]) -> list[Block]:
    """Return ``blocks`` without a headline or a long one that was there before."""
    heads, seen = set(headlines), set()
    result = []
    for block in blocks:
        may_repeat = len(block.letters) < _SHORTEST_PARAGRAPH and block.letters not in heads
        if may_repeat or block.letters not in seen:
            result.append(block)
        seen.add(block.letters)
    return result


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
        named = has_part(block.element, None)
        prose = _is_prose(block) and not is_furniture(block.element, around=region, but=("teaser",))
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
    is_short = len(block.letters) < _SHORTEST_MATCH and not has_part(block.element, None)
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
        and (size := _size(text)) >= _SHORTEST_PARAGRAPH
        and block.link_share <= _MOST_LINKED
        and bool(_ENDS_SENTENCE.search(text) or size >= 3 * _SHORTEST_PARAGRAPH)
        and not is_consent(text)
        and not asks_for_consent(block)
    )


def _size(text: str) -> int:
    """Return how long a text is, in letters of a script that spells."""
    return len(text) + (_LETTERS_OF_WIDE - 1) * len(_WIDE.findall(text))


def _kind(block: Block) -> tuple[str, str] | None:
    """Return the name and the classes of what a paragraph is in, ``None`` without classes."""
    parent = block.element.getparent()
    classes = parent.get("class") if parent is not None else None
    return (str(parent.tag), classes) if classes else None


def _is_within(block: Block, region: Element) -> bool:
    return block.element is region or any(each is region for each in block.element.iterancestors())


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
