"""What the check of a draft finds: of each sentence a verdict, what is wrong, and the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.answers import Citation, Verdict
from rag.drafts.draft import Draft, Sentence
from rag.verification import Weight

NOT_CHECKED = "not_checked"
"""What JSON says of a sentence without a verdict."""


class Kind(StrEnum):
    """What is wrong with a sentence."""

    QUOTE = "quote"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    OFFICE = "office"
    ATTRIBUTION = "attribution"
    MEANING = "meaning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong with a sentence."""

    kind: Kind
    said: str
    """The draft's words."""
    articles_say: str | None = None
    """What the articles have instead, as far as they tell."""
    weight: Weight = Weight.REFUTED
    cause: str = ""
    """What kind of fault it is where its words do not show it, in a clause: "words left out"."""

    def as_json(self) -> dict[str, Any]:
        """Return the finding object of the command-line contract."""
        return {"kind": str(self.kind), "said": self.said, "articles_say": self.articles_say}


@dataclass(frozen=True, kw_only=True)
class CheckedSentence:
    """A sentence with what the articles say of it."""

    sentence: Sentence
    verdict: Verdict | None
    """``None`` for what is not checked."""
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    """Why it is not checked, in a clause."""

    @property
    def holds(self) -> bool:
        """Whether there is nothing to put right: it is supported, or not checked."""
        return self.verdict in {None, Verdict.SUPPORTED}

    def as_json(self) -> dict[str, Any]:
        """Return the statement object of the command-line contract."""
        return {
            "text": self.sentence.text,
            "start": self.sentence.start,
            "end": self.sentence.end,
            "verdict": str(self.verdict or NOT_CHECKED),
            "findings": [finding.as_json() for finding in self.findings],
            "citations": [citation.as_json() for citation in self.citations],
        }


@dataclass(frozen=True, kw_only=True)
class CheckedDraft:
    """A draft with all of its sentences checked."""

    draft: Draft
    sentences: tuple[CheckedSentence, ...]
    warnings: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all that was checked is supported."""
        return all(one.holds for one in self.sentences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that is cited, in order."""
        return tuple(cited for one in self.sentences for cited in one.citations)

    def counts(self) -> dict[str, int]:
        """Return how many sentences have each verdict."""
        counted = Counter(str(one.verdict or NOT_CHECKED) for one in self.sentences)
        return {name: counted[name] for name in (*map(str, Verdict), NOT_CHECKED)}

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag check --json`` prints."""
        return {
            "draft": self.draft.text,
            "statements": [one.as_json() for one in self.sentences],
            "counts": self.counts(),
        }


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict that findings come to."""
    heaviest = max((finding.weight for finding in findings), default=None)
    if heaviest is Weight.REFUTED:
        return Verdict.UNSUPPORTED
    if heaviest is Weight.DOUBT:
        return Verdict.PARTIAL
    return Verdict.REPAIRED if heaviest is Weight.REPAIRED else Verdict.SUPPORTED
