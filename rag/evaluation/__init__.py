"""Measures how well the questions of a test set are answered."""

from rag.evaluation.compare.variants import Variant
from rag.evaluation.metrics.relevance import Relevance
from rag.evaluation.metrics.support import Support
from rag.evaluation.runs.asking import Answering, Asker, evaluate
from rag.evaluation.runs.assessing import Assessor
from rag.evaluation.runs.results import CaseResult
from rag.evaluation.runs.runs import Figure, Run, Summary
from rag.evaluation.runs.session import Conducted, sitting
from rag.evaluation.runs.storing import load_results, load_run
from rag.evaluation.runs.summary import summarise
from rag.evaluation.testsets.cases import articles_of, load_cases
from rag.evaluation.testsets.gold import Case, Evidence

__all__ = [
    "Answering",
    "Asker",
    "Assessor",
    "Case",
    "CaseResult",
    "Conducted",
    "Evidence",
    "Figure",
    "Relevance",
    "Run",
    "Summary",
    "Support",
    "Variant",
    "articles_of",
    "evaluate",
    "load_cases",
    "load_results",
    "load_run",
    "sitting",
    "summarise",
]
