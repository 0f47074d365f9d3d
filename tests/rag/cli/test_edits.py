from datetime import date

import pytest

from index.articles import Article
from rag.cli.edits import change_of
from rag.errors import SettingsError

ARTICLE = Article(origin="/a.txt", path="a.txt", title="Quay", text="It was sold.", source="Koha")
NOTHING = {"title": None, "source": None, "authors": None, "published": None, "url": None}


def changed(**options):
    return change_of(**{**NOTHING, "undo": False, **options})(ARTICLE)


def test_options_give_an_article_its_values():
    article = changed(title=" Quay  sold ", authors=["Ana Lund", "Bo Dahl"], published="2 May 2024")
    assert article.title == "Quay sold"
    assert article.authors == ("Ana Lund", "Bo Dahl")
    assert article.published == date(2024, 5, 2)
    assert article.source == "Koha"


def test_an_empty_value_is_none():
    article = changed(source="", authors=[""], published="", url="")
    assert (article.source, article.authors, article.published, article.url) == (
        None,
        (),
        None,
        None,
    )


def test_undo_takes_all_back():
    article = changed(title="Quay sold", source="Wire")
    assert change_of(**NOTHING, undo=True)(article).title == "Quay"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "there is nothing to change"),
        ({"undo": True, "title": "Quay"}, "--undo takes no other change"),
        ({"title": "  "}, "an article has a title"),
        ({"published": "05/04/2024"}, "--published: '05/04/2024' is not one day"),
        ({"published": "soon"}, "--published: 'soon' is not one day"),
    ],
)
def test_what_cannot_be(options, message):
    with pytest.raises(SettingsError) as caught:
        change_of(**{**NOTHING, "undo": False, **options})
    assert caught.value.message == message
