"""Who and what is named: the people, organisations and places of a library, each once.

``mentions`` finds the names of an article, ``Directory`` unites those of many.
"""

from rag.directory.directory import Directory, Entry, Kind, chosen_entries, reading_names

__all__ = ["Directory", "Entry", "Kind", "chosen_entries", "reading_names"]
