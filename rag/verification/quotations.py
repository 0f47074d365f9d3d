"""Quoting: what stands in quotation marks must stand in a cited passage, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.text.sentences import Span
from rag.answers import Hit
from rag.citations import Quotation, find_quote, quotations
from rag.verification.findings import Finding, Weight


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A sentence whose quotations were compared, with slips put right."""

    text: str
    findings: tuple[Finding, ...] = ()


def checked_quotations(sentence: str, hits: Sequence[Hit], cited: Sequence[int]) -> Quoted:
    """Compare the quotations of ``sentence`` with the passages that ``cited`` numbers from 1."""
    passages = [hits[number - 1].passage.text for number in cited]
    text = sentence
    findings = []
    # From the end, so that offsets before a repair stay true.
    for quotation in reversed(quotations(sentence)):
        found = _found(quotation, passages)
        if found is None:
            findings.append(_finding(Weight.REFUTED, quotation.text, "is no quotation from them"))
        elif not found[1]:
            findings.append(_finding(Weight.REPAIRED, quotation.text, "was put as they have it"))
            text = text[: quotation.start] + found[0] + text[quotation.end :]
    return Quoted(text=text, findings=tuple(reversed(findings)))


def _found(quotation: Quotation, passages: Sequence[str]) -> tuple[str, bool] | None:
    """Return the words that a passage has, and whether they are the same."""
    nearly = None
    for passage in passages:
        place = find_quote(quotation.text, passage)
        if place and place[1]:
            return quotation.text, True
        nearly = nearly or (place and _words(passage, place[0]))
    return (nearly, False) if nearly else None


def _words(passage: str, span: Span) -> str:
    return " ".join(passage[slice(*span)].split())


def _finding(weight: Weight, quotation: str, what: str) -> Finding:
    return Finding(check="quotations", weight=weight, reason=f"“{quotation}” {what}")
