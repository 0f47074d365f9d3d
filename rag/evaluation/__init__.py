"""Measures how well the questions of a test set are answered."""

from rag.evaluation.cases import articles_of, load_cases
from rag.evaluation.gold import Case, Evidence
from rag.evaluation.relevance import unmatched_evidence
from rag.evaluation.report import as_markdown, shown, write_results
from rag.evaluation.results import CaseResult, CitationResult, PassageResult
from rag.evaluation.run import Answering, evaluate
from rag.evaluation.summary import Counts, Figure, Latency, Summary, TagSummary, as_json, summarise

__all__ = [
    "Answering",
    "Case",
    "CaseResult",
    "CitationResult",
    "Counts",
    "Evidence",
    "Figure",
    "Latency",
    "PassageResult",
    "Summary",
    "TagSummary",
    "articles_of",
    "as_json",
    "as_markdown",
    "evaluate",
    "load_cases",
    "shown",
    "summarise",
    "unmatched_evidence",
    "write_results",
]
