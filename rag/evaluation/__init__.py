"""Measures how well the questions of a test set are answered."""

from rag.evaluation.assessing import Assessor
from rag.evaluation.cases import articles_of, load_cases
from rag.evaluation.conducting import Conducted, sitting
from rag.evaluation.gold import Case, Evidence
from rag.evaluation.relevance import Relevance
from rag.evaluation.results import CaseResult
from rag.evaluation.running import Answering, Asker, evaluate
from rag.evaluation.runs import Figure, Run, Summary
from rag.evaluation.storing import load_results, load_run
from rag.evaluation.summary import summarise
from rag.evaluation.support import Support
from rag.evaluation.variants import Variant

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
