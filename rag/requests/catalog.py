"""Requests for what the library knows already: its names, and what articles say of themselves."""

# ruff: noqa: E501

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Names(StrEnum):
    """Which of the articles' names are wanted."""

    PEOPLE = "people"
    COUNTRIES = "countries"
    PLACES = "places"
    ORGANISATIONS = "organisations"


class Imprint(StrEnum):
    """What an article says of itself."""

    DATE = "date"
    AUTHORS = "authors"
    PUBLISHER = "publisher"


@dataclass(frozen=True, kw_only=True)
class AboutArticle:
    """A question for the imprint of the article on a topic."""

    imprint: Imprint
    topic: str


_CALLED = {
    Names.PEOPLE: "people|persons?|politicians",
    Names.COUNTRIES: "countries|nations|states",
    Names.PLACES: "places|cities|towns",
    Names.ORGANISATIONS: "organi[sz]ations|institutions|companies",
}
_NAMED = (
    r"(?i)^(?:list |name |show |give )?(?:me )?(?:who|which|what|all|the)\b"
    r"(?: (?:are|is|all|the|other|different))*\s+(?:{called})\b.{{0,20}}?"
    r"\b(?:mentioned|named|appear|occur|featured?|come up)\b"
    r"(?: (?:in|by) (?:all |any of )?(?:the|these|those|my) \w+)?\W*$"
)
_OF_ARTICLE = (
    r"(?i)^(?P<asked>when|where|by whom|who|(?:what|which)(?: is| was)?(?: the)? \w+)\b.*?"
    r"\b(?:article|story|report|piece)\s+(?:on|about|mentioning|that mentions|covering)\s+"
    r"(?P<topic>.+?)(?:\s+(?:first )?(?:published|written|appear|come from|from|by))?\W*$"
)
_IMPRINTS = {
    Imprint.DATE: r"^when\b(?=.*\b(?:publish|writ|wrote|appear))|\b(?:date|day)\b",
    Imprint.AUTHORS: r"^(?:who|by whom)\b(?=.*\b(?:wr[io]t|author))|\b(?:author|writer|journalist)\b",
    Imprint.PUBLISHER: r"^(?:who|where)\b(?=.*\b(?:publish|appear|from))|\b(?:publisher|outlet|paper)\b",
}


def names_wanted(question: str) -> Names | None:
    """Return which names a question wants of all articles: "Which countries are mentioned?"."""
    kinds = (
        one for one, called in _CALLED.items() if re.match(_NAMED.format(called=called), question)
    )
    return next(kinds, None)


def article_asked_about(question: str) -> AboutArticle | None:
    """Return what a question wants to know of an article: "Who wrote the story on the flood?"."""
    if not (match := re.match(_OF_ARTICLE, question)):
        return None
    for imprint, pattern in _IMPRINTS.items():
        if re.search(
            pattern, question[: match.start("topic")] + question[match.end("topic") :], re.I
        ):
            return AboutArticle(imprint=imprint, topic=match["topic"])
    return None
