"""Writing an extractive answer: the chosen sentences become statements with numbered citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.answering.extractive.candidates import Candidate
from rag.answers import Citation, Statement, StatementReady

_LONGEST_LEAD = 300
"""Characters of a sentence before that is written too, because the chosen one refers to it."""


class Writer:
    """Writes statements and numbers their citations."""

    def __init__(self, short_answer: str | None) -> None:
        self._short_answer = short_answer
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []

    def write(self, group: Sequence[Candidate]) -> Iterator[StatementReady]:
        """Yield the statements of a group, the sentence that it refers to first."""
        first = group[0]
        if self._holds(first):
            return
        before = len(self.citations)
        markers = tuple(self._cite(one) for one in group)
        new = tuple(self.citations[before:])
        text = first.hit.article.text
        lead = _lead(first)
        spans = [(first.start, first.end)]
        if lead is not None:
            spans.insert(0, (lead, lead + len(text[lead : first.start].rstrip())))
        for start, end in spans:
            own = markers if (start, end) == spans[-1] else markers[:1]
            marked = "".join(f"[{marker}]" for marker in own)
            statement = Statement(text=f"{_flat(text[start:end])} {marked}", markers=own)
            self.statements.append(statement)
            yield StatementReady(
                statement=statement, citations=new, short_answer=self._short_answer
            )
            new = ()

    def _holds(self, one: Candidate) -> bool:
        return any(
            citation.article.id == one.hit.article.id
            and citation.start <= one.start
            and one.end <= citation.end
            for citation in self.citations
        )

    def _cite(self, one: Candidate) -> int:
        lead = _lead(one)
        citation = Citation(
            marker=len(self.citations) + 1,
            article=one.hit.article,
            start=one.start if lead is None else lead,
            end=one.end,
        )
        self.citations.append(citation)
        return citation.marker


def _lead(one: Candidate) -> int | None:
    """Return where the sentence begins that it refers to, unless that is too long to be written."""
    if one.dependent is None or one.start - one.dependent > _LONGEST_LEAD:
        return None
    return one.dependent


def _flat(text: str) -> str:
    """Return a sentence on one line; it may be wrapped in its article."""
    return " ".join(text.split())
