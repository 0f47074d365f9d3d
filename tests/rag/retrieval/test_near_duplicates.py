"""Near-copies are one hit, wherever their passages begin."""

from __future__ import annotations

import pytest

from index.articles import Article
from index.passages import Passage
from index.text.stem_codes import stem_codes
from rag.answers import Hit
from rag.retrieval import near_duplicates

SENTENCES = [
    f"On day {day} the {who} of {where} met the others and spoke of {what} at length."
    for day, who, where, what in [
        (1, "mayor", "Prizren", "roads"),
        (2, "minister", "Skopje", "harbours and schools"),
        (3, "envoy", "Tirana", "the winter"),
        (4, "general", "Naples", "soldiers who stay"),
        (5, "bishop", "Bar", "old churches"),
        (6, "banker", "Sofia", "what money costs"),
    ]
]


def hits(*passages):
    """Make hits of ``(name, text of the article, text of the passage)``, ranked as they stand."""
    return [
        Hit(
            rank=rank,
            score=1 / rank,
            article=Article(title=name, text=whole, origin=f"/{name}.txt", path=f"{name}.txt"),
            passage=Passage(
                id=f"{name}-{rank}", article_id=name, position=rank, start=0, end=1, text=text
            ),
        )
        for rank, (name, whole, text) in enumerate(passages, start=1)
    ]


def deduplicate(ranked, *, most):
    """Collapse hits whose wordings are those of their texts."""
    wordings = {hit.passage.id: stem_codes(hit.passage.text) for hit in ranked}
    return near_duplicates.deduplicate(
        ranked, wordings, lambda article: stem_codes(article.text), most=most
    )


def whole(*numbers):
    return " ".join(SENTENCES[number] for number in numbers)


def test_a_copy_is_folded_and_named_once():
    text = whole(0, 1, 2)
    found = deduplicate(hits(("a", text, text), ("b", text, text), ("b", text, text)), most=5)
    [shown] = found.hits
    assert [copy.title for copy in shown.copies] == ["b"]
    assert [(one.hit.rank, one.of_rank) for one in found.duplicates] == [(2, 1), (3, 1)]


def test_a_copy_that_is_cut_elsewhere_is_folded_too():
    """Its passage has half of one passage and half of the next."""
    original, copy = whole(0, 1, 2, 3, 4, 5), whole(1, 2, 3, 4)
    found = deduplicate(
        hits(("a", original, whole(0, 1, 2)), ("b", copy, whole(1, 2, 3, 4))), most=5
    )
    assert [copy.title for copy in found.hits[0].copies] == ["b"]
    assert len(found.hits) == 1


def test_two_passages_of_one_article_both_stay():
    text = whole(0, 1, 2, 3)
    found = deduplicate(hits(("a", text, whole(0, 1, 2)), ("a", text, whole(2, 3))), most=5)
    assert len(found.hits) == 2


def test_a_passage_of_fewer_words_than_a_shingle_has_no_copies():
    text = whole(0, 1)
    found = deduplicate(
        hits(("a", "Two words", "Two words"), ("b", text, text), ("c", text, text)), most=5
    )
    assert [hit.article.title for hit in found.hits] == ["a", "b"]
    assert [copy.title for copy in found.hits[1].copies] == ["c"]


def test_what_adds_to_the_copied_words_stays():
    found = deduplicate(
        hits(("a", whole(0, 1), whole(0, 1)), ("b", whole(1, 3, 4), whole(1, 3, 4))), most=5
    )
    assert len(found.hits) == 2


def test_a_refrain_makes_no_copy():
    """However often it is repeated, it is a small part of what the passage says."""
    refrain, said = whole(0), " ".join(whole(one) for one in (1, 2, 3, 4))
    found = deduplicate(
        hits(
            ("a", f"{said} {refrain}", f"{said} {refrain}"),
            ("b", whole(5), f"{whole(5)} {' '.join([refrain] * 9)}"),
        ),
        most=5,
    )
    assert len(found.hits) == 2


def test_nothing_found_is_nothing_shown():
    assert deduplicate([], most=5) == near_duplicates.Deduplicated(hits=(), duplicates=())


@pytest.mark.parametrize("most", [1, 2])
def test_copies_of_what_is_shown_are_found_below_what_is_not(most):
    first, other = whole(0, 1), whole(3, 4)
    found = deduplicate(
        hits(("a", first, first), ("c", other, other), ("b", first, first)), most=most
    )
    assert [hit.article.title for hit in found.hits] == ["a", "c"][:most]
    assert [copy.title for copy in found.hits[0].copies] == ["b"]
    assert [hit.rank for hit in found.hits] == [1, 2][:most]


def test_what_corrects_a_passage_is_no_copy_of_it():
    text = whole(0, 1, 2)
    corrected = text.replace("On day 2", "On the evening of day 14")
    found = deduplicate(hits(("a", text, text), ("b", corrected, corrected)), most=5)
    assert [hit.article.title for hit in found.hits] == ["a", "b"]
    assert not found.duplicates
