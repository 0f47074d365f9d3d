"""A conversation in Markdown, its references as footnotes.

Footnotes are not in CommonMark, but most that shows Markdown knows them, and where it does not they
read well as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.terminal.saving.documents import Document, Entry, Reference

_ACTIVE = re.compile(r"([\\`*_\[\]<>|~&$])")
"""What means something within a line."""
_ACTIVE_FIRST = re.compile(r"^([#+=-]|\d+(?=[.)]))(.?)")
"""What means something at the beginning of a line: there, a number with a full stop too."""


def markdown(document: Document) -> str:
    """Return the document in Markdown."""
    return "\n".join(_lines(document))


def escaped(text: str) -> str:
    """Return one line of text so that Markdown shows it to the letter."""
    return _ACTIVE_FIRST.sub(_inert, _inline(text))


def _inert(found: re.Match[str]) -> str:
    first, following = found.groups()
    return f"{first}\\{following}" if first[0].isdigit() else f"\\{first}{following}"


def _lines(document: Document) -> Iterator[str]:
    yield from (f"# {escaped(document.title)}", "", f"*{escaped(document.held)}*", "")
    for entry in document.entries:
        yield from _entry(entry)
    if document.references:
        yield from ("## References", "")
    for reference in document.references:
        yield from footnote(reference)


def _entry(entry: Entry) -> Iterator[str]:
    yield from (f"## {escaped(entry.question)}", "")
    if entry.read_as:
        yield from (f"*Read as: {escaped(entry.read_as)}*", "")
    yield from ("".join(_said(entry)), "")
    for remark in entry.remarks:
        yield from (f"> {escaped(remark)}", "")


def _said(entry: Entry) -> Iterator[str]:
    short = entry.short_answer
    write = escaped
    for said in entry.said:
        before, found, after = said.text.partition(short) if short else (said.text, "", "")
        yield write(before)
        if found:
            short = None
            # Within a word, asterisks would stand there as such.
            alone = not (before[-1:].isalnum() or after[:1].isalnum())
            yield f"**{_inline(found)}**" if alone else _inline(found)
            yield _inline(after)
        yield "".join(f"[^{number}]" for number in said.numbers)
        write = _inline


def _inline(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", text)


def footnote(reference: Reference) -> Iterator[str]:
    """Yield the lines of a footnote."""
    first, *others = footnote_body(reference)
    yield f"[^{reference.number}]: {first}"
    yield from others


def footnote_body(reference: Reference) -> Iterator[str]:
    """Yield what a footnote says of a source, its first line without the number before it."""
    authors = f"{_inline(reference.authors)}: " if reference.authors else ""
    yield (
        f"{authors}**{_inline(reference.title)}**, "
        f"{_inline(reference.publisher)}, {reference.published}."
    )
    yield from ("", f"    > {escaped(reference.quote)}", "")
    yield f"    {_code(reference.place)}" + (f", <{reference.url}>" if reference.url else "")
    yield ""


def _code(text: str) -> str:
    """Return text in as many backticks as it takes."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"
