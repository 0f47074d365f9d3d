"""A turn of the chat as a case: what was right shall stay so, what was wrong shall be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.text.sentences import sentence_spans
from rag.answers import Answer
from rag.evaluation.metrics import contains_answer
from rag.evaluation.proposing.proposals import id_of
from rag.evaluation.proposing.testsets import EvidenceNames
from rag.evaluation.testsets.cases import Case, Evidence

UNANSWERABLE = "unanswerable"
"""What somebody writes for the expected answer where the articles have none; also a tag."""

RIGHT, WRONG = "right", "wrong"
"""Tags that say how the answer was when the case was kept."""


def case_of_answer(
    answer: Answer,
    names: EvidenceNames,
    *,
    right: bool,
    expected: str = "",
    earlier: Sequence[str] = (),
) -> Case:
    """Return the case that asks the same again.

    ``earlier`` holds the questions before it, oldest first; they become part of the case where
    this one leaned on them. Right, the answer's own short answer
    and quotes are what is expected, or that nothing answers where it said so. Wrong, only
    ``expected`` is, with the sentence of the nearest passages that holds it for evidence;
    ``"unanswerable"`` expects no answer, and without it the case waits to be filled in.
    """
    if right:
        answerable = answer.answered
        accepted = (answer.short_answer,) if answerable and answer.short_answer else ()
        evidence = tuple(_cited(answer, names)) if answerable else ()
    else:
        answerable = expected != UNANSWERABLE
        accepted = (expected,) if expected and answerable else ()
        evidence = tuple(_holding(answer, accepted, names)) if accepted else ()
    leans = answer.standalone_question != answer.question
    history = tuple(earlier) if leans else ()
    return Case(
        id=id_of(" ".join([*history, answer.question])),
        question=answer.question,
        answers=accepted,
        answerable=answerable,
        evidence=evidence,
        history=history,
        tags=("chat", RIGHT if right else WRONG, *(() if answerable else (UNANSWERABLE,))),
    )


def _cited(answer: Answer, names: EvidenceNames) -> Iterator[Evidence]:
    seen = set()
    for citation in answer.citations:
        evidence = Evidence(article=names.of(citation.article), quote=citation.quote)
        if evidence not in seen:
            seen.add(evidence)
            yield evidence


def _holding(answer: Answer, accepted: tuple[str, ...], names: EvidenceNames) -> Iterator[Evidence]:
    """Yield the first sentence of the retrieved passages that holds an accepted answer."""
    for hit in answer.passages:
        for start, end in sentence_spans(hit.passage.text):
            sentence = hit.passage.text[start:end]
            if contains_answer(sentence, accepted):
                yield Evidence(article=names.of(hit.article), quote=sentence)
                return
