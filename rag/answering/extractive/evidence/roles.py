"""What somebody is: "Who is Mark Rutte?" wants "NATO Secretary General", and not "Secretary"."""

from __future__ import annotations

import re

from index.text.words import CAPITALISED, listed, stems
from rag.answering.extractive.question import Question
from rag.language.dates import MONTHS, WEEKDAYS
from rag.language.offices import is_office
from rag.language.values import Kind, values_in
from rag.language.words.stopwords import STOPWORDS

_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_QUALIFYING = (
    r"(?:[Ff]ormer|[Ll]ate|[Aa]cting|[Tt]hen|[Ii]ncoming|[Oo]utgoing|[Jj]ailed|[Cc]onvicted)"
)
_TITLE = re.compile(
    rf"(?:(?:{_QUALIFYING}|(?:[A-Z]\.)+|{CAPITALISED})[\s-]+(?:(?:of|for|and|the)\s+){{0,2}}"
    rf"|(?<!\w){_QUALIFYING}\s+[a-z]+\s+)+$"
)
"""What stands before a name: "Former Japanese Prime Minister", "former billionaire"."""
_NO_TITLE = STOPWORDS | listed(" ".join([*MONTHS, *WEEKDAYS]).lower())
_OWNER = re.compile(r"[’']s?\s+$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*")


def whole_role(question: Question, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the whole office or description of which ``text[start:end]`` is read.

    ``None`` where it is that of somebody else, or somebody: "Hamlin’s uncle" or "Ada Hamlin" is not
    who Hamlin is.
    """
    people = [one for one in values_in(text, Kind.PERSON) if one.fit == 1]
    if any(one.start <= start and end == one.end for one in people):
        return None
    named = [
        word
        for word in _WORD.finditer(text)
        if not question.all_stems.isdisjoint(stems(word[0])) and word[0][0].isupper()
    ]
    if any(_OWNER.search(text[one.start() : start]) and one.end() >= start - 3 for one in named):
        return None
    behind = next((one.start() for one in named if one.start() >= end), None)
    if behind is not None and (title := _TITLE.search(text[:behind])):
        first = title.start() + _leading(title[0])
        if first <= start < end <= behind:
            offices = (one.end() for one in _WORD.finditer(text, end, behind) if is_office(one[0]))
            return first, max([end, *offices])  # without the name's first part
    following = _OF.match(text, end)
    return start, following.end() if following else end


def _leading(title: str) -> int:
    """Return how much of what stands before a name is no part of its title: "On Monday"."""
    for word in _WORD.finditer(title):
        if word[0].lower() not in _NO_TITLE:
            return word.start()
    return len(title)
