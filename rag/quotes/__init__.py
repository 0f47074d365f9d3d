"""Who said what: what articles quote people, offices and organisations as saying."""

from rag.quotes.attributions import Attribution, Kind, attributions

__all__ = ["Attribution", "Kind", "attributions"]
