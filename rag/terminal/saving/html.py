"""What is saved as one web page, which needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from rag.terminal.saving.documents import Document


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
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)
