"""Checking quotations: are these the words, and is this who said them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.filters import Filters
from index.library import Library
from index.text.sentences import Span
from index.text.words import words
from rag.answers import Citation, Hit
from rag.drafts.draft import BlockKind, Draft, Sentence
from rag.drafts.findings import Finding, Kind
from rag.drafts.quoting import Likeness, compare, is_cut, is_in_marks, whole_sentence
from rag.drafts.speakers import Remark, covering, is_same
from rag.language.words.stopwords import STOPWORDS
from rag.quotes import Attribution
from rag.quotes.marks import Quoted
from rag.verification import Weight

_ENOUGH = 3
"""Words from which on a quotation is more than a word in marks."""
_SPEECH = 5
"""Words from which on what somebody is quoted as saying is an utterance of theirs."""
_PASSAGES = 12
"""Passages that are searched for a quotation."""
_AROUND = 600
"""Characters before and behind a passage into which a quotation may reach."""
_MARKS = "“”„«»\"‘’‹›「」'` "


@dataclass(kw_only=True)
class Quotations:
    """What was found of a sentence's quotations."""

    findings: list[Finding] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    speakers: dict[str, list[str]] = field(default_factory=dict)
    """By the id of an article, how the draft names who says it there."""
    spans: list[Span] = field(default_factory=list)
    """Where in the draft those stand that were looked up."""


class QuotationChecker:
    """Looks quotations up in a library."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self._library = library
        self._selection = library.selection(filters)

    def check(
        self,
        draft: Draft,
        sentence: Sentence,
        marks: Sequence[Quoted],
        said: Sequence[Attribution],
        hits: Sequence[Hit],
    ) -> Quotations:
        """Return what is wrong with the quotations of a sentence, and where they stand."""
        found = Quotations()
        spans = [(one.start, one.end) for one in marks]
        if not spans and sentence.kind is BlockKind.QUOTATION:
            spans = [sentence.place]
        texts = [draft.reading[slice(*span)].strip(_MARKS) for span in spans]
        for at, (span, text) in enumerate(zip(spans, texts, strict=True)):
            own = next((one for one in said if one.start < span[1] and span[0] < one.end), None)
            if len(text.split()) >= (_ENOUGH if own is None else _ENOUGH - 1):
                found.spans.append(span)
                self._check(text, texts[at + 1 : at + 2], own, hits, found, draft)
        return found

    def _check(
        self,
        text: str,
        following: Sequence[str],
        own: Attribution | None,
        hits: Sequence[Hit],
        found: Quotations,
        draft: Draft,
    ) -> None:
        likely = sorted(self._likely(text, hits), key=lambda one: (-one.exact, -one.share))
        if not likely:
            found.findings.append(
                Finding(kind=Kind.QUOTE, said=text, cause="no article has these words")
            )
            return
        exact = [one for one in likely if one.exact]
        best = self._same_voice(own, exact) or likely[0]
        found.citations.append(_citation(best))
        speaker = covering(best.article, best.start, best.end)
        if own and speaker and not is_same(own, speaker.said):
            found.findings.append(_attribution(own, speaker, draft))
        elif own and speaker:
            named = [own.speaker, draft.reading[slice(*own.mention)]]
            found.speakers.setdefault(best.article.id, []).extend(named)
        if fault := _fault(text, best, own, following):
            found.findings.append(fault)

    def _same_voice(self, own: Attribution | None, exact: Sequence[Likeness]) -> Likeness | None:
        """Return the exact words that the draft's own speaker says, if those of another are too."""
        for one in exact if own else ():
            speaker = covering(one.article, one.start, one.end)
            if own and speaker and is_same(own, speaker.said):
                return one
        return None

    def _likely(self, text: str, hits: Sequence[Hit]) -> Iterator[Likeness]:
        wanted = [word for word in words(text) if word not in STOPWORDS] or words(text)
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(wanted))
        best = self._library.full_text(query, limit=_PASSAGES, selection=self._selection)
        passages = self._library.passages([passage for passage, _ in best]).values()
        every = {
            passage.id: (passage, article)
            for passage, article in (*passages, *((hit.passage, hit.article) for hit in hits))
        }
        for passage, article in every.values():
            start = max(0, passage.start - _AROUND)
            if likeness := compare(text, (start, passage.end + _AROUND), article):
                yield likeness


def _fault(
    text: str, best: Likeness, own: Attribution | None, following: Iterable[str]
) -> Finding | None:
    """Return how a quotation differs from an article's words."""
    if best.exact:
        if is_cut(text, best) and not _goes_on(best, following):
            whole = best.article.text[slice(*whole_sentence(best))]
            return _quote(text, whole, Weight.DOUBT, "the sentence goes on")
        if own and len(text.split()) >= _SPEECH and not is_in_marks(best):
            return _quote(
                text, best.words, Weight.DOUBT, "these are the article's own words, not a quotation"
            )
        return None
    if best.left_out:
        return _quote(text, best.words, Weight.DOUBT, "words are left out")
    if best.altered:
        return _quote(text, best.words, Weight.REFUTED, "the words are others")
    return _quote(text, best.words, Weight.REPAIRED, "the words differ a little")


def _goes_on(best: Likeness, following: Iterable[str]) -> bool:
    """Whether the draft's next quotation goes on where this one is cut."""
    behind = best.article.text[best.end :].lstrip(",;:. \n—–-")
    return any(behind.casefold().startswith(text[:20].casefold()) for text in following)


def _quote(text: str, stands: str, weight: Weight, cause: str) -> Finding:
    return Finding(
        kind=Kind.QUOTE,
        said=text,
        articles_say=" ".join(stands.split()),
        weight=weight,
        cause=cause,
    )


def _attribution(own: Attribution, speaker: Remark, draft: Draft) -> Finding:
    return Finding(
        kind=Kind.ATTRIBUTION,
        said=draft.reading[slice(*own.mention)],
        articles_say=speaker.speaker,
    )


def _citation(one: Likeness) -> Citation:
    return Citation(marker=0, article=one.article, start=one.start, end=one.end)
