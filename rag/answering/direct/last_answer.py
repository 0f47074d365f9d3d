"""Questions about the last answer: which article, when, who else, the exact words."""

from __future__ import annotations

import re

from rag.answering.direct.telling import published, titled, told
from rag.answers import Answer, Composed
from rag.requests.request import Request

_WHEN = re.compile(r"\b(?:when|date|day|old|recent)\b", re.IGNORECASE)
_WHO_ELSE = re.compile(r"\b(?:else|other|another|others|more)\b", re.IGNORECASE)


def about_last(request: Request, last: Answer | None) -> Composed:
    """Return what the last answer rests on: articles, publishers, dates, exact words."""
    if last is None:
        return Composed(answered=False, text="There is no answer yet to ask about.", confidence=0.0)
    cited = last.every_citation
    first = last.statements[0].markers if last.statements else ()
    chosen = [one for one in cited if one.marker in first] or list(cited[:1])
    if _WHO_ELSE.search(request.question):
        others = [one for one in cited if one.article.id != chosen[0].article.id]
        if not others:
            only = f"Of these articles, only {titled(chosen[0].article)} says so."
            return told([(only, chosen[0])])
        chosen = others
    if _WHEN.search(request.question):
        return told((published(one.article), one) for one in chosen)
    return told((f"{titled(one.article)}: “{' '.join(one.quote.split())}”", one) for one in chosen)
