"""Measures how well the questions of a test set are answered."""

from rag.evaluation.compare.ablation import Variant
from rag.evaluation.metrics.measures import Figure, Summary
from rag.evaluation.metrics.relevance import Relevance
from rag.evaluation.metrics.summary import summarise
from rag.evaluation.metrics.support import Support
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.asking import Answering, Asker, evaluate
from rag.evaluation.runs.assessing import Assessor
from rag.evaluation.runs.run import Run
from rag.evaluation.runs.storage import FinishedRun, load_results, load_run
from rag.evaluation.session import run_session
from rag.evaluation.testsets.cases import Case, Evidence
from rag.evaluation.testsets.formats import articles_of, load_cases

__all__ = [
    "Answering",
    "Asker",
    "Assessor",
    "Case",
    "CaseResult",
    "Evidence",
    "Figure",
    "FinishedRun",
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
    "run_session",
    "summarise",
]
