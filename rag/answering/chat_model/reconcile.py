"""Agreement: what a language model makes of its passages beside what they seem to hold without it.

The extractive answerer reads the same passages, knows how sure it is that they answer the question,
and cannot make anything up. Where the two disagree the reader is told; where neither finds an
answer, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.text.words import words
from rag.answering import refused
from rag.answers import Composed, StatementReady, Verdict

CONFIDENT = 0.5
"""Confidence of the extractive answer from which on a model's refusal is questioned."""

MAY_ANSWER = "the model gave no answer, though a passage may hold one: ask without a model"
LEFT_OUT = "the model's answer was left out: the articles do not say so"
HARDLY = "the passages hardly seem to answer this question: look at the quotes"

_SAID = frozenset({Verdict.SUPPORTED, Verdict.REPAIRED})


def reconcile(told: Composed, read: Composed) -> Composed:
    """Return the model's answer ``told`` as it stands beside ``read``, the one without a model."""
    if not told.answered:
        if not read.answered or read.confidence < CONFIDENT:
            return told
        return replace(told, confidence=read.confidence / 2, warnings=(*told.warnings, MAY_ANSWER))
    if read.answered:
        return replace(told, short_answer=_short_answer(told, read))
    if not any(one.verdict in _SAID for one in told.statements):
        return refused(read.confidence, *told.warnings, LEFT_OUT)
    confidence = (told.confidence + read.confidence) / 2
    return replace(told, confidence=confidence, warnings=(*told.warnings, HARDLY))


def hold_until_supported(
    items: Iterable[StatementReady | Composed], read: Composed
) -> Iterator[StatementReady | Composed]:
    """Yield ``items`` and the answer that is agreed on.

    Where ``read`` finds nothing, statements wait until one is supported: there may be no answer.
    """
    waiting: list[StatementReady] = []
    trusted = read.answered
    for item in items:
        if isinstance(item, Composed):
            yield reconcile(item, read)
            return
        waiting.append(item)
        trusted = trusted or item.statement.verdict in _SAID
        if trusted:
            yield from waiting
            waiting.clear()


def final_answer(items: Iterable[object]) -> Composed | None:
    """Return the whole answer that ends what an answerer yields."""
    return next((item for item in items if isinstance(item, Composed)), None)


def _short_answer(told: Composed, read: Composed) -> str | None:
    """Return the short answer found without the model if the model's supported words have it."""
    said = [one.text for one in told.statements if one.verdict in _SAID]
    wanted = words(read.short_answer or "")
    for text in said if wanted else ():
        listed = words(text)
        if any(listed[at : at + len(wanted)] == wanted for at in range(len(listed))):
            return read.short_answer
    return None
