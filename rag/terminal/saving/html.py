"""What is saved as one web page, which needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from rag.terminal.saving.documents import Document
from rag.terminal.text import plain


def html(document: Document) -> str:
    """Return a conversation as a page."""
    return rendered("page.html", document=document)


def rendered(template: str, **values: object) -> str:
    """Return the page of a template of this folder."""
    # Inside, for what is not saved needs no templates.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(str(__package__), "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)


def _visible(value: object) -> object:
    """Return what is put into a template, without what a reader could not see."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
