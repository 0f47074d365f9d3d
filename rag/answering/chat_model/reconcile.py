"""Reconcile: a language model's answer compared with the extractive one from the same passages.

The extractive answerer knows how likely the passages are to answer the question, and cannot make
anything up. Where the two disagree, the answer says so; where neither finds an answer, there is
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.text.words import words
from rag.answering import refused
from rag.answers import Composed, StatementReady, Verdict

CONFIDENT = 0.5
"""From this confidence of the extractive answer on, a model's refusal gets a warning."""

MAY_ANSWER = "the model gave no answer, though a passage may hold one: ask without a model"
LEFT_OUT = "the model's answer was left out: the articles do not say so"
HARDLY = "the passages hardly seem to answer this question: look at the quotes"

_SUPPORTED = frozenset({Verdict.SUPPORTED, Verdict.REPAIRED})


def reconcile(model: Composed, extractive: Composed) -> Composed:
    """Return the ``model``'s answer, its confidence and warnings adjusted by ``extractive``."""
    if not model.answered:
        if not extractive.answered or extractive.confidence < CONFIDENT:
            return model
        confidence = extractive.confidence / 2
        return replace(model, confidence=confidence, warnings=(*model.warnings, MAY_ANSWER))
    if extractive.answered:
        return replace(model, short_answer=_short_answer(model, extractive))
    if not any(statement.verdict in _SUPPORTED for statement in model.statements):
        return refused(extractive.confidence, *model.warnings, LEFT_OUT)
    confidence = (model.confidence + extractive.confidence) / 2
    return replace(model, confidence=confidence, warnings=(*model.warnings, HARDLY))


def hold_until_supported(
    items: Iterable[StatementReady | Composed], extractive: Composed
) -> Iterator[StatementReady | Composed]:
    """Yield the model's ``items``, ending in the reconciled answer.

    Where ``extractive`` finds no answer, statements wait until one is supported: what comes before
    may all be left out.
    """
    waiting: list[StatementReady] = []
    trusted = extractive.answered
    for item in items:
        if isinstance(item, Composed):
            yield reconcile(item, extractive)
            return
        waiting.append(item)
        trusted = trusted or item.statement.verdict in _SUPPORTED
        if trusted:
            yield from waiting
            waiting.clear()


def final_answer(items: Iterable[object]) -> Composed | None:
    """Return the whole answer, with which an answerer ends."""
    return next((item for item in items if isinstance(item, Composed)), None)


def _short_answer(model: Composed, extractive: Composed) -> str | None:
    """Return the extractive short answer if a supported statement of the model has its words."""
    short = words(extractive.short_answer or "")
    for statement in model.statements if short else ():
        own = words(statement.text)
        if statement.verdict in _SUPPORTED and any(
            own[at : at + len(short)] == short for at in range(len(own))
        ):
            return extractive.short_answer
    return None
