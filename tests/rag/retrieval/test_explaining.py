"""What fell out of a search, and why."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.articles import Article
from index.filters import Filters
from index.library import Library
from index.passages import Passage
from index.sync.update import update
from index.text.stem_codes import stem_codes
from rag.answers import Hit, Trace
from rag.retrieval import Preference, Why, context, explain, retrieve
from rag.retrieval.explaining import misses
from rag.retrieval.near_duplicates import deduplicate
from rag.retrieval.preferences import NAMED_SOURCE

ASKED = "bank harbour snow soldiers"


def reasons(told):
    return {miss.hit.article.title: (miss.why, miss.reason) for miss in told.misses}


def test_an_explanation_shows_what_the_search_shows(newsroom):
    told = explain(newsroom, ASKED, top_k=2)
    assert told.retrieval == retrieve(newsroom, ASKED, top_k=2)
    assert told.full_text_query == '"bank" OR "harbour" OR "snow" OR "soldiers"'


def test_what_others_beat_says_by_how_much_and_in_what(newsroom):
    told = explain(newsroom, "When did the harbour open?", top_k=1)
    assert told.misses
    last = told.retrieval.hits[-1]
    for miss in told.misses:
        assert miss.why is Why.BELOW
        assert miss.reason.startswith(f"{last.score - miss.hit.score:.3f} behind number 1: ")
        assert "question's words by weight" in miss.reason or "the search by" in miss.reason


@pytest.mark.parametrize(
    ("filters", "title", "reason"),
    [
        (Filters(sources=("wire",)), "The bank waits", "published by .*, not by wire"),
        (Filters(since=date(2025, 1, 1)), "Harbour", "published 2024-.*, before 2025-01-01"),
        (Filters(until=date(2024, 12, 31)), "Snow", "published 2025-.*, after 2024-12-31"),
    ],
)
def test_what_a_filter_leaves_out_is_named_with_the_filter(newsroom, filters, title, reason):
    told = explain(newsroom, ASKED, top_k=10, filters=filters)
    why, said = reasons(told)[title]
    assert why is Why.FILTER
    assert re.fullmatch(reason, said)
    assert title not in {hit.article.title for hit in told.retrieval.hits}


def test_what_a_preference_moved_down_says_so(newsroom):
    told = explain(newsroom, "What did Balkan Wire report about soldiers and snow?", top_k=1)
    first = told.retrieval.hits[0]
    assert told.preference.sources == ("Balkan Wire",)
    assert (first.article.title, first.trace.preferred) == ("Snow", NAMED_SOURCE)
    others = [miss for miss in told.misses if miss.why is Why.PREFERENCE]
    for miss in others:
        assert miss.hit.article.source != "Balkan Wire"
        assert miss.reason.startswith("the question prefers Balkan Wire, ")
    assert all(miss.hit.trace.preferred is not None for miss in told.misses)


def test_a_preference_is_the_reason_only_where_it_decided():
    def hit(rank, score, preferred):
        article = Article(title=f"T{rank}", text="x", origin=f"/{rank}", path=f"{rank}")
        passage = Passage(
            id=f"p{rank}", article_id=article.id, position=0, start=0, end=1, text=f"x{rank}"
        )
        scaled = (score + preferred) / (1 + NAMED_SOURCE)
        trace = Trace(preferred=preferred)
        return Hit(rank=rank, score=scaled, passage=passage, article=article, trace=trace)

    ranked = [hit(1, 0.6, NAMED_SOURCE), hit(2, 0.7, 0.0), hit(3, 0.5, 0.0)]
    wanted = Preference(sources=("Koha",))
    wordings = {hit.passage.id: stem_codes(hit.passage.text) for hit in ranked}
    deduplicated = deduplicate(ranked, wordings, lambda article: stem_codes(article.text), most=1)
    found = list(misses(ranked, deduplicated, wanted, top_k=1))
    assert [(one.hit.rank, one.why) for one in found] == [(2, Why.PREFERENCE), (3, Why.BELOW)]
    assert found[0].reason == "the question prefers Koha, 0.120 behind number 1"


def test_a_folded_copy_says_of_what(corpus, location, settings, embedder):
    story = "Italy sends 852 soldiers to the mission. The United States follow with 612."
    (corpus / "copy.txt").write_text(f"Seen elsewhere\n\n{story} More soon.\n")
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        told = explain(library, "How many soldiers does Italy send?", top_k=2)
    assert (Why.COPY, "says the same as number 1") in reasons(told).values()


def test_a_hit_has_its_neighbours_as_context(corpus, location, settings, embedder):
    paragraphs = [f"Paragraph {n}. " + f"Word{n} stands here again. " * 20 for n in range(5)]
    (corpus / "long.txt").write_text("Long\n\n" + "\n\n".join(paragraphs) + "\n")
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        hit = retrieve(library, "Word2", top_k=1).hits[0]
        around = context(library, hit)
        alone = context(library, hit, before=0, after=0)
        everything = context(library, hit, before=99, after=99)
    position = hit.passage.position
    assert [one.position for one in around.passages] == [position - 1, position, position + 1]
    assert around.text == hit.article.text[around.start : around.end]
    assert hit.passage.text in around.text
    assert alone.text == hit.passage.text
    assert len(everything.passages) > len(around.passages)
