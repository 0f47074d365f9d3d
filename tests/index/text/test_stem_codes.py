"""Wordings: made of sentences, words and stems, and kept with the passages they are of."""

from __future__ import annotations

import sqlite3
from itertools import dropwhile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import library as library_module
from index.library.catalog import stem_code_table as kept_wordings
from index.text.sentences import sentence_spans
from index.text.stem_codes import BREAK, stem_code, wording
from index.text.words import stems


def test_a_wording_has_the_stems_in_order_and_a_break_between_sentences():
    codes = [stem_code(one) for one in ("itali", "send", "soldier", "thei", "stai")]
    assert wording("Italy sends soldiers. They stayed.").tolist() == [
        *codes[:3],
        BREAK,
        *codes[3:],
    ]


@given(st.text(max_size=200))
def test_every_sentence_is_in_it(text):
    sentences = [[stem_code(one) for one in stems(text[a:b])] for a, b in sentence_spans(text)]
    codes = [code for sentence in sentences for code in [*sentence, BREAK]][:-1]
    # What has no word before the first one needs no break.
    assert wording(text).tolist() == list(dropwhile(lambda code: code == BREAK, codes))


@given(st.text(max_size=20))
def test_no_stem_is_taken_for_a_break(stem):
    assert 0 < stem_code(stem) < 2**32


def kept(library):
    """The wordings that the catalog has, and those that its passages ought to have."""
    passages = [
        one for article, _ in library.catalog.all_articles() for one in library.passages_of(article)
    ]
    found = library.catalog.wordings([one.id for one in passages])
    rows = library.catalog._all("SELECT count(*) FROM wordings")[0][0]
    return (
        {key: value.tolist() for key, value in found.items()},
        {one.id: wording(one.text).tolist() for one in passages},
        rows,
    )


def test_what_changes_is_worded_with_its_passages(indexed, corpus):
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    (corpus / "kfor.txt").unlink()
    indexed.index(corpus, prune=True)
    with indexed.open() as library:
        found, expected, rows = kept(library)
        assert found == expected
        assert rows == len(expected) > 2


def test_a_kept_wording_is_not_made_again(indexed, monkeypatch):
    monkeypatch.setattr(library_module, "wording", lambda _: pytest.fail("it was made again"))
    with indexed.open() as library:
        for article, _ in library.catalog.all_articles():
            passages = library.passages_of(article)
            found = [library.wordings(passages)[one.id] for one in passages]
            assert np.array_equal(library.wording_of(article), np.concatenate(found))


@pytest.mark.parametrize(
    "older",
    ["DROP TABLE wordings", "DELETE FROM wordings WHERE number % 2"],
    ids=["a library of before there were any", "one whose writer was killed"],
)
def test_what_lacks_a_wording_gets_one_for_the_question_and_to_keep(indexed, corpus, older):
    with sqlite3.connect(indexed.location.catalog_file) as catalog:
        if older.startswith("DROP"):
            catalog.execute("DELETE FROM meta WHERE key = 'wordings'")
        catalog.execute(older)
    catalog.close()
    with indexed.open() as library:
        for article, _ in library.catalog.all_articles():
            passages = library.passages_of(article)
            for one, found in library.wordings(passages).items():
                [passage] = [passage for passage in passages if passage.id == one]
                assert np.array_equal(found, wording(passage.text))
            assert set(library.wording_of(article)) >= set(wording(passages[0].text)) - {BREAK}
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    with indexed.open() as library:
        found, expected, rows = kept(library)
        assert found == expected
        assert rows == len(expected)


def test_wordings_made_in_another_way_are_not_used_and_made_again(indexed, corpus, monkeypatch):
    monkeypatch.setattr(kept_wordings, "MADE", "another")
    with indexed.open() as library:
        assert kept(library)[0] == {}
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    with indexed.open() as library:
        found, expected, _ = kept(library)
        assert found == expected
