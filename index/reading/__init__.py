"""From files and folders to articles, one module a format.

Nothing here imports a parser, a date library or an encoding detector before a file needs it, so
that a program which only answers questions, or finds every file unchanged, never pays for them.
"""

from __future__ import annotations

from index.reading.files import SourceFile, discover
from index.reading.formats import SUFFIXES, bytes_to_read, read

__all__ = ["SUFFIXES", "SourceFile", "bytes_to_read", "discover", "read"]
