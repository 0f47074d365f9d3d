"""All that may be learnt from, sorted by what is drawn from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from training.altering import Pool, pool_of
from training.examples import Claim, Example
from training.retrieved import nearest

_T = TypeVar("_T")

_FOUND = 6
"""Passages looked for, for each question."""

_ANSWERABLE_OF_PASSAGE = frozenset({"squad1", "squad1-mixed", "squad2"})


@dataclass(frozen=True)
class Sources:
    """Questions over passages, and claims over evidence."""

    examples: Sequence[Example]
    claims: Sequence[Claim]

    @cached_property
    def pool(self) -> Pool:
        """Names and numbers to put in place of others."""
        return pool_of({example.question for example in self.examples})

    @cached_property
    def by_source(self) -> dict[str, list[Example]]:
        """The questions whose answer is a part of the passage."""
        return _grouped((one.source, one) for one in self.examples if one.answer)

    @cached_property
    def near_misses(self) -> list[tuple[list[Example], list[Example]]]:
        """Of each passage with both: what it answers, and what it does not, written by people."""
        answered = _grouped(
            (one.passage, one)
            for one in self.examples
            if one.answer and one.source in _ANSWERABLE_OF_PASSAGE
        )
        missed = _grouped(
            (one.passage, one)
            for one in self.examples
            if not one.answerable and one.source == "squad2"
        )
        return [(answered.get(passage, []), asked) for passage, asked in missed.items()]

    @cached_property
    def yes_or_no(self) -> dict[str, list[list[Example]]]:
        """By source, the questions that want yes or no; the same question stays together."""
        wanted = {one.source for one in self.examples if one.yes is not None} - {"hotpotqa"}
        by_question = _grouped(
            ((one.source, one.question, one.article), one)
            for one in self.examples
            if one.source in wanted
        )
        return _grouped((key[0], group) for key, group in by_question.items())

    @cached_property
    def claims_by_source(self) -> dict[str, dict[bool, list[Claim]]]:
        """The claims by source and by whether they are supported."""
        by_source = _grouped((one.source, one) for one in self.claims)
        return {
            source: _grouped((one.supported, one) for one in claims)
            for source, claims in by_source.items()
        }

    @cached_property
    def siblings(self) -> dict[str, list[Claim]]:
        """The claims about the same evidence."""
        return _grouped((one.evidence[:80], one) for one in self.claims)

    @cached_property
    def passages(self) -> dict[str, list[str]]:
        """The passages of each article, each once."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in self.examples:
            if one.article and one.source not in {"qamr", "ropes", "hotpotqa"}:
                found[one.article][one.passage] = None
        return {article: list(passages) for article, passages in found.items()}

    @cached_property
    def single_sentences(self) -> list[str]:
        """QAMR's and QADiscourse's, of which passages are put together."""
        return list({one.passage: None for one in self.examples if one.source == "qamr"})

    def found_for(self, example: Example) -> list[Example]:
        """Return one example of each passage that a search by words finds for the question."""
        place = self._places.get((example.question, example.source))
        return [] if place is None else [self._searched[number] for number in self._found[place]]

    @cached_property
    def _searched(self) -> list[Example]:
        return list({one.passage: one for one in self.examples if len(one.passage) > 100}.values())

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        asked = [one for one in self.examples if one.answerable]
        return {(one.question, one.source): number for number, one in enumerate(asked)}

    @cached_property
    def _found(self) -> list[list[int]]:
        asked = [one.question for one in self.examples if one.answerable]
        passages = [f"{one.title} {one.passage}" for one in self._searched]
        return nearest(asked, passages, most=min(_FOUND, len(passages) - 1))


def _grouped(pairs: Iterable[tuple[Hashable, _T]]) -> dict:
    grouped = defaultdict(list)
    for key, item in pairs:
        grouped[key].append(item)
    return dict(grouped)
