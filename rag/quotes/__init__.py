"""Who said what: what articles quote people, offices and organisations as saying.

``attributions`` reads one article; ``find_remarks`` finds over a library what somebody said, the
same remark of several articles as one.
"""

from rag.quotes.attributions import Attribution, Kind, attributions
from rag.quotes.remarks import Quote, Remark, remarks_json
from rag.quotes.search import find_remarks

__all__ = ["Attribution", "Kind", "Quote", "Remark", "attributions", "find_remarks", "remarks_json"]
