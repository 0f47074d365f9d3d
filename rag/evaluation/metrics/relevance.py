"""Which articles and passages of a library are the evidence of a case.

An evidence's ``article`` names an article by its id, by its url, or by the end of its path or
origin: whole parts between ``/``, so that ``b/c.txt`` and ``c.txt`` name ``/a/b/c.txt`` and
``.txt`` does not. The origin counts with and without its ``#key``: one record of a file is named by
``news.jsonl#7``, all of them by ``news.jsonl``.

The library is looked through once for a whole test set. What comes of it is what TREC calls qrels:
documents with grades, by article and by passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.catalog import ArticleEntry
from index.library import Library
from index.passages import Passage
from rag.evaluation.metrics import Span, overlaps, quote_spans
from rag.evaluation.results import EvidenceResult
from rag.evaluation.testsets.cases import Case, Evidence

NameDocument = Callable[[str, str], str]
"""From an article's id and origin to its name in files for other tools."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """A piece of evidence and where the library has it."""

    evidence: Evidence
    article_ids: tuple[str, ...]
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """By article: where the quote stands in its text."""

    @property
    def quote_found(self) -> bool | None:
        """Whether the quote stands in one of the articles; ``None`` without either."""
        return bool(self.spans) if self.evidence.quote and self.article_ids else None

    @property
    def is_missing(self) -> bool:
        """Whether the library lacks the article, or the article the quote."""
        return not self.article_ids or self.quote_found is False

    def as_result(self) -> EvidenceResult:
        """Return what the results say of it."""
        return EvidenceResult(
            article=self.evidence.article,
            quote=self.evidence.quote,
            grade=self.evidence.grade,
            article_ids=self.article_ids,
            quote_found=self.quote_found,
        )


@dataclass(frozen=True, kw_only=True)
class Gold:
    """The evidence of one case as a library has it."""

    located: tuple[Located, ...] = ()
    articles: Mapping[str, int] = field(default_factory=dict)
    """The relevant documents with their grades."""
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The documents that an article, by its id, is."""
    passages: Mapping[str, int] = field(default_factory=dict)
    """The relevant passages, by id, with their grades."""
    passages_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The relevant passages of an article."""

    def spans(self, article_id: str) -> list[Span]:
        """Return where evidence quotes stand in an article."""
        return [span for one in self.located for span in one.spans.get(article_id, ())]

    @property
    def quotes(self) -> tuple[Located, ...]:
        """The evidence whose quote the library has."""
        return tuple(one for one in self.located if one.spans)


class Relevance:
    """The evidence of a test set's cases, found in a library."""

    def __init__(self, cases: Iterable[Case], library: Library, *, name: NameDocument) -> None:
        """Look every piece of evidence up."""
        self._cases = tuple(cases)
        self._library = library
        self._name = name
        self._entries = self._matched(library.entries())
        self._spans: dict[tuple[str, str], dict[str, tuple[Span, ...]]] = {}
        self._holding: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        for key, quotes in self._quotes().items():
            self._look_up(key, quotes)

    def of(self, case: Case) -> Gold:
        """Return the evidence of a case."""
        articles: dict[str, int] = {}
        documents: dict[str, tuple[str, ...]] = {}
        passages: dict[str, int] = {}
        passages_of: dict[str, tuple[str, ...]] = {}
        for evidence in case.evidence:
            key, grade = _key(evidence), evidence.grade
            document = self._document(key)
            articles[document] = max(grade, articles.get(document, 0))
            for entry in self._entries.get(key, ()):
                known = documents.get(entry.id, ())
                documents[entry.id] = tuple(dict.fromkeys((*known, document)))
            for article_id, ids in self._passages(key, evidence.quote).items():
                passages.update({one: max(grade, passages.get(one, 0)) for one in ids})
                known = passages_of.get(article_id, ())
                passages_of[article_id] = tuple(dict.fromkeys((*known, *ids)))
        return Gold(
            located=tuple(map(self._located, case.evidence)),
            articles=articles,
            documents=documents,
            passages=passages,
            passages_of=passages_of,
        )

    def missing_articles(self) -> list[str]:
        """Return the evidence that matches no article, each name once, in the set's order."""
        named = dict.fromkeys(one.article for case in self._cases for one in case.evidence)
        return [name for name in named if not self._entries.get(_folded(name))]

    def missing_quotes(self) -> list[tuple[Case, Evidence]]:
        """Return the quotes that do not stand in their article, with their case."""
        return [
            (case, evidence)
            for case in self._cases
            for evidence in case.evidence
            if evidence.quote
            and self._entries.get(_key(evidence))
            and not self._spans.get((_key(evidence), evidence.quote))
        ]

    def _matched(self, entries: Iterable[ArticleEntry]) -> dict[str, list[ArticleEntry]]:
        wanted = {_key(evidence) for case in self._cases for evidence in case.evidence}
        matched: dict[str, list[ArticleEntry]] = {}
        for entry in entries:
            for key in names(entry.id, entry.url, entry.path, entry.origin) & wanted:
                matched.setdefault(key, []).append(entry)
        return matched

    def _quotes(self) -> dict[str, list[str]]:
        """Return the quotes by the article that is to have them."""
        quotes: dict[str, dict[str, None]] = {}
        for case in self._cases:
            for evidence in case.evidence:
                if evidence.quote:
                    quotes.setdefault(_key(evidence), {})[evidence.quote] = None
        return {key: list(found) for key, found in quotes.items()}

    def _look_up(self, key: str, quotes: Sequence[str]) -> None:
        ids = [entry.id for entry in self._entries.get(key, ())]
        for article in self._library.catalog.articles.by_id(ids).values():
            passages = self._library.passages_of(article)
            for quote in quotes:
                spans = tuple(quote_spans(article.text, quote))
                if spans:
                    self._spans.setdefault((key, quote), {})[article.id] = spans
                    held = tuple(dict.fromkeys(_holding(spans, passages)))
                    self._holding.setdefault((key, quote), {})[article.id] = held

    def _passages(self, key: str, quote: str | None) -> Mapping[str, tuple[str, ...]]:
        """Return the passages that hold a quote; a missing article is a missing passage."""
        if quote is None:
            return {}
        if not self._entries.get(key):
            return {"": (f"missing:{key}",)}
        return self._holding.get((key, quote), {})

    def _document(self, key: str) -> str:
        """Return the document that evidence names; where it names several articles, any of them."""
        entries = self._entries.get(key, ())
        if len(entries) == 1:
            return self._name(entries[0].id, entries[0].origin)
        return self._name(key, key)

    def _located(self, evidence: Evidence) -> Located:
        key = _key(evidence)
        return Located(
            evidence=evidence,
            article_ids=tuple(entry.id for entry in self._entries.get(key, ())),
            spans=self._spans.get((key, evidence.quote or ""), {}),
        )


def names(id_: str, url: str | None, path: str, origin: str) -> frozenset[str]:
    """Return every name by which evidence can name an article."""
    places = (path, origin, origin.partition("#")[0])
    ends = {end for place in places for end in _ends(place)}
    return frozenset(ends | {id_} | ({url} if url else set()))


def _holding(spans: Sequence[Span], passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the passages that hold a quote whole or, where none does, any word of it."""
    for start, end in spans:
        whole = [one.id for one in passages if one.start <= start and end <= one.end]
        yield from whole or [
            one.id for one in passages if overlaps((start, end), (one.start, one.end))
        ]


def _key(evidence: Evidence) -> str:
    return _folded(evidence.article)


def _folded(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./")


def _ends(place: str) -> Iterator[str]:
    """Yield ``/a/b.txt``, ``a/b.txt`` and ``b.txt`` for ``/a/b.txt``."""
    place = place.replace("\\", "/").removeprefix("./")
    while place:
        yield place
        place = place.partition("/")[2]
