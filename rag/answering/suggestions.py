"""Questions that the articles may answer, made by rule from the sentences nearest to a refusal.

Whether they do is for whoever asks them to find out: a rule knows the form of a sentence, not
what an answerer makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.text.sentences import sentence_spans
from rag.answers import Citation, Hit
from rag.language.stopwords import content_stems
from rag.language.values import Kind, Value, values_in

_PASSAGES = 6
_LONGEST = 110
"""Characters of a question that is still easy to take in."""

_FEWEST_WORDS = 3
_BE = r"(?P<be>is|are|was|were|will|has|have|had)"
_SUBJECT = r"(?P<subject>(?:The |the |This )?[^\W\d_a-z][^,;:“”\"()]{1,60}?)"
_WHEN = re.compile(
    rf"^{_SUBJECT}\s+{_BE}\s+(?P<rest>[^,;:“”\"()]+?)\s+(?:on|in)\s+(?P<time>[^,;.]+)[.,;]"
)
_HOW_MANY = re.compile(
    r"^(?:Over|Under|About|Around|Nearly|Almost|Some|More than|Less than|At least)?\s*"
    r"(?P<number>\d[\d.,]*)\s+(?P<what>[a-z]+s)\b(?P<more>[^,;:“”\"()]*?)\s+"
    r"(?P<be>is|are|was|were|have|has|had)\s+(?P<rest>[^,;:“”\"()]+?)[.,;]"
)
_ROLE = re.compile(r",\s+(?:a|an|the|former|then|once|leader|head|chief|president|minister)\b")
_SAYING = r"(?:said|says|stated|warned|stressed|added|noted|announced|pledged)"
_SAID_BY = re.compile(rf"\b{_SAYING}\s+$")
_SAYS = re.compile(rf"\s+(?:has\s+|also\s+)?{_SAYING}\b")
_POINTING = re.compile(r"\b(?:he|she|it|they|this|that|these|those|his|her|its|their)\b", re.I)


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
    """Return questions made from the nearest passages, those that share words with ``near`` first.

    Each question once; the passages' own order decides between equals.
    """
    found: dict[str, Suggestion] = {}
    for hit in hits[:_PASSAGES]:
        for suggestion in _of_passage(hit):
            found.setdefault(suggestion.question, suggestion)
    wanted = set(content_stems(near))
    return sorted(found.values(), key=lambda one: -len(wanted & set(content_stems(one.question))))


def _of_passage(hit: Hit) -> Iterator[Suggestion]:
    text = hit.passage.text
    for start, end in sentence_spans(text):
        sentence = " ".join(text[start:end].split())
        for rule in _RULES:
            question = rule(sentence)
            if question and len(question) <= _LONGEST:
                yield Suggestion(
                    question=question,
                    article_id=hit.article.id,
                    start=hit.passage.start + start,
                    end=hit.passage.start + end,
                )


def _when(sentence: str) -> str | None:
    """Turn "Kosovo is set to vote on February 9." into "When is Kosovo set to vote?"."""
    match = _WHEN.match(sentence)
    if not match or not any(values_in(match["time"], Kind.TIME)):
        return None
    if not _says_enough(match["subject"], match["rest"]):
        return None
    return f"When {match['be']} {_within(match['subject'])} {match['rest']}?"


def _how_many(sentence: str) -> str | None:
    """Turn "Over 4,600 soldiers are stationed in Kosovo." into a question for the number."""
    match = _HOW_MANY.match(sentence)
    if not match or not _says_enough(match["what"], match["rest"]):
        return None
    return f"How many {match['what']} {match['be']} {match['rest']}?"


def _what_said(sentence: str) -> str | None:
    """Turn what somebody says of something else with a name into a question for it."""
    persons = [one for one in values_in(sentence, Kind.PERSON) if one.fit == 1]
    speaker = next((sentence[one.start : one.end] for one in persons if _speaks(one, sentence)), "")
    named = [sentence[one.start : one.end] for one in values_in(sentence, Kind.NAME)]
    others = [name for name in named if " " in name and name != speaker]
    return f"What did {speaker} say about {others[-1]}?" if speaker and others else None


def _speaks(one: Value, sentence: str) -> bool:
    """Whether a name stands beside a word for saying."""
    before, after = sentence[: one.start], sentence[one.end :]
    return bool(_SAID_BY.search(before) or _SAYS.match(after))


def _who_is(sentence: str) -> str | None:
    """Turn "Milan Radoičić, former deputy leader of ..." into "Who is Milan Radoičić?"."""
    for one in values_in(sentence, Kind.PERSON):
        if (
            one.fit == 1
            and _ROLE.match(sentence[one.end :])
            and " " in sentence[one.start : one.end]
        ):
            return f"Who is {sentence[one.start : one.end]}?"
    return None


_RULES: tuple[Callable[[str], str | None], ...] = (
    _how_many,
    _when,
    _who_is,
    _what_said,
)


def _says_enough(subject: str, rest: str) -> bool:
    """Whether a question of these words can be understood by itself."""
    return not _POINTING.search(subject) and len(rest.split()) >= _FEWEST_WORDS - 1


def _within(subject: str) -> str:
    """Return a sentence's subject as it stands within a question."""
    return subject[:1].lower() + subject[1:] if re.match(r"(?:The|This)\b", subject) else subject
