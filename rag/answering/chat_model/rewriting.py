"""Rewriting: a follow-up question made to stand alone by the language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import prompts
from index.text.words import words
from rag.answering.chat_model.calls import SECONDS, answer_pieces
from rag.answering.chat_model.prompt_passages import neutralise
from rag.answers import Turn
from rag.errors import ModelError
from rag.language.words.stopwords import content_stems

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TURNS = 3
"""Turns of the conversation that a follow-up can refer to."""

_ASKING = frozenset({"who", "whom", "whose", "what", "when", "where", "which", "why", "how"})
_LONGEST_ANSWER = 500
_LONGEST_REWRITE = 400
"""Characters."""


def rewrite(
    model: BaseChatModel,
    question: str,
    history: Sequence[Turn],
    *,
    name: str = "the model",
    seconds: float = SECONDS,
) -> str | None:
    """Return ``question`` with what it takes from ``history`` spelt out.

    ``None`` where the model fails or returns no question, so that the caller can use its rules.
    """
    from langchain_core.messages import HumanMessage

    if not history:
        return None
    prompt = prompts.fill("standalone_question", history=_listed(history), question=question)
    try:
        text = "".join(answer_pieces(model, [HumanMessage(prompt)], name=name, seconds=seconds))
    except ModelError:
        return None
    return _checked(text, question, history)


def _listed(history: Sequence[Turn]) -> str:
    return "\n".join(
        f"Question: {turn.standalone_question}\nAnswer: {neutralise(turn.said)[:_LONGEST_ANSWER]}"
        for turn in history[-TURNS:]
    )


def _checked(text: str, question: str, history: Sequence[Turn]) -> str | None:
    """Return the rewritten question unless it is an answer, or about something else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    rewritten = lines[0].rpartition("uestion:")[2].strip(" \"“”'*")
    known = {
        stem
        for said in (question, *(f"{turn.standalone_question} {turn.said}" for turn in history))
        for stem in content_stems(said)
    }
    foreign = [stem for stem in content_stems(rewritten) if stem not in known]
    # A word or two may be new; more are an invention. The word that asks must stay.
    asks = {word for word in words(question) if word in _ASKING}
    if not rewritten.endswith("?") or len(rewritten) > _LONGEST_REWRITE or len(foreign) > 2:
        return None
    return rewritten if asks <= set(words(rewritten)) else None
