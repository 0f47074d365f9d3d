"""What can go wrong between an address and its page."""

from __future__ import annotations


class FetchError(Exception):
    """This address yields no page; the message is the reason alone."""
