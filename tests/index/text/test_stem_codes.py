"""Stem codes: made of sentences, words and stems, and kept with the passages they are of."""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import dropwhile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library.seal import SEAL
from index.text.sentences import sentence_spans
from index.text.stem_codes import BREAK, stem_code, stem_codes
from index.text.words import stems


def test_they_are_the_stems_in_order_and_a_break_between_sentences():
    codes = [stem_code(one) for one in ("itali", "send", "soldier", "thei", "stai")]
    assert stem_codes("Italy sends soldiers. They stayed.").tolist() == [
        *codes[:3],
        BREAK,
        *codes[3:],
    ]


@given(st.text(max_size=200))
def test_every_sentence_is_in_it(text):
    sentences = [[stem_code(one) for one in stems(text[a:b])] for a, b in sentence_spans(text)]
    codes = [code for sentence in sentences for code in [*sentence, BREAK]][:-1]
    # What has no word before the first one needs no break.
    assert stem_codes(text).tolist() == list(dropwhile(lambda code: code == BREAK, codes))


@given(st.text(max_size=20))
def test_no_stem_is_taken_for_a_break(stem):
    assert 0 < stem_code(stem) < 2**32


def kept(library, file):
    """The codes that the catalog has, and those that its passages ought to have."""
    passages = [
        one
        for article, _ in library.catalog.articles.with_files()
        for one in library.passages_of(article)
    ]
    found = library.catalog.stem_codes.by_id([one.id for one in passages])
    with contextlib.closing(sqlite3.connect(file)) as database:
        [(rows,)] = database.execute("SELECT count(*) FROM wordings")
    return (
        {key: value.tolist() for key, value in found.items()},
        {one.id: stem_codes(one.text).tolist() for one in passages},
        rows,
    )


def test_what_changes_is_coded_with_its_passages(indexed, corpus):
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    (corpus / "kfor.txt").unlink()
    indexed.index(corpus, prune=True)
    with indexed.open() as library:
        found, expected, rows = kept(library, indexed.location.catalog_file)
        assert found == expected
        assert rows == len(expected) > 2


def test_kept_codes_are_not_made_again(indexed):
    tampered = np.array([7, 7, 7], dtype="<u4")
    with contextlib.closing(sqlite3.connect(indexed.location.catalog_file)) as database, database:
        database.execute("UPDATE wordings SET wording = ?", (tampered.tobytes(),))
    with indexed.open() as library:
        for article, _ in library.catalog.articles.with_files():
            passages = library.passages_of(article)
            for codes in library.stem_codes(passages).values():
                assert codes.tolist() == tampered.tolist()
            assert library.stem_codes_of(article).tolist() == [7, 7, 7] * len(passages)


@pytest.mark.parametrize(
    "older",
    ["DROP TABLE wordings", "DELETE FROM wordings WHERE number % 2"],
    ids=["an older library", "one whose writer was killed"],
)
def test_what_lacks_codes_gets_them_for_the_question_and_to_keep(indexed, corpus, older):
    with sqlite3.connect(indexed.location.catalog_file) as catalog:
        if older.startswith("DROP"):
            catalog.execute("DELETE FROM meta WHERE key = 'wordings'")
        catalog.execute(older)
    catalog.close()
    (indexed.location.home / SEAL).unlink()
    with indexed.open() as library:
        for article, _ in library.catalog.articles.with_files():
            passages = library.passages_of(article)
            for one, found in library.stem_codes(passages).items():
                [passage] = [passage for passage in passages if passage.id == one]
                assert np.array_equal(found, stem_codes(passage.text))
            assert set(library.stem_codes_of(article)) >= set(stem_codes(passages[0].text)) - {
                BREAK
            }
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    with indexed.open() as library:
        found, expected, rows = kept(library, indexed.location.catalog_file)
        assert found == expected
        assert rows == len(expected)


def test_codes_of_another_version_are_not_used_and_made_again(indexed, corpus):
    with contextlib.closing(sqlite3.connect(indexed.location.catalog_file)) as database, database:
        database.execute("UPDATE meta SET value = 'another' WHERE key = 'wordings'")
    (indexed.location.home / SEAL).unlink()
    with indexed.open() as library:
        assert kept(library, indexed.location.catalog_file)[0] == {}
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    with indexed.open() as library:
        found, expected, _ = kept(library, indexed.location.catalog_file)
        assert found == expected
