"""Judges: models that are asked whether evidence supports a claim.

None is needed. Where a setting names one, it is asked about what the rules leave open. The rules
alone decide on numbers, dates, names and quotations, which such models overlook.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.answers import Verdict
from rag.errors import SettingsError
from rag.retrieval.cross_encoders import logits_of, open_cross_encoder
from rag.verification.findings import Finding, Weight

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SUPPORTS, REFUTES = 0.7, 0.3
"""From the first probability on, a judge says yes; below the second, it says no."""
OF_THE_RULES = frozenset({"markers", "quotations", "numbers", "dates", "names"})
"""Checks that no judge overrules."""

_ENTAILMENT = ("entail", "support")
_NO_ENTAILMENT = ("not_", "non_", "not ", "no_", "un")


class Judge(Protocol):
    """Says how likely it is that evidence supports a claim."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    def support(self, claim: str, evidence: str) -> float:
        """Return the probability that ``evidence`` says what ``claim`` says."""


def second_opinion(
    judge: Judge, claim: str, evidence: str, verdict: Verdict, findings: Sequence[Finding]
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the verdict and the findings after asking ``judge``.

    A yes removes doubts, and turns into ``partial`` what a rule refutes. A no makes the claim
    unsupported. In between, and where a check in ``OF_THE_RULES`` refutes the claim, the verdict of
    the rules stands.
    """
    if any(one.check in OF_THE_RULES and one.weight is Weight.REFUTED for one in findings):
        return verdict, tuple(findings)
    likely = judge.support(claim, evidence)
    if likely < REFUTES:
        reason = f"{judge.name} finds no support for it ({likely:.2f})"
        finding = Finding(check="judge", weight=Weight.REFUTED, reason=reason)
        return Verdict.UNSUPPORTED, (*findings, finding)
    if likely < SUPPORTS:
        return verdict, tuple(findings)
    kept = tuple(one for one in findings if one.weight is not Weight.DOUBT)
    heaviest = max((one.weight for one in kept), default=None)
    if heaviest is Weight.REFUTED:
        return Verdict.PARTIAL, kept
    return (Verdict.REPAIRED if heaviest else Verdict.SUPPORTED), kept


class CrossEncoderJudge:
    """An NLI model or a reranker, run by sentence-transformers.

    Importing that takes many seconds, so it happens when the first claim is judged, or in ``load``.
    """

    def __init__(self, name: str) -> None:
        """``name`` is one of Hugging Face's or a folder."""
        self.name = name

    def load(self) -> None:
        """Load the model. Raises SettingsError."""
        _ = self._entailment

    def support(self, claim: str, evidence: str) -> float:
        """Return the probability of entailment; of a model with one output, its sigmoid.

        Raises SettingsError where the model cannot be loaded.
        """
        # An NLI model reads the premise first, a reranker the query.
        pair = (claim, evidence) if self._entailment is None else (evidence, claim)
        [logits] = logits_of(self._model, [pair])
        if self._entailment is None:
            return float(1 / (1 + np.exp(-logits[0])))
        exponentials = np.exp(logits - logits.max())
        return float(exponentials[self._entailment] / exponentials.sum())

    @cached_property
    def _model(self) -> CrossEncoder:
        return open_cross_encoder(
            self.name,
            role="verifier",
            hint="set RAG_VERIFIER to a folder, a cross-encoder of Hugging Face's, or 'rules'",
        )

    @cached_property
    def _entailment(self) -> int | None:
        """The place of the output that stands for support; ``None`` where there is only one."""
        labels: dict[int, str] = dict(getattr(self._model.config, "id2label", None) or {})
        if len(labels) < 2:
            return None
        for place, label in labels.items():
            plain = str(label).lower()
            if any(map(plain.startswith, _ENTAILMENT)) and not plain.startswith(_NO_ENTAILMENT):
                return int(place)
        listed = ", ".join(map(str, labels.values()))
        raise SettingsError(
            f"the verifier {self.name!r} has no output for entailment, only {listed}",
            hint="name an NLI model, or a reranker with one output",
        )


def load_judge(name: str) -> CrossEncoderJudge:
    """Return the judge ``name``, ready to be asked. Raises SettingsError."""
    judge = CrossEncoderJudge(name)
    judge.load()
    return judge
