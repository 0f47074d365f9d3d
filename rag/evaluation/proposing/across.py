"""Questions that take several articles: what two people said of one thing, who followed whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.articles import Article
from rag.evaluation.proposing.offices import FOLLOW_UP, TWO_ARTICLES, office_questions
from rag.evaluation.proposing.open_questions import SAYS, open_questions
from rag.evaluation.proposing.proposals import Proposal, key_of, put_well

_FEW = 4
"""Speakers on a topic; what everybody speaks about is not one thing."""


def as_people_ask(article: Article) -> Iterator[Proposal]:
    """Yield the questions of one article, each a person might ask who has not read it."""
    seen: set[str] = set()
    for one in (*open_questions(article), *put_well(article)):
        key = key_of(one.question)
        if key not in seen:
            seen.add(key)
            yield one


def across_articles(
    articles: Sequence[Article], proposals: Sequence[Proposal]
) -> Iterator[Proposal]:
    """Yield the questions that take two articles, or a question before them."""
    yield from office_questions(articles)
    yield from _on_one_topic(proposals)


def _on_one_topic(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Ask what two people said about the same, at once and one after the other."""
    by_topic: dict[str, dict[str, Proposal]] = defaultdict(dict)
    for one in proposals:
        if one.tags[0] == SAYS:
            speaker, topic = parts_of(one.question)
            by_topic[topic].setdefault(speaker, one)
    for topic, by_speaker in sorted(by_topic.items()):
        if len(by_speaker) > _FEW:
            continue
        for (name, one), (other_name, other) in pairwise(sorted(by_speaker.items())):
            if one.article.id == other.article.id:
                continue
            yield Proposal(
                question=f"What did {name} and {other_name} say about {topic}?",
                answers=(),
                article=one.article,
                start=one.start,
                end=one.end,
                tags=(TWO_ARTICLES,),
                topic=topic,
                beside=((other.article, (other.start, other.end)),),
            )
            yield Proposal(
                question=f"And what did {other_name} say?",
                answers=(),
                article=other.article,
                start=other.start,
                end=other.end,
                tags=(FOLLOW_UP,),
                history=(one.question,),
                standalone=other.question,
                topic=topic,
            )


def parts_of(question: str) -> tuple[str, str]:
    """Return speaker and topic of "What did Rutte say about Bosnia?"."""
    speaker, _, topic = question.removesuffix("?").partition(" say about ")
    return speaker.removeprefix("What did "), topic
