"""The prompts, one text file each, with ``$name`` placeholders."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from string import Template

__all__ = ["PromptError", "fill", "fingerprint", "names", "text"]


class PromptError(ValueError):
    """A prompt does not exist, or what it is filled with does not fit its placeholders."""


def names() -> list[str]:
    """Return the names of the prompts."""
    return sorted(
        entry.name.removesuffix(".txt")
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".txt")
    )


def fill(name: str, **values: str) -> str:
    """Return prompt ``name`` with its placeholders filled.

    Raises PromptError, naming the placeholders that are missing or too many.
    """
    template = _template(name)
    wanted = set(template.get_identifiers())
    for problem, odd in (("lacks", wanted - set(values)), ("has no", set(values) - wanted)):
        if odd:
            listed = ", ".join(f"${one}" for one in sorted(odd))
            raise PromptError(f"prompt {name!r} {problem} {listed}")
    # One pass: a ``$name`` inside a value stays what it is.
    return template.substitute(values)


def text(name: str) -> str:
    """Return prompt ``name`` as it is written, its placeholders unfilled. Raises PromptError."""
    return _template(name).template


def fingerprint(*chosen: str) -> str:
    """Return sixteen hexadecimal digits of what these prompts say. Raises PromptError."""
    return hashlib.sha256("\0".join(map(text, chosen)).encode()).hexdigest()[:16]


@cache
def _template(name: str) -> Template:
    if name not in names():
        raise PromptError(f"there is no prompt {name!r}; there are {', '.join(names())}")
    text = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"prompt {name!r} has a $ that is no placeholder; write $$ for it")
    return template
