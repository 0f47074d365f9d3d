"""Pages of the web that the user names: fetched politely, and kept beside the library.

``guard`` says which hosts may be asked, ``robots`` which pages of theirs, ``client`` asks, ``kept``
keeps what it gets, and ``gather`` goes through addresses and the feeds among them.
"""
