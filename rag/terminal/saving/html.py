"""A conversation as one web page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from string import Template

from rag.terminal.saving.documents import Document, Entry, Reference


def html(document: Document) -> str:
    """Return the document as a page."""
    page = Template((files(__package__) / "page.html").read_text(encoding="utf-8"))
    first_cited: set[int] = set()
    return page.substitute(
        title=escape(document.title),
        held=escape(document.held),
        entries="\n".join(_entry(entry, first_cited) for entry in document.entries),
        references=_references(document),
    )


def _entry(entry: Entry, first_cited: set[int]) -> str:
    read_as = f'<p class="note">Read as: {_own(entry.read_as)}</p>\n' if entry.read_as else ""
    remarks = "".join(f'<p class="note">{escape(remark)}</p>\n' for remark in entry.remarks)
    return (
        f'<section>\n<h2 dir="auto">{escape(entry.question)}</h2>\n{read_as}'
        f'<p dir="auto">{"".join(_said(entry, first_cited))}</p>\n{remarks}</section>'
    )


def _said(entry: Entry, first_cited: set[int]) -> Iterator[str]:
    short = entry.short_answer
    for said in entry.said:
        before, found, after = said.text.partition(short) if short else (said.text, "", "")
        short = None if found else short
        yield escape(before)
        yield f"<strong>{escape(found)}</strong>{escape(after)}" if found else ""
        yield from (_marker(number, first_cited) for number in said.numbers)


def _marker(number: int, first_cited: set[int]) -> str:
    """Return the link to a reference, the first of its number also the place to come back to."""
    anchor = "" if number in first_cited else f' id="cited-{number}"'
    first_cited.add(number)
    return f'<a class="marker"{anchor} href="#reference-{number}">[{number}]</a>'


def _references(document: Document) -> str:
    if not document.references:
        return ""
    items = "\n".join(map(_reference, document.references))
    return f"<section>\n<h2>References</h2>\n<ol>\n{items}\n</ol>\n</section>"


def _reference(reference: Reference) -> str:
    authors = f"{_own(reference.authors)}: " if reference.authors else ""
    url = reference.url and escape(reference.url)
    link = f'<br><a href="{url}" rel="noreferrer noopener">{url}</a>' if url else ""
    return (
        f'<li id="reference-{reference.number}">{authors}<cite>{_own(reference.title)}</cite>, '
        f"{_own(reference.publisher)}, {escape(reference.published)}"
        f'<blockquote dir="auto">{escape(reference.quote)}</blockquote>'
        f'<span class="place"><bdi>{escape(reference.place)}</bdi>{link}</span> '
        f'<a class="back" href="#cited-{reference.number}" aria-label="Back to the text">↩</a></li>'
    )


def _own(text: str) -> str:
    """Return text that keeps its own direction of writing to itself."""
    return f"<bdi>{escape(text)}</bdi>"
