"""Telling: whether a sentence lets one tell if something is so, and not only speaks of the like."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from rag.answering.extractive.candidates import Candidate, coverage
from rag.answering.extractive.evidence.asked_figures import AskedFigure
from rag.answering.extractive.evidence.elsewhere import is_of_another_nation, is_of_another_year
from rag.answering.extractive.question import Question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.words.matching import LIGHT, found
from rag.language.words.stopwords import content_stems
from rag.retrieval.idf import TermWeight

_SURE = 0.85
"""Share of the question's words, by weight, that a sentence has which speaks of the matter; or its
passage, where a reader says that the sentence lets one tell."""

_TELLS, _SURELY_TELLS = 2.0, 4.0
"""Log odds that a sentence lets one tell, with half of the words and with any."""

_MAY_TELL, _RATHER_TELLS = 0.0, 1.0
"""Log odds with which a sentence may, in a passage that has all of the words, and where those are
nothing but names."""

_MOST = 0.7
"""Share of the words that a sentence has which gives the figure that is asked about, or whose
passage supports what is asked."""

_WHOLE, _ANSWERABLE, _BIAS = 2.65, 0.34, -0.94
"""A logistic model of a sentence that is called telling to be so: the share of the words that its
passage has, and the reader's log odds that it answers. Fitted to 109 of 591 questions of BoolQ and
CondaQA, asked of a library of 679 passages with and without the right one: of those not fitted on,
the Brier score is 0.093, and 0.108 of the share of words."""

_SUPPORTS = 0.5
"""Log odds that a passage supports what is asked, read as a claim."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a yes-or-no question asks about."""

    wanted: tuple[str, ...]
    """The stems of its words, without its figure."""
    figure: AskedFigure | None
    term_weight: TermWeight

    def covered_by(self, text: str) -> float:
        """Return the share of its words, by weight, that a text has."""
        return coverage(self.wanted, text, self.term_weight)

    def is_counted_in(self, text: str) -> bool:
        """Whether a text has a figure of what the question gives one of."""
        return self.figure is not None and self.figure.is_told_in(text)

    def is_told(self, scored: ScoredCandidates, place: int) -> bool:
        """Whether a sentence speaks of the matter, and not of something like it."""
        evident, one = scored.evident(place), scored.candidates[place]
        question = scored.question
        if is_of_another_year(question, one.text) or is_of_another_nation(question, one.understood):
            return False
        names_all = lacking(question, one.understood) == 0
        if evident is None:
            return names_all and self.covered_by(one.understood) >= _SURE
        if lacking(question, one.page):
            return False
        if not names_all:  # what it tells may be of others
            return evident >= _SURELY_TELLS
        return self._is_of_its_words(question, one, evident) or self._is_read(scored, place)

    def probability(self, scored: ScoredCandidates, place: int) -> float:
        """Return how likely a sentence that is told lets one tell indeed."""
        whole = self.covered_by(scored.candidates[place].page)
        odds = _WHOLE * whole + _ANSWERABLE * scored.answerable(place) + _BIAS
        return 1 / (1 + exp(-odds))

    def _is_of_its_words(self, question: Question, one: Candidate, evident: float) -> bool:
        """Whether a sentence has the question's words; asked about a figure, the figure too."""
        counts = self.is_counted_in(one.understood) and evident >= _MAY_TELL
        if self.figure is not None:
            return counts and self.covered_by(one.understood) >= _MOST
        return self._tells_more(question) and self.covered_by(one.understood) >= _SURE

    def _is_read(self, scored: ScoredCandidates, place: int) -> bool:
        """Whether the reader says that a sentence lets one tell, or its passage supports it."""
        evident, one = scored.evident(place) or 0.0, scored.candidates[place]
        covered = self.covered_by(one.understood)
        if evident >= _SURELY_TELLS or (evident >= _TELLS and covered >= 0.5):
            return True
        tells_more = self._tells_more(scored.question)
        supports = self.figure is None and scored.supported(place) >= _SUPPORTS
        if tells_more and supports and covered >= _MOST:
            return True
        may_tell = _MAY_TELL if tells_more else _RATHER_TELLS
        return evident >= may_tell and self.covered_by(one.page) >= _SURE

    def _tells_more(self, question: Question) -> bool:
        """Whether a question has more than names, which any sentence about all of them has."""
        return any(stem not in question.names and stem not in LIGHT for stem in self.wanted)


def lacking(question: Question, text: str) -> float:
    """Return the share of the question's names that a text lacks."""
    held = frozenset(content_stems(text))  # "us" is no country
    named = question.names
    return sum(found(one, held) == 0 for one in named) / len(named) if named else 0.0
