"""Checking a draft against a library, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from index.articles import Article
from index.embedding import Embedder, Vectors
from index.filters import Filters
from index.library import Library
from index.text.sentences import Span
from index.text.words import words
from rag.answers import Citation, Hit, Verdict
from rag.citations import Window
from rag.drafts.checkable import is_general, reason_not_to_check, without_quotations
from rag.drafts.draft import Draft, Sentence
from rag.drafts.findings import CheckedSentence, Finding, Kind, verdict_of
from rag.drafts.offices import other_office
from rag.drafts.parts import parts
from rag.drafts.quotations import QuotationChecker
from rag.drafts.slots import others_in_place
from rag.drafts.speakers import Remark, remarks_of, voices
from rag.drafts.statements import Reading, chosen, findings_of, readings
from rag.drafts.surroundings import lead
from rag.language.dates import dates, times
from rag.language.names import KnownNames, folded_words, names
from rag.language.numbers import numbers
from rag.language.words.stopwords import STOPWORDS
from rag.quotes import Attribution, attributions
from rag.quotes.cast import Cast, Holder
from rag.quotes.marks import Quoted, quoted
from rag.quotes.speakers import is_meant
from rag.reader import Reader
from rag.retrieval import retrieve
from rag.verification import Judge, Weight, second_opinion
from rag.verification.evidence import Evidence, Meaning
from rag.verification.verifier import FAINT

_PASSAGES = 8
"""Passages that a sentence is compared with."""
_NAMING = 3
"""Passages that are read besides for names that none of those has."""
_AROUND = 500
"""Characters before and behind the nearest words that a judge reads."""
_UNDATED = 2
"""Articles without a date for which others are looked up that have one."""
_BESIDE = 300
"""The same for the reader, which is asked for a name."""
_JOINED = 2
"""Parts from which on a sentence joins what an article may tell in several places."""
_WHO_SAYS = 5
"""Words beside a quotation that say no more than whose it is: "said FTC Chair Lina Khan"."""
_LEANS = re.compile(
    r"^(?:[\"“'‘]?\s*)(?:he|she|it|they|this|that|these|those|his|her|its|their|the\s+\w+)\b", re.I
)
"""A sentence that begins so leans on the one before."""
_WORKS = re.compile(
    r"\b(?:articles?|books?|complaints?|data|documents?|figures|filings?|law\s?suits?|suits?|letters?|memos?"
    r"|papers?|polls?|records|reports?|research|statements?|stud(?:y|ies)|surveys?|texts?)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\s+(?:who|that|which)\b")
"""What behind a noun says which of many are meant, and reports nothing of what they say."""
_DECIDES = frozenset({Kind.QUOTE, Kind.ATTRIBUTION, Kind.OFFICE})
"""Beside one of these, that the sentence as a whole is not supported says nothing new."""


class DraftChecker:
    """Checks drafts against the articles of a library."""

    def __init__(
        self,
        library: Library,
        *,
        filters: Filters | None = None,
        judge: Callable[[], Judge] | None = None,
        reader: Callable[[], Reader] | None = None,
    ) -> None:
        """``judge`` is asked whether the articles say what the rules find only in part.

        ``reader`` is asked whom the articles have where a sentence names somebody.
        """
        self._reader = reader
        self._judge = judge
        self._library = library
        self._filters = filters or Filters()
        self._embedder = _Remembering(library.embedder)
        self._meaning = Meaning(self._embedder)
        self._quotations = QuotationChecker(library, self._filters)

    def check(self, draft: Draft) -> Iterator[CheckedSentence]:
        """Yield the sentences of ``draft`` in order, each once it is checked.

        Raises what ``rag.retrieval.retrieve`` does.
        """
        said, marks = attributions(draft.reading), quoted(draft.reading)
        holders = Cast(draft.reading).holders
        marker, before = 0, ""
        for sentence in draft.sentences:
            own = [one for one in said if _overlap((one.start, one.end), sentence.place)]
            spoken = [" ".join(draft.reading[one.start : one.end].split()) for one in own]
            reason = reason_not_to_check(sentence, said=spoken)
            if reason:
                yield CheckedSentence(sentence=sentence, verdict=None, reason=reason)
            else:
                checked = self._checked(
                    draft,
                    sentence,
                    before,
                    said=own,
                    marks=[one for one in marks if _overlap((one.start, one.end), sentence.place)],
                    held=[one for one in holders if _overlap((one.start, one.end), sentence.place)],
                )
                cited = [
                    replace(one, marker=marker + at)
                    for at, one in enumerate(checked.citations, start=1)
                ]
                marker += len(cited)
                yield replace(checked, citations=tuple(cited))
            before = sentence.shown

    def _checked(
        self,
        draft: Draft,
        sentence: Sentence,
        before: str,
        *,
        said: Sequence[Attribution],
        marks: Sequence[Quoted],
        held: Sequence[Holder],
    ) -> CheckedSentence:
        shown = sentence.shown
        query = f"{before} {shown}" if _LEANS.match(shown) else shown
        hits = self._hits(query, shown)
        articles = list({hit.article.id: hit.article for hit in hits}.values())
        quotes = self._quotations.check(draft, sentence, marks, said, hits)
        unquoted = [
            one
            for one in said
            if not any(_overlap((one.start, one.end), span) for span in quotes.spans)
        ]
        findings, speakers = self._heard(draft, unquoted, articles)
        findings = [*quotes.findings, *findings, *_offices(held, articles)]
        for article, said_by in ({} if quotes.findings else quotes.speakers).items():
            speakers.setdefault(article, []).extend(said_by)
        evidence = Evidence(hits, self._embedder)
        found = (
            []
            if quotes.speakers and not findings and _says_no_more(shown)
            else readings(shown, evidence, speakers=speakers, dated=self._dated(shown, articles))
        )
        reading = chosen(found)
        if reading is not None and not reading.supports:
            reading = _told_apart(shown, evidence, speakers) or reading
        if reading is not None:
            told = findings_of(shown, reading, found)
            heard = [one for finding in told for one in _of_speaker(finding, said, reading)]
            findings += _beside(findings, heard)
        if not findings and reading is not None and reading.supports:
            findings = self._in_place_of_others(shown, reading)
        elif not findings and not quotes.citations and not (reading and reading.says_so):
            if is_general(shown) and (reading is None or reading.score < FAINT):
                reason = "it tells of no event"
                return CheckedSentence(sentence=sentence, verdict=None, reason=reason)
            if not self._is_judged_true(shown, reading):
                findings = [_unsupported(shown, reading)]
        verdict = verdict_of(findings)
        cited = quotes.citations or _citations(reading, verdict)
        return CheckedSentence(
            sentence=sentence,
            verdict=verdict,
            findings=tuple(findings),
            citations=tuple(replace(one, verdict=verdict) for one in cited),
        )

    def _hits(self, query: str, shown: str) -> Sequence[Hit]:
        """Return the nearest passages, and those that name whom none of them does."""
        search = partial(retrieve, self._library, filters=self._filters)
        hits = search(query, top_k=_PASSAGES).hits
        told = frozenset().union(*(_words_of(hit.article.text) for hit in hits))
        absent = [
            one for one in names(shown) if len(one.tokens) > 1 and not told.issuperset(one.tokens)
        ]
        if not absent:
            return hits  # to gather the names of whole articles takes most of the time
        known = KnownNames.of([hit.article.text for hit in hits])
        unknown = [one.text for one in absent if known.unknown(one)]
        if not unknown:
            return hits
        found = {hit.passage.id for hit in hits}
        more = search(" ".join(unknown), top_k=_NAMING).hits
        every = [*hits, *(hit for hit in more if hit.passage.id not in found)]
        return [replace(hit, rank=rank) for rank, hit in enumerate(every, start=1)]

    def _dated(self, shown: str, articles: Sequence[Article]) -> list[Article]:
        """Return articles with a date about what those without one are about.

        The times of a sentence are looked up in them, where its own words do not lead there.
        """
        undated = [one for one in articles if one.published is None][:_UNDATED]
        if not undated or not dates(shown):
            return []
        search = partial(retrieve, self._library, filters=self._filters, top_k=_NAMING)
        found = [hit.article for one in undated for hit in search(lead(one)).hits]
        return [one for one in found if one.published]

    def _in_place_of_others(self, shown: str, reading: Reading) -> list[Finding]:
        if self._reader is None:
            return []
        return list(others_in_place(shown, _around(reading.window, _BESIDE), self._reader()))

    def _is_judged_true(self, shown: str, reading: Reading | None) -> bool:
        """Whether a judge finds the sentence in what stands around the nearest words."""
        if self._judge is None or reading is None or reading.score < FAINT:
            return False
        judge, read = self._judge(), _around(reading.window, _AROUND)
        verdict, _ = second_opinion(
            judge, shown, read, Verdict.PARTIAL, (), limits=judge.draft_limits
        )
        return verdict is Verdict.SUPPORTED

    def _heard(
        self, draft: Draft, said: Sequence[Attribution], articles: Sequence[Article]
    ) -> tuple[list[Finding], dict[str, list[str]]]:
        """Return whose remarks are another's; by article, the names of those who did say theirs."""
        findings: list[Finding] = []
        speakers: dict[str, list[str]] = {}
        for one in said:
            named = draft.reading[slice(*one.mention)]
            if _WORKS.search(named) or _WHICH.match(draft.reading, one.mention[1]):
                continue  # what a report says somebody says in it, and "travelers who refuse to"
            heard = voices(one, draft.reading[one.start : one.end], articles, self._meaning)
            if heard.other and not _names_beside(heard.other, named):
                findings.append(
                    Finding(kind=Kind.ATTRIBUTION, said=named, articles_say=heard.other.speaker)
                )
            for article in heard.own:
                speakers.setdefault(article, []).extend([one.speaker, named])
        return findings, speakers


@lru_cache(maxsize=512)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(folded_words(text))


def _around(window: Window, reach: int) -> str:
    return window.article.text[max(0, window.start - reach) : window.end + reach]


def _told_apart(
    shown: str, evidence: Evidence, speakers: Mapping[str, Collection[str]]
) -> Reading | None:
    """Return what says the first part of a sentence, where one article says each of them."""
    pieces = parts(shown)
    if len(pieces) < _JOINED:
        return None
    told = [chosen(readings(piece, evidence, speakers=speakers)) for piece in pieces]
    supporting = [one for one in told if one is not None and one.supports]
    articles = {one.window.article.id for one in supporting}
    return supporting[0] if len(supporting) == len(pieces) and len(articles) == 1 else None


def _says_no_more(shown: str) -> bool:
    """Whether beside a quotation a sentence only names who says it: nothing else is to be read."""
    rest = without_quotations(shown)
    return (
        len(rest.split()) <= _WHO_SAYS
        and len(names(rest)) <= 1
        and not numbers(rest)
        and not times(rest)
    )


def _names_beside(remark: Remark, speaker: str) -> bool:
    """Whether the sentence of a remark names a speaker, too: who says it there is not certain."""
    first, last = remark.said.sentence
    text = remark.article.text
    around = KnownNames.of([text[first : remark.said.start], text[remark.said.end : last]])
    telling = [word for word in words(speaker) if word not in STOPWORDS]
    return all(word in around.words for word in telling)


def _offices(held: Sequence[Holder], articles: Sequence[Article]) -> list[Finding]:
    others = (other_office(holder, articles) for holder in held)
    return [
        Finding(kind=Kind.OFFICE, said=one.said, articles_say=one.articles_say)
        for one in others
        if one
    ]


def _of_speaker(
    finding: Finding, said: Sequence[Attribution], reading: Reading
) -> Iterator[Finding]:
    """Yield the finding, as one of attribution where the name that is wrong is who speaks.

    Nothing where the article gives the words to that name after all, further off.
    """
    speaks = (one.speaker for one in said)
    if finding.kind is Kind.NAME and any(finding.said in one for one in speaks):
        window = reading.window
        for remark in remarks_of(window.article):
            if _overlap((remark.said.start, remark.said.end), (window.start, window.end)):
                if not is_meant(finding.said, remark.said.speaker, remark.said.role):
                    yield replace(finding, kind=Kind.ATTRIBUTION, articles_say=remark.speaker)
                return
    yield finding


def _beside(certain: Sequence[Finding], told: Sequence[Finding]) -> list[Finding]:
    """Return what a reading adds to what is known of a sentence's quotations and speakers."""
    kinds = {one.kind for one in certain}
    if not kinds & _DECIDES:
        return list(told)
    words = " ".join(f"{one.said} {one.articles_say}" for one in certain).casefold()
    return [
        one for one in told if one.kind is not Kind.MEANING and one.said.casefold() not in words
    ]


def _unsupported(shown: str, reading: Reading | None) -> Finding:
    if reading is None or reading.score < FAINT:
        return Finding(kind=Kind.MEANING, said=shown, cause="no article says it")
    return Finding(
        kind=Kind.MEANING,
        said=shown,
        articles_say=" ".join(reading.window.text.split()),
        weight=Weight.DOUBT,
        cause="the articles say only part of it",
    )


def _citations(reading: Reading | None, verdict: Verdict) -> list[Citation]:
    if reading is None or (reading.score < FAINT and verdict is Verdict.UNSUPPORTED):
        return []
    window = reading.window
    return [Citation(marker=0, article=window.article, start=window.start, end=window.end)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class _Remembering:
    """An embedder that embeds each text once: neighbouring sentences meet the same passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dimension = embedder.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts``."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_documents(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return self._embedder.embed_query(text)
