"""Which files of settings the user trusts: one in a folder may have come with its articles.

Such a file could name a server that questions, passages and keys are sent to, a model to load or a
place to write to. What it sets of that kind counts once the user has trusted the file as it is now.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from index.durable import OWNER_ONLY, OWNER_ONLY_FOLDER, replace_file
from index.settings import Harmless
from rag.settings.declared import Settings, data_folder
from rag.settings.sources import Given


def is_harmless(given: Given) -> bool:
    """Return whether anybody's file may set this; a setting has to say so to be harmless."""
    declared = Settings.model_fields[given.name].metadata
    return any(one.allows(given.value) for one in declared if isinstance(one, Harmless))


class TrustedFiles:
    """The files that the user has trusted, each by its place and a hash of what it held then.

    A file for each: its name is the hash of the place, so that two commands never write the same.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` keeps them, by default in the user's data folder."""
        self._folder = folder or data_folder() / "trusted"

    def holds(self, file: Path, content: bytes) -> bool:
        """Return whether ``file`` was trusted with just this content."""
        return self._kept(file) == _hash_of(content)

    def holds_other(self, file: Path, content: bytes) -> bool:
        """Return whether ``file`` was trusted with another content."""
        return self._kept(file) not in {None, _hash_of(content)}

    def add(self, file: Path, content: bytes) -> None:
        """Trust ``file`` as long as it holds ``content``. Raises OSError."""
        self._folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        record = f"{_hash_of(content)}  {_standing(file)}\n"
        data = record.encode("utf-8", "surrogateescape")
        replace_file(self._place(file), data, mode=OWNER_ONLY)

    def remove(self, file: Path) -> bool:
        """Trust ``file`` no more; return whether it was trusted. Raises OSError."""
        try:
            self._place(file).unlink()
        except FileNotFoundError:
            return False
        return True

    def _kept(self, file: Path) -> str | None:
        """Return the hash that ``file`` was trusted with; ``None`` for one that never was."""
        try:
            return self._place(file).read_bytes()[:64].decode("ascii", "replace")
        except OSError:  # what cannot be read is not trusted
            return None

    def _place(self, file: Path) -> Path:
        return self._folder / _hash_of(os.fsencode(_standing(file)))


def _standing(file: Path) -> Path:
    """Return the one spelling of where ``file`` is.

    Its own name is kept where it is a link: what is relative in it counts from the link's folder,
    so a link to a trusted file is another file.
    """
    return file.parent.resolve() / file.name


def _hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
