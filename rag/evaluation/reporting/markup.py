"""HTML that cannot be broken by what is put into it: plain text is escaped, markup is a type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_SURROGATE = re.compile("[\ud800-\udfff]")
_VOID = frozenset({"br", "col", "hr", "input", "line", "meta", "circle", "rect", "path"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """Return an element; children that are no ``Markup`` are escaped, lists are taken apart.

    ``None`` is left out, of the children as of the attributes, and ``True`` is an attribute
    without a value. ``class_`` stands for ``class``, and ``_`` for ``-`` elsewhere.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    inside = "".join(_inside(child) for child in children)
    if name in _VOID and not inside:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{inside}</{name}>")


def text(value: str) -> Markup:
    """Return plain text, escaped; a lone surrogate, which UTF-8 refuses, is replaced."""
    return Markup(escape(_SURROGATE.sub("\ufffd", value), quote=True))


def joined(parts: Iterable[object], separator: str = "\n") -> Markup:
    """Return the parts one after the other."""
    return Markup(separator.join(_inside(part) for part in parts))


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def _inside(child: object) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, list | tuple):
        return "".join(_inside(one) for one in child)
    return text(str(child))
