"""What is told of articles in words of ours, each statement with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.articles import Article
from index.text.sentences import sentence_spans
from index.text.words import stems
from rag.answers import Citation, Composed, Statement
from rag.language.dates import long_date


def told(sentences: Iterable[tuple[str, Citation]]) -> Composed:
    """Return the answer that these sentences are, each with a citation, which is numbered here."""
    statements, citations = [], []
    for marker, (text, cited) in enumerate(sentences, start=1):
        statements.append(Statement(text=f"{text} [{marker}]", markers=(marker,)))
        citations.append(
            Citation(marker=marker, article=cited.article, start=cited.start, end=cited.end)
        )
    return composed_of(statements, citations)


def composed_of(statements: Sequence[Statement], citations: Sequence[Citation]) -> Composed:
    """Return the answer that these statements are, with the citations that their markers name."""
    return Composed(
        answered=True,
        text=" ".join(statement.text for statement in statements),
        confidence=1.0,
        statements=tuple(statements),
        citations=tuple(citations),
    )


def titled(article: Article) -> str:
    """Return an article's title with its publisher and date."""
    dated = long_date(article.published) if article.published else ""
    about = [part for part in (article.source, dated) if part]
    behind = f" ({', '.join(about)})" if about else ""
    return f"“{' '.join(article.title.split())}”{behind}"


def published(article: Article) -> str:
    """Return in a sentence when an article was published."""
    if article.published is None:
        return f"{titled(article)} does not say when it was published."
    return f"{titled(article)} was published on {long_date(article.published)}."


def cited_for(article: Article, terms: Sequence[str], *, marker: int = 0) -> Citation:
    """Return a citation of the first sentence that has most of the terms."""
    wanted = {stem for term in terms for stem in stems(term)}
    spans = sentence_spans(article.text)
    start, end = max(
        spans, key=lambda span: len(wanted.intersection(stems(article.text[slice(*span)])))
    )
    return Citation(marker=marker, article=article, start=start, end=end)
