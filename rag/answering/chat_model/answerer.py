"""Answering with a language model: it writes, and every sentence is checked before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import TYPE_CHECKING

import prompts
from index.embedding import Embedder
from rag.answering import REFUSAL, Answerer, refused
from rag.answering.chat_model.calls import SECONDS, answer_pieces
from rag.answering.chat_model.failures import ContextOverflowError
from rag.answering.chat_model.output import is_refusal, sounds_like_refusal, without_links
from rag.answering.chat_model.prompt_passages import delimit_passages
from rag.answering.chat_model.reconcile import final_answer, hold_until_supported
from rag.answers import Asked, Composed, Hit, StatementReady, Verdict
from rag.citations import MarkedSentence, SentenceReader
from rag.verification import Checked, Judge, Verifier

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["CONTEXT_TOKENS", "ChatModelAnswerer"]

CONTEXT_TOKENS = 8_000
"""Context length that is assumed where a model does not tell its own, and the most that is used."""

_PASSAGE_SHARE = 0.6
"""Share of the context for passages; instructions, question and answer need the rest."""
_SMALLEST_SHARE = 0.15
"""The prompt is not made any smaller than this; a model that cannot read it is too small."""

_VERDICT_SCORES = {
    Verdict.SUPPORTED: 1.0,
    Verdict.REPAIRED: 0.9,
    Verdict.PARTIAL: 0.4,
    Verdict.UNSUPPORTED: 0.0,
}


class ChatModelAnswerer:
    """Answers with any chat model of LangChain's.

    ``embedder`` lets verification compare meanings, not only words. ``judge`` is asked about what
    the rules leave open. Both are called when the first statement is checked. ``strict`` leaves
    out every statement that the articles do not support. ``beside`` answers from the same passages
    without a model; where the two disagree, the answer says so. The next word of an answer may take
    so many ``seconds``.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str,
        embedder: Callable[[], Embedder] | None = None,
        judge: Callable[[], Judge] | None = None,
        beside: Answerer | None = None,
        strict: bool = False,
        context_tokens: int | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.model = model
        self._name = name
        self._embedder = embedder
        self._judge = judge
        self._beside = beside
        self._strict = strict
        self._seconds = seconds
        self._context = context_tokens or _context_of(model)

    @property
    def name(self) -> str:
        """``provider:name``."""
        return self._name

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield each statement once it is checked and, as the last item, the whole answer.

        Raises ModelError; statements that were yielded before it stay valid.
        """
        if not hits:
            yield refused(0.0)
            return
        items = self._checked(asked, hits)
        read = final_answer(self._beside.stream(asked, hits)) if self._beside else None
        yield from hold_until_supported(items, read) if read else items

    def _checked(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        verifier = Verifier(
            hits,
            question=f"{asked.question}\n{asked.standalone}",
            embedder=self._embedder() if self._embedder else None,
            judge=self._judge() if self._judge else None,
            strict=self._strict,
        )
        draft = _Draft(verifier, hits, strict=self._strict)
        for sentence in self._sentences(asked, hits):
            statement = draft.add(sentence)
            if statement:
                yield statement
        yield draft.composed()

    def _sentences(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[MarkedSentence]:
        reader = SentenceReader()
        for piece in self._pieces(asked, hits):
            asked.on_words(piece)
            yield from reader.read(piece)
        yield from reader.rest()

    def _pieces(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[str]:
        """Yield the answer's pieces; where a prompt is too long, send fewer passages."""
        share = _PASSAGE_SHARE
        while True:
            budget = int(self._context * share)
            try:
                yield from answer_pieces(
                    self.model,
                    messages(asked, hits, budget=budget),
                    name=self._name,
                    seconds=self._seconds,
                )
            except ContextOverflowError:
                share /= 2
                if share < _SMALLEST_SHARE:
                    raise
            else:
                return


def messages(asked: Asked, hits: Sequence[Hit], *, budget: int) -> list[BaseMessage]:
    """Return the prompt, with what all questions share first, so that providers can cache it.

    ``budget`` is the approximate number of tokens for the passages alone.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    passages = delimit_passages(hits, budget=budget, count=_tokens)
    question = prompts.fill(
        "answer_question", passages=passages.text, key=passages.key, question=asked.standalone
    )
    system = prompts.fill("answer_system", refusal=REFUSAL)
    return [SystemMessage(system), HumanMessage(question)]


class _Draft:
    """The answer so far, sentence by sentence."""

    def __init__(self, verifier: Verifier, hits: Sequence[Hit], *, strict: bool) -> None:
        self._verifier = verifier
        self._hits = hits
        self._strict = strict
        self._checked: list[Checked] = []
        self._seen: set[str] = set()
        self._unknown: list[int] = []
        self._links = self._left_out = 0
        self._refused = False

    def add(self, sentence: MarkedSentence) -> StatementReady | None:
        """Check a sentence; return its statement, or ``None`` where it is not to be shown."""
        text, links = without_links(sentence.text, self._hits)
        self._links += links
        if text in self._seen or not any(char.isalnum() for char in text):
            return None  # small models repeat themselves
        self._seen.add(text)
        if is_refusal(text):
            self._refused = True
            return None
        checked = self._verifier.check(MarkedSentence(text=text, markers=sentence.markers))
        self._unknown += checked.unknown
        unsupported = checked.statement.verdict is Verdict.UNSUPPORTED
        if unsupported and sounds_like_refusal(text):
            self._refused = True
            return None
        if unsupported and self._strict:
            self._left_out += 1
            return None
        self._checked.append(checked)
        return StatementReady(statement=checked.statement, citations=checked.citations)

    def composed(self) -> Composed:
        """Return the whole answer: a refusal where no statement is left."""
        if not self._checked:
            return refused(0.0, *self._warnings())
        statements = [checked.statement for checked in self._checked]
        citations = dict.fromkeys(
            citation for checked in self._checked for citation in checked.citations
        )
        return Composed(
            answered=True,
            text=" ".join(statement.text for statement in statements),
            # An unsupported statement makes the others doubtful.
            confidence=fmean(_VERDICT_SCORES[statement.verdict] for statement in statements),
            statements=tuple(statements),
            citations=tuple(sorted(citations, key=lambda citation: citation.marker)),
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> Iterator[str]:
        if self._left_out:
            yield f"{_counted(self._left_out, 'sentence')} left out: the articles do not say so"
        if self._unknown:
            listed = ", ".join(f"[{number}]" for number in dict.fromkeys(self._unknown))
            yield f"the model cited {listed}, and there is no such passage"
        if self._links:
            yield f"{_counted(self._links, 'link')} left out: in none of the passages"
        if self._refused and self._checked:
            yield "the model also said that the articles do not answer the question"


def _counted(count: int, thing: str) -> str:
    return f"1 {thing} was" if count == 1 else f"{count} {thing}s were"


def _context_of(model: BaseChatModel) -> int:
    profile = getattr(model, "profile", None) or {}
    known = profile.get("max_input_tokens")
    return min(int(known), CONTEXT_TOKENS) if known else CONTEXT_TOKENS


def _tokens(text: str) -> int:
    from langchain_core.messages import HumanMessage
    from langchain_core.messages.utils import count_tokens_approximately

    return count_tokens_approximately([HumanMessage(text)])
