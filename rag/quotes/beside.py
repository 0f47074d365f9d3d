"""Who stands beside a quotation and says it with any verb, or signs it: ", Brown deadpanned"."""

from __future__ import annotations

import re

from rag.quotes.cast import NAME
from rag.quotes.cues import Cue
from rag.quotes.subjects import speaker_in

_ANY_VERB = re.compile(
    rf"[\s,.]*(?:(?P<who>(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Oo]ne)\s+(?:[\w’'-]+\s+){{0,4}}?)?"
    rf"(?:{NAME}|[a-z]+|he|she|it|they)(?:\s+[a-z]+(?:ist|or|er|man|woman))?)"
    r"(?:,[^,“”\"]{2,80},)?\s+(?:[a-z]+ly\s+)?(?P<verb>[a-z]+ed|read|reads|shot|goes|went|sang)\b"
    r"|(?P<first>(?!(?:called|considered|directed|dubbed|entitled|named|released|titled)\b)[a-z]+ed|read|reads|goes|went|sang)\s+"
    rf"(?P<behind>(?:(?:the|an?|one)\s+)?(?:[\w’'-]+\s+){{0,3}}?(?:{NAME}|[a-z]+)))"
)
"""Behind a quotation that a comma ends, whatever verb stands there says that somebody says it."""
_SIGNED = re.compile(rf"\s*(?:[―—–]|--|-\s)\s*(?P<who>{NAME})(?=\s*(?:[.,\n]|$))")
"""A name behind a dash, as under a letter or a motto."""


def beside_quote(text: str, first: int, end: int, *, goes_on: bool) -> Cue | None:
    """Return who stands behind a quotation, under it or with any verb: ", Brown deadpanned".

    ``goes_on`` says that the quotation does not end its sentence.
    """
    if signed := _SIGNED.match(text, first, end):
        return Cue(
            start=first, end=signed.end(), verb="said", base="say", who=signed.span("who")
        )  # fmt: skip
    match = _ANY_VERB.match(text, first, end) if goes_on else None
    if match and (who := speaker_in(text, *match.span("who" if match["who"] else "behind"))):
        verb = match["verb"] or match["first"]
        return Cue(start=match.start(), end=match.end(), verb=verb, base=verb, who=who)
    return None
