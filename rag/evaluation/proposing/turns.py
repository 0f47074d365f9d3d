"""A turn of the chat as a case: what was right shall stay so, what was wrong shall be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.sentences import sentence_spans
from rag.answers import Answer
from rag.evaluation.gold import Case, Evidence
from rag.evaluation.metrics import contains_answer
from rag.evaluation.proposing.drafts import id_of

UNANSWERABLE = "unanswerable"
"""What somebody writes for the expected answer where the articles have none; also a tag."""

RIGHT, WRONG = "right", "wrong"
"""Tags that say how the answer was when the case was kept."""


def case_of_answer(
    answer: Answer,
    *,
    right: bool,
    expected: str | None = None,
    history: Sequence[str] = (),
) -> Case:
    """Return the case that asks the same again.

    ``history`` holds the questions before it, oldest first. Right, the answer's own short answer
    and quotes are what is expected, or that nothing answers where it said so. Wrong, only
    ``expected`` is, with the sentence of the nearest passages that holds it for evidence;
    ``"unanswerable"`` expects no answer, and without it the case waits to be filled in.
    """
    if right:
        accepted = (answer.short_answer,) if answer.answered and answer.short_answer else ()
        evidence = _cited(answer) if answer.answered else ()
        answerable = answer.answered
    else:
        answerable = expected != UNANSWERABLE
        accepted = (expected,) if expected and answerable else ()
        evidence = tuple(_holding(answer, accepted)) if accepted else ()
    return Case(
        id=id_of(" ".join([*history, answer.question])) if history else id_of(answer.question),
        question=answer.question,
        answers=accepted,
        answerable=answerable,
        evidence=evidence,
        history=tuple(history),
        tags=("chat", RIGHT if right else WRONG, *(() if answerable else (UNANSWERABLE,))),
    )


def _cited(answer: Answer) -> tuple[Evidence, ...]:
    cited = (
        Evidence(article=citation.article.id, quote=citation.quote) for citation in answer.citations
    )
    return tuple(dict.fromkeys(cited))


def _holding(answer: Answer, accepted: tuple[str, ...]) -> Iterator[Evidence]:
    """Yield the first sentence of the retrieved passages that holds an accepted answer."""
    for hit in answer.passages:
        for start, end in sentence_spans(hit.passage.text):
            sentence = hit.passage.text[start:end]
            if contains_answer(sentence, accepted):
                yield Evidence(article=hit.article.id, quote=sentence)
                return
