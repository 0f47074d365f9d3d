"""Questions to offer after a refusal, made from the sentences nearest to it.

Whether the articles answer them is for the caller to find out: a rule knows the form of a
sentence, not what an answerer makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.text.sentences import sentence_spans
from rag.answering.questions import QuestionGenerator
from rag.answers import Citation, Hit
from rag.language.stopwords import content_stems

_PASSAGES = 6
_LONGEST = 110
"""Characters of a question that is still easy to take in."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A question and the sentence that it was made from: ``article.text[start:end]``."""

    question: str
    article_id: str
    start: int
    end: int

    def is_cited(self, citations: Iterable[Citation]) -> bool:
        """Whether one of the citations has words of the sentence."""
        return any(
            cited.article.id == self.article_id
            and cited.start < self.end
            and self.start < cited.end
            for cited in citations
        )


def suggestions_from(hits: Sequence[Hit], *, near: str) -> list[Suggestion]:
    """Return questions on the subject of ``near``, those that share most words with it first.

    A question whose sentence shares no word with it is not on its subject. Each question comes
    once; the passages' own order decides between equals.
    """
    subject = set(content_stems(near))
    found: dict[str, tuple[int, Suggestion]] = {}
    for hit in hits[:_PASSAGES]:
        for sentence, suggestion in _of_passage(hit):
            if not subject or not subject.isdisjoint(content_stems(sentence)):
                shared = len(subject.intersection(content_stems(suggestion.question)))
                found.setdefault(suggestion.question, (-shared, suggestion))
    return [suggestion for _, suggestion in sorted(found.values(), key=lambda one: one[0])]


def _of_passage(hit: Hit) -> Iterator[tuple[str, Suggestion]]:
    """Yield at most one question a sentence, with the sentence."""
    text = hit.passage.text
    generator = QuestionGenerator(hit.article.text)
    for start, end in sentence_spans(text):
        sentence = " ".join(text[start:end].split())
        drafts = chain(generator.open_questions(sentence), generator.drafts(sentence))
        draft = next((one for one in drafts if len(one.question) <= _LONGEST), None)
        if draft is not None:
            yield (
                sentence,
                Suggestion(
                    question=draft.question,
                    article_id=hit.article.id,
                    start=hit.passage.start + start,
                    end=hit.passage.start + end,
                ),
            )
