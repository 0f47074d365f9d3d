from __future__ import annotations

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answers import Asked, Hit
from rag.requests.request import Request

TEXT = (
    "KFOR has over 4,600 soldiers from 28 countries. Italy provides the most; the United States "
    "is second, Hungary third. NATO strengthened its presence in Kosovo in 2023."
)


def hit(text, *, rank=1, title="KFOR after the vote", **about):
    article = Article(origin=f"{rank}-{title}", path=f"{rank}.md", title=title, text=text, **about)
    passage = Passage(
        id=f"p{rank}", article_id=article.id, position=0, start=0, end=len(text), text=text
    )
    return Hit(rank=rank, score=0.9, passage=passage, article=article)


@pytest.fixture
def hits():
    """Two passages, of which only the first is about KFOR."""
    return [
        hit(TEXT, source="Dateline samples"),
        hit("The bank kept its rate at 3 percent.", rank=2, title="The bank waits"),
    ]


@pytest.fixture
def asked():
    question = "Which country provides the most soldiers to KFOR?"
    return Asked(question=question, standalone=question, request=Request.for_fact(question))
