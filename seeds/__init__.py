"""Five sample articles and a test set of questions over them.

Package data: the files lie in this folder and go into the wheel as they are.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

__all__ = ["articles", "fingerprint", "questions"]

FINGERPRINT_LENGTH = 12


def articles() -> Path:
    """Return the folder of the sample articles, Markdown with YAML front matter."""
    return _folder() / "articles"


def questions() -> Path:
    """Return the test set over the sample articles, JSON Lines, as ``rag eval`` takes it."""
    return _folder() / "questions.jsonl"


def fingerprint() -> str:
    """Return twelve hexadecimal digits that change when a sample article is changed or renamed.

    A library built from the samples is kept under this key, so a new release of them never
    answers from the old one. The questions are no part of it: they are not indexed.
    """
    digest = hashlib.sha256()
    for path in sorted(articles().glob("*.md"), key=lambda path: path.name):
        for part in (path.name.encode(), path.read_bytes()):
            # The length in front keeps a name and its content from running into each other.
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:FINGERPRINT_LENGTH]


def _folder() -> Path:
    # Installed wheels are unpacked, so the traversable is a real folder.
    return Path(str(files(__name__)))
