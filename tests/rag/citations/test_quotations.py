from __future__ import annotations

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answers import Hit
from rag.citations import find_quote, quotations, windows

TEXT = "He called it “a key neighborhood”, one in which NATO — really — needed to stay [closely]."


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("He said “so it is”.", ["so it is"]),
        ('He said "so it is" and "no".', ["so it is", "no"]),
        ("Er sagte „so ist es“ und «nein».", ["nein", "so ist es"]),
        ("He said “first … then last”.", ["first", "then last"]),
        ("It's Kosovo's, he said.", []),
    ],
)
def test_what_is_quoted(sentence, quoted):
    found = quotations(sentence)
    assert sorted(one.text for one in found) == sorted(quoted)
    assert all(sentence[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("quotation", "exact", "words"),
    [
        ("a key neighborhood", True, "a key neighborhood"),
        ("A key neighborhood,", True, "a key neighborhood"),
        ("NATO - really - needed to stay (closely)", True, "really — needed to stay [closely"),
        ("one in which NATO needed to stay closely", False, "NATO — really — needed to stay"),
    ],
)  # fmt: skip
def test_a_quotation_is_found_whatever_its_dashes_and_quotes(quotation, exact, words):
    span, same = find_quote(quotation, TEXT)
    assert same is exact
    assert words in TEXT[slice(*span)]


@pytest.mark.parametrize("quotation", ["a powder keg", "key suburb", "", "…"])
def test_an_invention_is_not_found(quotation):
    assert find_quote(quotation, TEXT) is None


def test_windows_are_sentences_and_pairs_at_their_offsets():
    text = "Headline\n\nOne is so. Two is so. Three is so."
    article = Article(origin="a", path="a", title="A", text=text)
    passage = Passage(
        id="p", article_id=article.id, position=0, start=10, end=len(text), text=text[10:]
    )
    found = windows([Hit(rank=1, score=1.0, passage=passage, article=article)])
    assert [one.text for one in found] == [
        "One is so.", "Two is so.", "Three is so.",
        "One is so. Two is so.", "Two is so. Three is so.",
    ]  # fmt: skip
    assert all(article.text[one.start : one.end] == one.text for one in found)
