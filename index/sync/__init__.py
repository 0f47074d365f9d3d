"""Bringing a library up to date with files and folders.

``update`` is the door. ``web`` fetches the pages that were named. ``scan`` looks which files
changed; ``changes`` reads and splits those, in a thread of its own (``prefetch``); ``embed`` makes
the vectors in another; ``writing`` puts them into the library; ``report`` says how far it has come.
``watching`` tells which files change later on.
"""
