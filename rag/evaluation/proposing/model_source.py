"""Questions proposed by a language model, kept only where the article bears them out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import prompts
from index.articles import Article
from rag.answering.chat_model.calls import answer_pieces
from rag.answering.chat_model.prompt_passages import neutralise
from rag.answering.questions import stands_alone
from rag.citations.quotations import find_quote
from rag.evaluation.metrics import contains_answer
from rag.evaluation.proposing.proposals import Proposal

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

QUESTIONS = 4
"""Asked for of each article."""

_LONGEST_ARTICLE = 12_000
"""Characters that the model is shown; what stands behind them is not asked about."""
_MOST_WORDS = 12
"""Of an answer."""
_CLOSING = '".”»’)'


class ModelSource:
    """Proposes questions about an article with a chat model.

    ``turned_down`` counts what the model wrote and the article does not bear out: a quote that does
    not stand there, an answer that the quote does not hold, a question that cannot be asked alone.
    """

    def __init__(self, model: BaseChatModel, *, name: str) -> None:
        self._model = model
        self._name = name
        self.turned_down = 0

    def __call__(self, article: Article) -> Iterator[Proposal]:
        """Yield the proposals that hold. Raises ModelError."""
        from langchain_core.messages import HumanMessage

        prompt = _prompt(article)
        text = "".join(answer_pieces(self._model, [HumanMessage(prompt)], name=self._name))
        for record in _objects(text):
            proposal = checked(record, article)
            if proposal is None:
                self.turned_down += 1
            else:
                yield proposal


def checked(record: dict[str, Any], article: Article) -> Proposal | None:
    """Return what a model wrote as a proposal, ``None`` where the article does not bear it out."""
    question, answer, quote = (
        " ".join(str(record.get(name) or "").split()) for name in ("question", "answer", "quote")
    )
    found = find_quote(quote, article.text)
    if found is None or not found[1] or not answer or len(answer.split()) > _MOST_WORDS:
        return None
    (start, end), _ = found
    while end < len(article.text) and article.text[end] in _CLOSING:
        end += 1
    asks = question.endswith("?") and stands_alone(question, (answer,))
    if not asks or not contains_answer(article.text[start:end], (answer,)):
        return None
    return Proposal(
        question=question,
        answers=(answer,),
        article=article,
        start=start,
        end=end,
        tags=("by-model",),
    )


def _prompt(article: Article) -> str:
    text = neutralise(f"{article.title}\n\n{article.text[:_LONGEST_ARTICLE]}")
    key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return prompts.fill("propose_questions", article=text, key=key, count=str(QUESTIONS))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects in a text, whatever stands around them."""
    decoder = json.JSONDecoder()
    position = text.find("{")
    while position >= 0:
        try:
            value, position = decoder.raw_decode(text, position)
        except ValueError:
            position += 1
        else:
            if isinstance(value, dict):
                yield value
        position = text.find("{", position)
