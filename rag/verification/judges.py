"""Judges: models that are asked whether evidence supports a claim.

None is needed. Where a setting names one, it is asked about what the rules leave open. The rules
alone decide on numbers, dates, names and quotations, which such models overlook.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.text.sentences import sentence_spans
from rag.answers import Verdict
from rag.errors import SettingsError
from rag.retrieval.cross_encoders import logits_of, open_cross_encoder
from rag.verification.findings import Finding, Weight

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

    from rag.reader import Reader

OF_THE_RULES = frozenset({"markers", "quotations", "numbers", "dates", "names"})
"""Checks that no judge overrules."""

_LONGEST_WINDOW = 1_000
"""Characters of evidence that the reader reads at once, as it learnt it."""

_ENTAILMENT = ("entail", "support")
_NO_ENTAILMENT = ("not_", "non_", "not ", "no_", "un")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a judge's probabilities mean."""

    refutes: float
    """Below it, the claim is unsupported."""
    doubts: float
    """Below it, the claim is at best partly supported."""
    supports: float
    """From it on, the doubts of the rules are removed."""


class Judge(Protocol):
    """Says how likely it is that evidence supports a claim."""

    limits: Limits
    """For what a language model says, which reads much like the passages even where it is wrong."""
    draft_limits: Limits
    """For sentences of a draft to which no rule objects, though the words leave part of it open."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    def support(self, claim: str, evidence: str) -> float:
        """Return the probability that ``evidence`` says what ``claim`` says."""


def second_opinion(
    judge: Judge,
    claim: str,
    evidence: str,
    verdict: Verdict,
    findings: Sequence[Finding],
    *,
    limits: Limits | None = None,
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the verdict and the findings after asking ``judge``, by its own limits or these.

    A yes removes doubts, and turns into ``partial`` what a rule refutes. A no makes the claim
    unsupported, or ``partial`` at best; where these begin is the judge's own to say. In between,
    and where a check in ``OF_THE_RULES`` refutes the claim, the verdict of the rules stands.
    """
    if any(one.check in OF_THE_RULES and one.weight is Weight.REFUTED for one in findings):
        return verdict, tuple(findings)
    limits = limits or judge.limits
    likely = judge.support(claim, evidence)
    if likely < limits.doubts:
        refuted = likely < limits.refutes
        weight = Weight.REFUTED if refuted else Weight.DOUBT
        reason = f"{judge.name} finds {'no' if refuted else 'little'} support for it ({likely:.2f})"
        finding = Finding(check="judge", weight=weight, reason=reason)
        unsupported = refuted or verdict is Verdict.UNSUPPORTED
        return (
            Verdict.UNSUPPORTED if unsupported else Verdict.PARTIAL,
            (*findings, finding),
        )
    if likely < limits.supports:
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

    limits = Limits(refutes=0.3, doubts=0.3, supports=0.7)
    draft_limits = replace(limits, refutes=0.0, doubts=0.0)

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
        # MiniCheck's outputs have no names; the second stands for support.
        if sorted(labels.values()) == ["LABEL_0", "LABEL_1"]:
            return 1
        listed = ", ".join(map(str, labels.values()))
        raise SettingsError(
            f"the verifier {self.name!r} has no output for entailment, only {listed}",
            hint="name an NLI model, or a reranker with one output",
        )


class ReaderJudge:
    """The reader, which learnt to judge claims, too.

    It finds lies of language models that the rules overlook, but it is no better than they are at
    telling what is true: of what they say it only raises doubts.
    """

    limits = Limits(refutes=0.0, doubts=0.35, supports=math.inf)
    draft_limits = Limits(refutes=0.0, doubts=0.0, supports=0.5)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        """What the settings call it."""
        return self._reader.name

    def support(self, claim: str, evidence: str) -> float:
        """Return the probability of support, 0 without evidence.

        Long evidence is read in stretches of whole sentences; the best one counts.
        """
        windows = [("", window) for window in _windows(evidence)]
        readings = self._reader.read(claim, windows)
        odds = [one.supported for one in readings if one.supported is not None]
        return 1 / (1 + math.exp(-max(odds))) if odds else 0.0


def _windows(evidence: str) -> Iterator[str]:
    """Yield stretches of whole sentences; each begins at the middle of the one before."""
    spans = sentence_spans(evidence)
    first = 0
    while first < len(spans):
        after = first + 1
        while after < len(spans) and spans[after][1] - spans[first][0] <= _LONGEST_WINDOW:
            after += 1
        yield evidence[spans[first][0] : spans[after - 1][1]]
        if after == len(spans):
            return
        first = max(first + 1, (first + after) // 2)


def load_judge(name: str) -> CrossEncoderJudge:
    """Return the judge ``name``, ready to be asked. Raises SettingsError."""
    judge = CrossEncoderJudge(name)
    judge.load()
    return judge
