"""Figures that a yes-or-no question asks about: "Does the force have more than 10,000 soldiers?".

The sentence that says 4,600 answers it. So neither the figure nor what it is compared by are words
that an answer must have, and a figure of the same thing is what tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.words import stem, words
from rag.answering.extractive.question import WEAK, counts
from rag.language.dates import without_dates
from rag.language.values import Kind, values_in
from rag.language.words.matching import LIGHT
from rag.language.words.stopwords import STOPWORDS

_KINDS = (Kind.SHARE, Kind.MONEY, Kind.DURATION, Kind.NUMBER)
"""A share is a number, too: the narrower kind goes first."""

_COMPARED = re.compile(
    r"\b(?:more|fewer|less|greater|higher|lower|at least|at most|exactly)\b", re.I
)


@dataclass(frozen=True, kw_only=True)
class AskedFigure:
    """The figure that a claim gives, to be compared with that of the articles."""

    kind: Kind
    unit: tuple[str, ...]
    """Stems of what it counts; none for a share, a sum or a time."""

    def is_told_in(self, text: str) -> bool:
        """Whether a text has a figure of the same thing."""
        values = values_in(text, self.kind)
        return any(self.kind is not Kind.NUMBER or counts(self.unit, text, one) for one in values)


def asked_figure(claim: str) -> tuple[AskedFigure, str] | None:
    """Return the figure of a claim, and the claim without it and without "more than"."""
    dateless = without_dates(claim)
    for kind in _KINDS:
        for value in values_in(dateless, kind):
            if WEAK.fullmatch(dateless, value.start, value.end):
                continue
            unit = _unit(dateless[value.end :]) if kind is Kind.NUMBER else ()
            if kind is Kind.NUMBER and not unit:
                continue
            rest = _COMPARED.sub("", f"{claim[: value.start]}{claim[value.end :]}")
            return AskedFigure(kind=kind, unit=unit), " ".join(rest.split())
    return None


def _unit(behind: str) -> tuple[str, ...]:
    """Return the stems of what is counted, by what stands behind the figure."""
    counted = [word for word in words(behind) if word not in STOPWORDS][:2]
    # "Countries serve", but "police officers": what is counted ends with the plural.
    several = counted[:1] if counted and counted[0].endswith("s") else counted
    return tuple(one for one in map(stem, several) if one not in LIGHT)
