"""A conversation as one web page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from rag.terminal.saving.documents import Document


def html(document: Document) -> str:
    """Return the document as a page."""
    # Inside, for a chat that is not saved needs no templates.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(str(__package__), "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html").render(document=document)
