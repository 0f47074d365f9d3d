"""Test sets in the making: questions proposed from articles, and turns of a chat kept as cases."""

from rag.evaluation.proposing.across import across_articles, as_people_ask
from rag.evaluation.proposing.growing_testset import (
    EvidenceNames,
    GrowingTestSet,
    case_of,
    case_of_answer,
)
from rag.evaluation.proposing.model_source import ModelSource
from rag.evaluation.proposing.offering import Source, offer
from rag.evaluation.proposing.proposals import Proposal, by_rules, id_of, key_of

__all__ = [
    "EvidenceNames",
    "GrowingTestSet",
    "ModelSource",
    "Proposal",
    "Source",
    "across_articles",
    "as_people_ask",
    "by_rules",
    "case_of",
    "case_of_answer",
    "id_of",
    "key_of",
    "offer",
]
