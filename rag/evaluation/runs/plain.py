"""The script to compare with: LangChain and Chroma, as their pages show it.

It embeds the question, takes the nearest passages and prints the first; with a language model it
puts the passages before the question and prints what the model writes. It asks Dateline's own
collection, so both have the same articles, passages and vectors; what differs is all that comes
after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from index.library import Library
from rag.answering.chat_model.calls import answer_pieces
from rag.answers import Answer, Citation, Hit, Statement, Turn
from rag.errors import SettingsError
from rag.evaluation.results import PLAIN

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

_PROMPT = """Answer the question based only on the following context. If the context does not \
answer it, say "I don't know".

{context}

Question: {question}"""
_REFUSAL = "i don't know"


class PlainScript:
    """Answers a question as the script does. It knows no conversation: each question is alone."""

    def __init__(
        self,
        library: Library,
        *,
        top_k: int,
        depth: int,
        model: Callable[[], BaseChatModel] | None = None,
    ) -> None:
        """Read ``top_k`` passages and list ``depth``; ``model`` loads the one that writes.

        Raises SettingsError where langchain-chroma is not installed.
        """
        self.model = PLAIN
        self._library = library
        self._top_k = top_k
        self._depth = max(depth, top_k)
        self._chat = model() if model else None
        self._store = _store(library)

    def replay(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        """Return no turns: the script forgets each question."""
        del questions
        return ()

    def answer(self, question: str, *, history: tuple[Turn, ...] = ()) -> Answer:
        """Return what the script prints. Raises ModelError."""
        del history
        started = time.perf_counter()
        hits = self._hits(question)
        retrieved = time.perf_counter()
        text, answered = self._printed(question, hits)
        citations = (_whole(hits[0]),) if hits and self._chat is None else ()
        return Answer(
            question=question,
            standalone_question=question,
            answered=answered,
            text=text,
            confidence=hits[0].score if hits else 0.0,
            model=self.model,
            citations=citations,
            statements=(Statement(text=text, markers=(1,)),) if citations else (),
            passages=tuple(hits),
            timings={"retrieve": retrieved - started, "answer": time.perf_counter() - retrieved},
        )

    def _hits(self, question: str) -> list[Hit]:
        found = self._store.similarity_search_with_score(question, k=self._depth)
        passages = self._library.passages([document.id for document, _ in found])
        return [
            Hit(
                rank=rank,
                score=min(1.0, max(0.0, 1 - distance)),
                passage=passages[document.id][0],
                article=passages[document.id][1],
            )
            for rank, (document, distance) in enumerate(found, start=1)
            if document.id in passages
        ]

    def _printed(self, question: str, hits: Sequence[Hit]) -> tuple[str, bool]:
        read = [hit.passage.text for hit in hits[: self._top_k]]
        if not read:
            return "", False
        if self._chat is None:
            return read[0], True
        from langchain_core.messages import HumanMessage

        prompt = _PROMPT.format(context="\n\n".join(read), question=question)
        pieces = answer_pieces(self._chat, [HumanMessage(prompt)], name=self.model)
        text = "".join(pieces).strip()
        return text, _REFUSAL not in text.lower().replace("’", "'")


def _whole(hit: Hit) -> Citation:
    return Citation(marker=1, article=hit.article, start=hit.passage.start, end=hit.passage.end)


def _store(library: Library) -> Any:
    try:
        from langchain_chroma import Chroma
    except ImportError as exc:
        raise SettingsError(
            "--against plain needs langchain-chroma, which is not installed",
            hint="pip install 'dateline[plain]'",
        ) from exc
    return Chroma(
        client=library.vectors.client,
        collection_name=library.chroma_name,
        embedding_function=_embeddings(library),
        create_collection_if_not_exists=False,
    )


def _embeddings(library: Library) -> Embeddings:
    from langchain_core.embeddings import Embeddings

    class _Embedder(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [one.tolist() for one in library.embedder.embed_documents(texts)]

        def embed_query(self, text: str) -> list[float]:
            query: list[float] = library.embedder.embed_query(text).tolist()
            return query

    return _Embedder()
