"""Shares of a collection, so that several indexers divide it without asking one another."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Share:
    """The ``number``-th of so many shares, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the share that "2/4" names. Raises ValueError."""
        match = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise ValueError(f"{text!r} is no share such as 2/4")
        return cls(number=int(match[1]), of=int(match[2]))

    def holds(self, name: str) -> bool:
        """Return whether this share has what is called so; of all shares, exactly one has."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.of == self.number - 1

    def __str__(self) -> str:
        """Return it as it was written."""
        return f"{self.number}/{self.of}"
