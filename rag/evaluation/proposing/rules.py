"""The rules: all questions that a sentence of an article answers and that can be asked alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.articles import Article
from index.passages import split
from index.text.sentences import sentence_spans
from rag.evaluation.proposing.alone import stands_alone
from rag.evaluation.proposing.clauses import Clause, clause
from rag.evaluation.proposing.drafts import Draft, Proposal
from rag.evaluation.proposing.figures import how_many_are, how_many_do, how_many_done
from rag.evaluation.proposing.persons import (
    what_is,
    which_country,
    who_by,
    who_does,
    who_holds,
)
from rag.evaluation.proposing.speakers import who_said
from rag.evaluation.proposing.times import when_at_the_end, when_in_front, where
from rag.language.casing import Casing
from rag.language.people import People

_WHOLE = 1_000_000
"""Characters of a passage, so that an article is divided by its furniture alone."""
_OF_CLAUSES: tuple[Callable[[Clause], Draft | None], ...] = (
    how_many_done,
    how_many_do,
    who_by,
    when_in_front,
    when_at_the_end,
    where,
    what_is,
    which_country,
)


def by_rules(article: Article) -> Iterator[Proposal]:
    """Yield at most one question a sentence, with that sentence as its evidence."""
    casing, people = Casing(article.text), People(article.text)
    for start, end in _sentences(article):
        sentence = " ".join(article.text[start:end].split())
        for draft in _drafts(sentence, casing, people):
            if stands_alone(draft.question, draft.answers):
                yield Proposal(
                    question=draft.question,
                    answers=draft.answers,
                    article=article,
                    start=start,
                    end=end,
                    tags=(draft.kind,),
                )
                break


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    for passage in split(article, size=_WHOLE):  # without headlines, bylines and menus
        for start, end in sentence_spans(passage.text):
            yield passage.start + start, passage.start + end


def _drafts(sentence: str, casing: Casing, people: People) -> Iterator[Draft]:
    """Yield the questions that the sentence answers, those with the most definite answer first."""
    taken_apart = clause(sentence, casing)
    drafts = [how_many_are(sentence)]
    if taken_apart is not None:
        drafts += [rule(taken_apart) for rule in _OF_CLAUSES]
        drafts.append(who_does(taken_apart, people))
    drafts += [*who_said(sentence, people, casing), *who_holds(sentence)]
    yield from (draft for draft in drafts if draft is not None)
