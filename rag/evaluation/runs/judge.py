"""A language model as judge of answers, apart from the one that answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import prompts
from rag.answering.chat_model.calls import answer_pieces
from rag.answering.chat_model.prompt_passages import neutralise
from rag.answering.chat_model.providers import load_chat_model
from rag.evaluation.results import CaseResult, Judgement
from rag.evaluation.runs.run import Judge
from rag.evaluation.runs.usage import metered

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROMPT = "judge_answer"
_SCORES = {"RIGHT": 1.0, "PARTLY": 0.5, "WRONG": 0.0}
_VERDICT = re.compile(rf"\b({'|'.join(_SCORES)})\b")
_UNKNOWN = "(The test set does not say. Judge by the words of the articles alone.)"
_NO_ANSWER = "The articles do not answer this question; any answer that claims to know is WRONG."
_NO_EVIDENCE = "(none given)"


class ModelJudge:
    """Asks a model what an answer is worth."""

    def __init__(self, name: str, *, base_url: str | None = None) -> None:
        """Open the model ``provider:name``. Raises SettingsError, ModelError."""
        self._name = name
        self._model: BaseChatModel = load_chat_model(name, base_url=base_url)

    def __call__(self, result: CaseResult) -> Judgement | None:
        """Return the judgement of an answer; ``None`` where nothing was answered.

        Raises ModelError.
        """
        from langchain_core.messages import HumanMessage

        if not result.answered:
            return None
        prompt = prompts.fill(
            PROMPT,
            question=result.standalone_question,
            expected=_expected(result),
            evidence=_listed([one.quote for one in result.evidence if one.quote]) or _NO_EVIDENCE,
            answer=neutralise(result.answer),
        )
        with metered() as meter:
            pieces = answer_pieces(self._model, [HumanMessage(prompt)], name=self._name)
            reply = "".join(pieces).strip()
        return Judgement(score=score_of(reply), reply=reply, usage=meter.usage())

    def described(self, *, answering: str) -> Judge:
        """Return what a run keeps of the judge."""
        return Judge(
            model=self._name, prompt=prompts.text(PROMPT), same_as_answering=self._name == answering
        )


def score_of(reply: str) -> float | None:
    """Return the score that a reply gives, ``None`` where it gives none."""
    found = _VERDICT.search(reply)
    return _SCORES[found[1]] if found else None


def _expected(result: CaseResult) -> str:
    if not result.answerable:
        return _NO_ANSWER
    return _listed(result.gold_answers) or _UNKNOWN


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {neutralise(text)}" for text in texts)
