"""XML from anywhere: no entity is expanded, nothing is fetched, no depth is too much to refuse."""

from __future__ import annotations

from typing import Any

from index.errors import importing
from index.reading.formats import RefusedError


def parse_xml(content: bytes) -> Any:
    """Return the root element, of lxml. Raises RefusedError."""
    with importing("lxml"):
        from lxml import etree

    # Without huge_tree, libxml2 itself refuses what is nested more than 256 deep.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise RefusedError(f"it is damaged: its XML cannot be read ({reason})") from error


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; ``""`` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
