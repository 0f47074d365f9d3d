"""Questions to offer after a refusal, made from the sentences nearest to it.

Whether the articles answer them is for the caller to find out: a rule knows the form of a
sentence, not what an answerer makes of it. At last come questions of what is said of a name that
was asked about, which need no trial: the name stands in the passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.text.sentences import sentence_spans
from rag.answering.questions import QuestionGenerator
from rag.answers import Citation, Hit
from rag.language.dates import dates
from rag.language.mentions import names, with_article
from rag.language.speech import reporting_stems
from rag.language.words.stopwords import content_stems

_PASSAGES = 6
_LONGEST, _MOST_WORDS = 90, 14
"""Characters and words of a question that is easy to take in."""

_WITHOUT_NAME = 2
"""Words that a question shares with one about a name that it lacks."""

_CLAUSES = re.compile(
    r"\b(?:because|while|which|although|whereas|since|when|though|also|in contrast)\b|[,;:]",
    re.IGNORECASE,
)
"""What makes a question long-winded behind its first word."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A question and the sentence that it was made from: ``article.text[start:end]``."""

    question: str
    hit: Hit | None = None
    """The passage of the sentence; ``None`` for a question that several passages answer."""
    start: int = 0
    end: int = 0

    def is_cited(self, citations: Iterable[Citation]) -> bool:
        """Whether one of the citations has words of the sentence."""
        return self.hit is not None and any(
            cited.article.id == self.hit.article.id
            and cited.start < self.end
            and self.start < cited.end
            for cited in citations
        )


def suggestions_from(hits: Sequence[Hit], *, near: str) -> list[Suggestion]:
    """Return questions on the subject of ``near``, those that share most words with it first.

    One that has no name of it, or where it has none, no word, is not on its subject; nor does a
    verb of saying make one. Each comes once; the passages' own order decides between equals.
    """
    subject = set(content_stems(near)) - reporting_stems()
    named = [_bare(name) for name in names(near)]
    found: dict[str, tuple[int, Suggestion]] = {}
    for hit in hits[:_PASSAGES]:
        for suggestion in _of_passage(hit, subject):
            shared = len(subject.intersection(content_stems(suggestion.question)))
            has_name = any(name in suggestion.question for name in named)
            if has_name or shared >= (_WITHOUT_NAME if named else 1) or not near:
                found.setdefault(suggestion.question, (-shared, suggestion))
    ranked = [suggestion for _, suggestion in sorted(found.values(), key=lambda one: one[0])]
    return [*ranked, *_of_names(hits, near)]


def _of_passage(hit: Hit, subject: set[str]) -> Iterator[Suggestion]:
    """Yield at most one question a sentence, the one that is nearest to the subject."""
    text = hit.passage.text
    generator = QuestionGenerator(hit.article.text)
    for start, end in sentence_spans(text):
        sentence = " ".join(text[start:end].split())
        drafts = chain(generator.open_questions(sentence), generator.drafts(sentence))
        questions = [one.question for one in drafts if _is_short(one.question)]
        if questions:
            yield Suggestion(
                question=max(questions, key=lambda one: len(subject & set(content_stems(one)))),
                hit=hit,
                start=hit.passage.start + start,
                end=hit.passage.start + end,
            )


def _is_short(question: str) -> bool:
    _, _, behind = question.partition(" ")
    short = len(question) <= _LONGEST and len(question.split()) <= _MOST_WORDS
    return short and not _CLAUSES.search(behind)


def _of_names(hits: Sequence[Hit], near: str) -> Iterator[Suggestion]:
    text = "\n".join(hit.passage.text for hit in hits[:_PASSAGES])
    undated = near
    for one in dates(near):  # "Dec. 21" names nothing that articles speak of
        undated = undated.replace(near[one.start : one.end], " ")
    for name in dict.fromkeys(map(_bare, names(undated))):
        # A capital inside of a sentence is no "Although".
        inside = re.search(rf"[^\W_A-Z.!?]['’]?,? (?:the |The )?{re.escape(name)}\b", text)
        if inside and (shown := with_article(name, "", text)):
            yield Suggestion(question=f"What do the articles say about {shown}?")


def _bare(name: str) -> str:
    return re.sub(r"^the\s+|['’]s?$", "", name)
