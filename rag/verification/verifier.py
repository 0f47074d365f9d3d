"""The verifier: from a sentence of an answer to a statement with a verdict and its citations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from index.articles import Article
from index.embedding import Embedder
from rag.answers import Citation, Hit, Statement, Verdict
from rag.citations import MarkedSentence, Window, with_markers
from rag.verification.clauses import clause
from rag.verification.evidence import Evidence, Supported, says_little
from rag.verification.facts import facts
from rag.verification.findings import Finding, Weight
from rag.verification.judges import Judge, second_opinion
from rag.verification.polarity import polarity
from rag.verification.quotations import checked_quotations
from rag.verification.roles import roles
from rag.verification.wording import wording

VERBATIM = 0.85
"""From this share of a sentence's words on, its meaning need not be compared as well."""
CLEAR = 0.52
"""From this score on, a passage clearly says what a sentence says."""
FAINT = 0.38
"""Below this score it does not say it at all."""
WORDS_CLEAR, WORDS_FAINT = 0.60, 0.40
"""The same without an embedder, when the score is only the share of words."""
TOGETHER = 0.80
"""From this share of a sentence's words on, all cited passages together say it."""
_RELATED = 0.30
"""From this score on, a cited passage is kept beside one that says the sentence."""
_CONTRADICTING = frozenset({"polarity", "roles", "wording"})
_JUDGED_WINDOWS = 5
"""Windows that a judge is given to read."""
_COMPARED = 3
"""Windows whose wording is compared in detail."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A statement with its citations, and what the checks objected to."""

    statement: Statement
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...] = ()
    unknown: tuple[int, ...] = ()
    """Markers that name no passage; they are left out of the statement."""


@dataclass(frozen=True)
class _Assessment:
    """What the checks made of a sentence and some of the hits."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    best: tuple[Supported, ...]


class Verifier:
    """Checks the sentences of one answer against the hits it was made from."""

    def __init__(
        self,
        hits: Sequence[Hit],
        *,
        question: str = "",
        embedder: Embedder | None = None,
        judge: Judge | None = None,
        strict: bool = False,
    ) -> None:
        """Check against ``hits``; numbers, dates and names of ``question`` need no passage.

        ``judge`` is asked about what the rules leave open. With ``strict``, what is unsupported
        gets no citation, since it will not be shown.
        """
        self._evidence = Evidence(hits, embedder)
        self._question = question
        self._clear, self._faint = (CLEAR, FAINT) if embedder else (WORDS_CLEAR, WORDS_FAINT)
        self._judge_model = judge
        self._strict = strict
        self._markers: dict[tuple[Article, int, int], int] = {}

    def check(self, sentence: MarkedSentence) -> Checked:
        """Return the statement that ``sentence`` becomes.

        Its markers are numbered anew, one for each stretch of an article that is quoted.
        """
        every = range(1, len(self._evidence.hits) + 1)
        cited = [number for number in sentence.markers if number in every]
        unknown = tuple(number for number in sentence.markers if number not in every)
        quoted = checked_quotations(sentence.text, self._evidence.hits, cited or list(every))
        assessment = self._assess(quoted.text, cited, quoted.findings)
        if assessment.verdict in {Verdict.PARTIAL, Verdict.UNSUPPORTED}:
            assessment, cited = self._elsewhere(quoted.text, cited, quoted.findings) or (
                assessment,
                cited,
            )
        unwanted = self._strict and assessment.verdict is Verdict.UNSUPPORTED
        stretches = [] if unwanted else self._stretches(assessment, cited)
        dropped = len({one.window.hit for one in stretches}) < len(cited)
        if dropped and assessment.verdict is Verdict.SUPPORTED:
            reason = "a passage it cites says nothing of this"
            finding = Finding(check="markers", weight=Weight.REPAIRED, reason=reason)
            assessment = _repaired(assessment, finding)
        citations = tuple(self._citation(one.window, assessment.verdict) for one in stretches)
        markers = tuple(dict.fromkeys(citation.marker for citation in citations))
        statement = Statement(
            text=with_markers(quoted.text, markers), markers=markers, verdict=assessment.verdict
        )
        return Checked(
            statement=statement, citations=citations, findings=assessment.findings, unknown=unknown
        )

    def _assess(
        self, text: str, numbers: Collection[int], quoting: Iterable[Finding]
    ) -> _Assessment:
        if not numbers:
            finding = Finding(check="markers", weight=Weight.REFUTED, reason="it cites no passage")
            return _Assessment(Verdict.UNSUPPORTED, (*quoting, finding), ())
        stated = [*quoting, *facts(text, self._readable(numbers))]
        best = self._evidence.by_words(text, numbers)
        settled = _verbatim(text, best)
        if not _refuted(stated) and not settled:
            best = self._evidence.by_meaning(text, best)
        stretches = stretches_to_compare(text, [one.window.text for one in best])
        compared = [check(text, stretches) for check in (polarity, wording, roles)]
        findings = (*stated, *chain.from_iterable(compared))
        verdict = self._verdict(self._score(text, best, numbers), findings)
        if self._judge_model and (findings or not settled):
            read = self._evidence.joined_text(best[:_JUDGED_WINDOWS])
            verdict, findings = second_opinion(self._judge_model, text, read, verdict, findings)
        return _Assessment(verdict, findings, tuple(best))

    def _score(self, text: str, best: Sequence[Supported], numbers: Collection[int]) -> float:
        """Return how much of ``text`` the best window says, or all of them together."""
        score = best[0].score if best else 0.0
        if (
            self._faint <= score < self._clear
            and self._evidence.coverage_together(text, numbers) >= TOGETHER
        ):
            return self._clear
        return score

    def _verdict(self, score: float, findings: Sequence[Finding]) -> Verdict:
        heaviest = max((finding.weight for finding in findings), default=None)
        if heaviest is Weight.REFUTED or score < self._faint:
            return Verdict.UNSUPPORTED
        if heaviest is Weight.DOUBT or score < self._clear:
            return Verdict.PARTIAL
        return Verdict.REPAIRED if heaviest is Weight.REPAIRED else Verdict.SUPPORTED

    def _elsewhere(
        self, text: str, cited: Sequence[int], quoting: Sequence[Finding]
    ) -> tuple[_Assessment, list[int]] | None:
        """Return another retrieved passage that clearly says what the cited ones do not say."""
        near = [one.window.hit for one in self._near(text)]
        for number in list(dict.fromkeys(near))[:_COMPARED]:
            if number in cited:
                return None
            assessment = self._assess(text, [number], quoting)
            if assessment.verdict in {Verdict.SUPPORTED, Verdict.REPAIRED}:
                reason = "another passage than the cited one says it" if cited else "it cited none"
                finding = Finding(check="markers", weight=Weight.REPAIRED, reason=reason)
                return _repaired(assessment, finding), [number]
            # A passage with a lower score might support a lie merely by not contradicting it.
            if any(finding.check in _CONTRADICTING for finding in assessment.findings):
                return None
        return None

    def _near(self, text: str) -> list[Supported]:
        """Return the windows of any hit whose score says that they say ``text``."""
        every = range(1, len(self._evidence.hits) + 1)
        able = {one for one in every if not _refuted(facts(text, self._readable([one])))}
        if not able:
            return []
        best = self._evidence.by_words(text, every)
        if not _verbatim(text, best):
            best = self._evidence.by_meaning(text, best)
        # Where the best passage lacks the sentence's facts, another one is not what was meant.
        if not best or best[0].window.hit not in able:
            return []
        return [one for one in best if one.score >= self._clear]

    def _readable(self, numbers: Iterable[int]) -> list[str]:
        return [self._question, *(self._evidence.text(number) for number in numbers)]

    def _stretches(self, assessment: _Assessment, cited: Sequence[int]) -> list[Supported]:
        """Return the best window of each cited hit, without unrelated ones if there are others."""
        firsts = [
            next((one for one in assessment.best if one.window.hit == number), None)
            for number in cited
        ]
        found = [one for one in firsts if one]
        related = [one for one in found if one.score >= _RELATED]
        return related or found

    def _citation(self, window: Window, verdict: Verdict) -> Citation:
        key = (window.article, window.start, window.end)
        return Citation(
            marker=self._markers.setdefault(key, len(self._markers) + 1),
            article=window.article,
            start=window.start,
            end=window.end,
            verdict=verdict,
        )


def stretches_to_compare(sentence: str, stretches: Sequence[str]) -> list[str]:
    """Return the best stretches, and the best one for each figure that they lack."""
    chosen = list(stretches[:_COMPARED])
    for feature in clause(sentence).features:
        if feature[0] == "#" and not any(feature in clause(one).features for one in chosen):
            chosen += [one for one in stretches if feature in clause(one).features][:1]
    return chosen


def _verbatim(sentence: str, best: Sequence[Supported]) -> bool:
    """Whether the words alone show that the best window says ``sentence``."""
    return bool(best) and best[0].score >= VERBATIM and not says_little(sentence)


def _refuted(findings: Iterable[Finding]) -> bool:
    return any(finding.weight is Weight.REFUTED for finding in findings)


def _repaired(assessment: _Assessment, finding: Finding) -> _Assessment:
    """Return the assessment as repaired, for the reason in ``finding``."""
    return replace(assessment, verdict=Verdict.REPAIRED, findings=(*assessment.findings, finding))
