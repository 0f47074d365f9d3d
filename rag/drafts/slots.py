"""Names in their places: who an article has where a sentence has somebody.

A sentence may have all the words of an article and a name of the article in another's place. So
the reader is asked the sentence with each name left out: "who would be leaving the company?"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.sentences import sentence_spans
from rag.drafts.findings import Finding, Kind
from rag.language.names import KnownNames, Name, kin, names
from rag.language.nations import nation_of_capital
from rag.language.speech import is_speaking, quoted_spans
from rag.reader import Reader

_SURE, _ANSWERS = 3.0, 1.5
"""Log odds of a span and of an answer from which on the reader is believed."""
_PLACE = re.compile(r"\b(?:in|at|near|outside|around)\s+(?:the\s+)?$", re.IGNORECASE)
_WHOSE = re.compile(r"['’]s?\b")


def others_in_place(sentence: str, text: str, reader: Reader) -> Iterator[Finding]:
    """Yield the names of a sentence in whose place ``text`` has another one."""
    own, spans = KnownNames.of([sentence]), sentence_spans(text)
    for name in _asked(sentence):
        [reading] = reader.read(_question(sentence, name), [("", text)])
        span = reading.best()
        if span is None or span.score < _SURE or reading.answerable < _ANSWERS:
            continue
        around = next((text[a:b] for a, b in spans if a <= span.start < b), text)
        given = [one for one in names(text[span.start : span.end]) if one.certain]
        missing = len(KnownNames.of([around]).unknown(name)) == len(name.tokens)
        if len(given) == 1 and missing and not _may_be(given[0], own):
            yield Finding(kind=Kind.NAME, said=name.text, articles_say=given[0].text)


def _asked(sentence: str) -> Iterator[Name]:
    """Yield the names that may be another's: not of who speaks, nor what is quoted."""
    inside = quoted_spans(sentence)
    for name in names(sentence):
        quoted = any(start <= name.start < end for start, end in inside)
        if name.certain and not quoted and not is_speaking(sentence[name.end :]):
            yield name


def _question(sentence: str, name: Name) -> str:
    before, behind = sentence[: name.start], sentence[name.end :]
    place = _PLACE.search(before)
    if place:
        return f"{before[: place.start()]}where{behind}".rstrip(". ") + "?"
    whose = _WHOSE.match(behind)
    if whose:
        return f"{before}whose{behind[whose.end() :]}".rstrip(". ") + "?"
    return f"{before}who{behind}".rstrip(". ") + "?"


def _may_be(given: Name, own: KnownNames) -> bool:
    """Whether the sentence names, too, whom the reader finds."""
    nations = {nation_of_capital().get(word) for word in own.words}
    return len(own.unknown(given)) < len(given.tokens) or kin(given.tokens[0]) in nations
