"""What a test set asks and what it knows: a case, its evidence, and where a quote of it stands."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Span = tuple[int, int]

_PLAIN = str.maketrans("‘’‚‛“”„‟‐‑‒–—−", "''''\"\"\"\"------")
"""One character for another, so that offsets stay."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An article that answers the question and, where the test set says so, the words that do."""

    article: str
    """The article's id, its url, or the end of its path or origin (see ``relevance``)."""
    quote: str | None = None
    grade: int = 1
    """How relevant the article is, 1 or more; BEIR and TREC call it the gain."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question of a test set."""

    id: str
    question: str
    answers: tuple[str, ...] = ()
    """Accepted answers, any of which will do; empty where the test set only knows the evidence."""
    answerable: bool = True
    evidence: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first."""
    standalone: str = ""
    """How the question should be read with what it takes from ``history``, where that is known."""
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the test set says of it: kept and given back, never read."""


def case_json(case: Case) -> dict[str, Any]:
    """Return a case as a line of our own format, without the fields that say nothing."""
    evidence = [
        {"article": one.article} | ({"quote": one.quote} if one.quote else {})
        for one in case.evidence
    ]
    line = {
        "id": case.id,
        "question": case.question,
        "answers": list(case.answers),
        "answerable": case.answerable,
        "evidence": evidence,
        "history": list(case.history),
        "standalone": case.standalone,
        "tags": list(case.tags),
        **case.extra,
    }
    return {name: value for name, value in line.items() if value not in ([], "")}


def fingerprint(cases: Iterable[Case]) -> str:
    """Return sixteen hexadecimal digits of what is asked, in whatever file it stands."""
    lines = (json.dumps(asdict(replace(case, extra={})), sort_keys=True) for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def quote_exists(text: str, start: int, end: int, quote: str) -> bool:
    """Tell whether ``quote`` is not blank and stands in ``text`` at exactly these offsets."""
    return 0 <= start < end <= len(text) and text[start:end] == quote and bool(quote.strip())


def quote_spans(text: str, quote: str) -> Iterator[Span]:
    """Yield the (start, end) offsets of ``quote`` in ``text``.

    Any white space stands for any other, and typographic quotation marks and dashes for plain ones.
    """
    words = quote.translate(_PLAIN).split()
    if words:
        pattern = r"\s+".join(re.escape(word) for word in words)
        for found in re.finditer(pattern, text.translate(_PLAIN)):
            yield found.span()


def overlaps(span: Span, other: Span) -> bool:
    """Tell whether two (start, end) spans share a character."""
    return max(span[0], other[0]) < min(span[1], other[1])
