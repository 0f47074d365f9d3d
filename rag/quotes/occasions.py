"""Occasions: when and where something was said, as far as the sentence tells."""

from __future__ import annotations

import re
from datetime import date

from index.text.sentences import Span
from rag.language.dates import Precision, resolve, times

_WHERE = re.compile(
    r"\b(?:in|at|during|on|to)\s+(?:an?|the|his|her|its|their|this)?\s*(?:[\w’'-]+\s+){0,3}?"
    r"(?:debate|speech|interview|statement|conference|briefing|rally|committee|summit|meeting|"
    r"post|letter|address|event|hearing|appearance|forum|parliament|assembly|visit|network|"
    r"call|memo|tweet|remarks)\b(?:\s+(?:in|at|of|on|with|to|for)\s+(?:an?\s+|the\s+)?[\w’'-]+"
    r"(?:\s+[A-Z][\w’'-]*)*)*(?:\s+in\s+[A-Z][\w’'-]+)?"
    r"|\bin\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:made|gave)\s+(?:the|these|those|his|her)\s+(?:statements?|remarks?|comments?)\b"
)


def occasion(
    text: str, sentence: Span, content: Span, published: date | None
) -> tuple[date | None, str | None]:
    """Return the day on which, and the words for where, what stands in ``content`` was said.

    Only what the sentence says beside the content counts.
    """
    outer = (
        text[sentence[0] : content[0]]
        + " " * (content[1] - content[0])
        + text[content[1] : sentence[1]]
    )
    return day_in(outer, published), None


def day_in(words: str, published: date | None) -> date | None:
    """Return the one day that words such as "on Wednesday" name."""
    for time in times(words):
        if time.precision is Precision.DAY or time.relative in {"yesterday", "today"}:
            if published is None and time.year is None:
                continue
            days = resolve(time, published or date(time.year or 1, 1, 1))
            if days and days[0] == days[1]:
                return days[0]
    return None
