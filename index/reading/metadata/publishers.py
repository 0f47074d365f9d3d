"""Publishers: the name behind an address, and whether a line is a name at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"(\s+[-–—|•·*:»›]+\s+|\s*[|｜ㅣ]\s*|:\s+)")
_BESIDE_A_NAME = re.compile(r"by .{3,40}|\d\d?[./]\d\d?[./]\d{4}|\d{4}-\d\d-\d\d", re.IGNORECASE)
"""What may stand behind the name of a publisher: who wrote it, or the day."""
_SPARE_HOSTS = re.compile(r"(?:www\d?|m|mobile|amp|edition|web)\.")


def domain_of(address: str) -> str | None:
    """Return the domain of an address, or of what is itself a domain, without ``www.``."""
    if not _DOMAIN.fullmatch(address):
        return None
    host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    return _SPARE_HOSTS.sub("", host, count=1) if _SPARE_HOSTS.match(host) else host or None


def publisher_of(address: str | None) -> str | None:
    """Return the name of the publisher at an address, where it is one of the well-known ones."""
    domain = domain_of(address) if address else None
    while domain and "." in domain:
        if name := _publishers().get(domain):
            return name
        domain = domain.partition(".")[2]
    return None


def named(source: str) -> str:
    """Return ``source``, with a name in the place of an address."""
    domain = domain_of(source)
    return (publisher_of(source) or domain) if domain else source


def without_publisher(title: str, names: Iterable[str | None]) -> str:
    """Return a page's title without the name of its publisher before or behind it.

    ``names`` are what the publisher may be called: "Bridge reopens - Fjord Daily".
    """
    wanted = {letters for name in names if name for letters in _spellings(name)}
    parts = _SEPARATORS.split(title)  # text, separator, text ...
    while len(parts) > 1 and _letters(parts[0]) in wanted:
        parts = parts[2:]
    kept = len(parts)
    for end in range(len(parts) - 1, 0, -2):
        if not _letters(parts[end]).removeprefix("the").removeprefix("by"):
            continue
        if _letters(parts[end]) in wanted:
            kept = end - 1
        elif not _BESIDE_A_NAME.fullmatch(parts[end].strip()):
            break
    return "".join(parts[:kept]).strip()


def _spellings(name: str) -> set[str]:
    """Return how the letters of a name may be written: with its article, without, as initials."""
    letters, words = _letters(name), name.split()
    short = letters.removeprefix("the")
    initials = "".join(word[0] for word in words).casefold()
    return {letters, short, f"the{short}", *([initials] if len(words) > 1 else [])} - {""}


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


@cache
def _publishers() -> dict[str, str]:
    lines = files(__package__).joinpath("publishers.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {domain: name for domain, _, name in pairs}
