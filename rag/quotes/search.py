"""Finding remarks in a library: by speaker, by topic, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.articles import Article
from index.filters import Filters, Selection
from index.library import Library
from index.text.words import words
from rag.language.words.matching import found, held_stems
from rag.language.words.stopwords import STOPWORDS, content_stems
from rag.quotes.attributions import Attribution, attributions
from rag.quotes.remarks import Quote, Remark, grouped
from rag.quotes.speakers import Names, is_meant, search_words

_PASSAGES = 20_000
"""Passages that are looked at at most for the articles that name a speaker or a topic."""
_ABOUT = 0.6
"""Share of a topic's words that a remark and its sentence have between them."""
_NEAR = 0.45
"""Cosine from which on a remark is about a topic without its words."""
_EMBEDDED = 256
"""Remarks that are compared with a topic by what they mean, where words find too few."""
_ENOUGH = 3


def find_remarks(
    library: Library, *, speaker: str | None, about: str | None, filters: Filters
) -> list[Remark]:
    """Return what ``speaker`` is quoted as saying ``about`` a topic, in order of time.

    ``None`` stands for whoever speaks, and for whatever it is about. A remark is about a topic if
    one article's words for it are.
    """
    selection = library.selection(filters)
    articles = _articles(library, speaker, selection)
    if about is None:
        return _remarks(library, articles, speaker, None)
    telling = _holding(library, _topic_words(about), selection)
    likely = [article for article in articles if article.id in telling]
    # Only where no article has the topic's words is it looked for by its sense in all of them.
    return _remarks(library, likely, speaker, about) or _remarks(library, articles, speaker, about)


def _remarks(
    library: Library, articles: Sequence[Article], speaker: str | None, about: str | None
) -> list[Remark]:
    quotes = [
        Quote(article=article, attribution=one)
        for article in articles
        for one in _attributions(article)
    ]
    if speaker is not None:
        quotes = _said_by(speaker, quotes)
    if about is None:
        return grouped(quotes, lambda: library.embedder, library.stem_codes_of)
    told = set(map(id, _told(about, quotes, library)))
    if speaker is None:  # whose remarks have nothing to do with the topic are not grouped
        names = Names(quote.attribution for quote in quotes)
        keys = {names.key_of(quote.attribution) for quote in quotes if id(quote) in told}
        quotes = [quote for quote in quotes if names.key_of(quote.attribution) in keys]
    remarks = grouped(quotes, lambda: library.embedder, library.stem_codes_of)
    return [remark for remark in remarks if any(id(quote) in told for quote in remark.quotes)]


def _articles(library: Library, speaker: str | None, selection: Selection) -> list[Article]:
    if speaker is None:
        ids = [entry.id for entry in library.catalog.articles.entries(selection)]
        return list(library.catalog.articles.by_id(ids).values())
    return list(_holding(library, search_words(speaker), selection).values())


def _topic_words(about: str) -> list[str]:
    return [word for word in words(about) if word not in STOPWORDS]


def _holding(library: Library, any_of: Iterable[str], selection: Selection) -> dict[str, Article]:
    """Return the articles that have any of the words, by id."""
    query = " OR ".join(f'"{word}"' for word in any_of)
    best = library.full_text(query, limit=_PASSAGES, selection=selection) if query else []
    found_in = library.passages([passage for passage, _ in best]).values()
    return {article.id: article for _, article in found_in}


@lru_cache(maxsize=4096)
def _attributions(article: Article) -> tuple[Attribution, ...]:
    return tuple(attributions(article.text, published=article.published))


def _said_by(speaker: str, quotes: Sequence[Quote]) -> list[Quote]:
    names = Names(quote.attribution for quote in quotes)
    meant: dict[str, bool] = {}
    kept = []
    for quote in quotes:
        key = names.key_of(quote.attribution)
        if key not in meant:
            meant[key] = is_meant(speaker, names.name_of(key), names.role_of(key))
        if meant[key]:
            kept.append(quote)
    return kept


def _told(about: str, quotes: Sequence[Quote], library: Library) -> list[Quote]:
    """Return the quotes about a topic: those that have its words, or else its sense."""
    wanted = content_stems(about)
    worded = [quote for quote in quotes if _share(wanted, quote) >= _ABOUT]
    if len(worded) >= _ENOUGH or not quotes:
        return worded
    known = set(map(id, worded))
    others = [quote for quote in quotes if id(quote) not in known][:_EMBEDDED]
    if not others:
        return worded
    topic = library.embedder.embed_query(about)
    vectors = library.embedder.embed_documents([quote.words for quote in others])
    near = [
        quote
        for quote, vector in zip(others, vectors, strict=True)
        if float(topic @ vector) >= _NEAR
    ]
    return worded + near


def _share(wanted: Iterable[str], quote: Quote) -> float:
    """Return the share of a topic's stems that the remark has, its sentence counting half."""
    own, around = held_stems(quote.words), held_stems(quote.context)
    scores = [max(found(one, own), 0.5 * found(one, around)) for one in wanted]
    return sum(scores) / len(scores) if scores else 0.0
