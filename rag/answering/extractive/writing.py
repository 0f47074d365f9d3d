"""Writing an extractive answer: the chosen sentences become statements with numbered citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.articles import Article
from index.text.words import words
from rag.answering.extractive.candidates import LONGEST_LEAD, Candidate
from rag.answering.extractive.groups import sentence_groups
from rag.answering.extractive.ranking import ScoredCandidates
from rag.answers import Citation, Composed, PossibleAnswer, Statement, StatementReady
from rag.answers.origins import Origins
from rag.citations.excerpts import Excerpt, excerpt
from rag.language.dates import long_date
from rag.language.speech import quoted_spans

_WITHOUT_A_FIGURE = 3
"""How many times as sure a sentence must be to be shown where a figure is asked for, and it has
none."""

_FEW = 3
"""Words; a shorter quotation may be a name."""


class Writer:
    """Writes statements and numbers their citations."""

    def __init__(self, short_answer: str | None = None) -> None:
        self._short_answer = short_answer
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []
        self._origins = Origins()
        self._quotations: list[list[str]] = []

    def write(
        self, group: Sequence[Candidate], *, superseded: bool = False
    ) -> Iterator[StatementReady]:
        """Yield the statements of a group, the sentence that it refers to first.

        What is ``superseded`` by an article that was published later is written with its date.
        """
        first, *others = group
        told = _excerpt_of(first)
        quotation = _longest_quotation(told.shown)
        if self._holds(first, told) or quotation in self._quotations:
            return
        if len(quotation) > _FEW:
            self._quotations.append(quotation)
        before = len(self.citations)
        markers = [self._cite(one, _excerpt_of(one)) for one in (first, *others)]
        markers += self._cite_copies(group)
        new = tuple(self.citations[before:])
        lead = _lead(first, told)
        if lead is not None and not self._is_written(first.hit.article, lead, before):
            text = first.hit.article.text
            end = lead + len(text[lead : first.start].rstrip())
            yield self._statement(excerpt(text, lead, end).shown, markers[:1], new)
            new = ()
        published = first.hit.article.published
        dated = f"Earlier, on {long_date(published)}: " if published else ""
        yield self._statement(f"{dated if superseded else ''}{told.shown}", markers, new)

    def composed(self, confidence: float, *, warnings: Sequence[str] = ()) -> Composed:
        """Return the answer that was written."""
        return Composed(
            answered=True,
            text=" ".join(statement.text for statement in self.statements),
            confidence=confidence,
            short_answer=self._short_answer,
            statements=tuple(self.statements),
            citations=tuple(self.citations),
            warnings=tuple(warnings),
        )

    def _statement(
        self, shown: str, markers: Sequence[int], new: tuple[Citation, ...]
    ) -> StatementReady:
        statement = Statement(text=marked(shown, markers), markers=tuple(markers))
        self.statements.append(statement)
        return StatementReady(statement=statement, citations=new, short_answer=self._short_answer)

    def _is_written(self, article: Article, start: int, before: int) -> bool:
        """Whether the sentence that begins at ``start`` was written for an earlier citation."""
        return any(
            citation.article.id == article.id and citation.start <= start < citation.end
            for citation in self.citations[:before]
        )

    def _holds(self, one: Candidate, told: Excerpt) -> bool:
        return any(
            citation.article.id == one.hit.article.id
            and citation.start < told.end
            and told.start < citation.end
            and citation.start <= one.start
            and one.end <= citation.end
            for citation in self.citations
        )

    def _cite(self, one: Candidate, told: Excerpt) -> int:
        lead = _lead(one, told)
        return self._add(one.hit.article, told.start if lead is None else lead, told.end)

    def _cite_copies(self, group: Sequence[Candidate]) -> list[int]:
        """Cite the other articles that carry the passages of a group, where they have its words."""
        cited = {one.hit.article.id for one in group}
        markers = []
        for one in group:
            words = re.compile(r"\s+".join(map(re.escape, one.text.split())))
            for article in one.hit.copies:
                found = words.search(article.text) if article.id not in cited else None
                if found:
                    cited.add(article.id)
                    markers.append(self._add(article, *found.span()))
        return markers

    def _add(self, article: Article, start: int, end: int) -> int:
        origin = self._origins.of(article)
        marker = len(self.citations) + 1
        self.citations.append(
            Citation(
                marker=marker,
                article=article,
                start=start,
                end=end,
                origin=origin.id if origin else None,
            )
        )
        return marker


def possible_answers(scored: Iterable[tuple[ScoredCandidates, int]]) -> tuple[PossibleAnswer, ...]:
    """Return the sentences that may answer, so many of each question, with the reason for doubt."""
    writer = Writer()
    found: list[PossibleAnswer] = []
    for one, most in scored:
        for group in sentence_groups(one, most, all_of=True):
            place = one.candidates.index(group.candidates[0])
            least = one.weights.possible_at * (_WITHOUT_A_FIGURE if one.lacks_figure(place) else 1)
            if one.confidences[place] < least:
                continue
            ready = list(writer.write(group.candidates))
            if not ready:
                continue
            found.append(
                PossibleAnswer(
                    text=" ".join(each.statement.text for each in ready),
                    confidence=float(one.confidences[place]),
                    citations=ready[0].citations,
                    doubt=one.doubt(place),
                )
            )
    return tuple(found)


def marked(shown: str, markers: Sequence[int]) -> str:
    """Return a sentence with its markers behind it."""
    return f"{shown} {''.join(f'[{marker}]' for marker in markers)}"


def _excerpt_of(one: Candidate) -> Excerpt:
    return excerpt(one.hit.article.text, one.start, one.end)


def _longest_quotation(shown: str) -> list[str]:
    """Return the words of the longest quotation; whoever wrote it down, it is said once."""
    quoted = (words(shown[slice(*span)]) for span in quoted_spans(shown))
    return max(quoted, key=len, default=[])


def _lead(one: Candidate, told: Excerpt) -> int | None:
    """Return where the sentence begins that must come along, unless it does or is too long."""
    if one.dependent is None or not 0 < told.start - one.dependent <= LONGEST_LEAD:
        return None
    return one.dependent
