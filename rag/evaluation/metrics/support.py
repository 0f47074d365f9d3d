"""Whether statements are supported by what they cite: ALCE's citation recall and precision.

Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations". A statement is
recalled where all its citations together say it. A citation of such a statement is precise unless
it does not say it alone and the others say it without it. Their judge is a language model trained
to recognise entailment; ours is the verifier, which needs none and is the same every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.embedding import Embedder
from index.passages import Passage
from rag.answers import Answer, Citation, Hit, Statement, Verdict
from rag.citations import MarkedSentence
from rag.evaluation.results import StatementResult
from rag.verification import Verifier


class Support:
    """Judges the statements of answers; ``embedder`` is called where words alone do not tell."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        self._embedder = embedder

    def judged(self, answer: Answer) -> tuple[StatementResult, ...]:
        """Return the statements of an answer, judged."""
        return tuple(self._judged(statement, answer) for statement in answer.statements)

    def _judged(self, statement: Statement, answer: Answer) -> StatementResult:
        text = without_markers(statement.text, statement.markers)
        cited = [_cited(answer, marker) for marker in statement.markers]
        supported = self._say(text, [one for part in cited for one in part], answer)
        return StatementResult(
            text=statement.text,
            markers=statement.markers,
            verdict=str(statement.verdict),
            supported=supported,
            precise=tuple(
                supported and self._is_precise(text, cited, number, answer)
                for number in range(len(cited))
            ),
        )

    def _is_precise(
        self, text: str, cited: Sequence[Sequence[Citation]], number: int, answer: Answer
    ) -> bool:
        if len(cited) == 1 or self._say(text, cited[number], answer):
            return True
        others = [one for index, part in enumerate(cited) if index != number for one in part]
        return not self._say(text, others, answer)

    def _say(self, text: str, citations: Sequence[Citation], answer: Answer) -> bool:
        """Tell whether the quotes of ``citations`` together say ``text``."""
        if not citations:
            return False
        if any(text in _flat(citation.quote) for citation in citations):
            return True  # word for word, as in every extractive answer
        verifier = Verifier(
            [_as_hit(citation, rank) for rank, citation in enumerate(citations, start=1)],
            question=f"{answer.question}\n{answer.standalone_question}",
            embedder=self._embedder(),
        )
        markers = tuple(range(1, len(citations) + 1))
        checked = verifier.check(MarkedSentence(text=text, markers=markers))
        return checked.statement.verdict in {Verdict.SUPPORTED, Verdict.REPAIRED}


def without_markers(text: str, markers: Sequence[int]) -> str:
    """Return a text on one line, without these ``[n]``, which would count as its numbers."""
    for marker in markers:
        text = text.replace(f"[{marker}]", " ")
    return _flat(text)


def _cited(answer: Answer, marker: int) -> list[Citation]:
    return [citation for citation in answer.citations if citation.marker == marker]


def _as_hit(citation: Citation, rank: int) -> Hit:
    """Return a hit that holds the quote and nothing else of its article."""
    passage = Passage(
        id=f"{citation.article.id}-{citation.start}",
        article_id=citation.article.id,
        position=0,
        start=citation.start,
        end=citation.end,
        text=citation.quote,
    )
    return Hit(rank=rank, score=1.0, passage=passage, article=citation.article)


def _flat(text: str) -> str:
    return " ".join(text.split())
