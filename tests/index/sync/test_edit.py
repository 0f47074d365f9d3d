from datetime import date

import pytest

from index.edits import NOTHING, as_stated, carried_over, edited, stated
from index.errors import ArticleNotFoundError
from index.repair import check, rebuild_damaged
from index.sync.edit import edit

pytestmark = pytest.mark.slow

DAY = date(2024, 5, 2)
VALUES = {"title": "Quay sold", "source": "Koha", "authors": ("Ana Lund",), "published": DAY}


@pytest.fixture
def snow(indexed):
    return indexed.articles()["Snow"]


@pytest.fixture
def put_right(indexed):
    """Edit an article of the indexed library by its id."""

    def run(article_id, change=lambda article: edited(article, VALUES)):
        return edit(
            indexed.location, indexed.settings, article_id, change, embedder=indexed.embedder
        )

    return run


def known(shelf, article_id):
    with shelf.open() as library:
        assert check(library) == []
        return library.article(article_id)


def has(article, values):
    return {name: getattr(article, name) for name in values} == values


def test_an_edit_is_what_searches_and_filters_see(indexed, snow, put_right, ask):
    before, after = put_right(snow.id)
    assert has(after, VALUES)
    assert before.title == "Snow"
    with indexed.open() as library:
        assert ask.full_text(library, "quay", sources=("koha",), since=DAY, until=DAY) == [
            "Quay sold"
        ]
        assert library.vectors.count() == library.counts()[1]


def test_indexing_again_keeps_it(indexed, snow, put_right, corpus):
    put_right(snow.id)
    report = indexed.index(corpus)
    assert (report.updated, report.unchanged) == (0, 4)
    assert has(known(indexed, snow.id), VALUES)


def test_a_changed_file_keeps_it_with_the_new_text(indexed, snow, put_right, corpus):
    put_right(snow.id)
    file = next(path for path in corpus.iterdir() if snow.path.endswith(path.name))
    file.write_text(file.read_text().replace("ern road.", "ern road on Friday."))
    assert indexed.index(corpus).updated == 1
    article = known(indexed, snow.id)
    assert has(article, VALUES)
    assert "on Friday" in article.text


def test_a_catalog_made_again_from_chroma_has_it(indexed, snow, put_right):
    put_right(snow.id)
    for file in indexed.location.catalog_file.parent.glob("catalog.sqlite*"):
        file.unlink()
    rebuild_damaged(indexed.location, indexed.settings, embedder=indexed.embedder)
    article = known(indexed, snow.id)
    assert has(article, VALUES)
    assert stated(article)["title"] == "Snow"


def test_it_can_be_taken_back(indexed, snow, put_right, corpus):
    put_right(snow.id)
    put_right(snow.id, as_stated)
    article = known(indexed, snow.id)
    assert has(article, {name: getattr(snow, name) for name in VALUES})
    assert article.stated == NOTHING
    assert indexed.index(corpus).updated == 0


def test_an_edit_that_changes_nothing_writes_nothing(indexed, snow, put_right):
    with indexed.open() as library:
        revision = library.revision
    put_right(snow.id, as_stated)
    with indexed.open() as library:
        assert library.revision == revision


def test_an_article_that_was_removed_is_read_without_its_edits(indexed, snow, put_right, corpus):
    put_right(snow.id)
    with indexed.writing() as writer:
        writer.remove([snow.id])
    assert indexed.index(corpus).added == 1
    assert known(indexed, snow.id).title == "Snow"


def test_an_unknown_article_is_an_error(indexed, put_right):
    with pytest.raises(ArticleNotFoundError):
        put_right("zzz")


def test_what_the_file_says_is_no_edit(snow):
    once = edited(snow, {"title": "Quay sold"})
    assert stated(once) == {"title": "Snow"}
    twice = edited(once, {"title": "Quay", "authors": ("Ana Lund",)})
    assert stated(twice) == {"title": "Snow", "authors": snow.authors}
    assert stated(edited(twice, {"title": "Snow"})) == {"authors": snow.authors}


def test_edits_are_carried_over_with_what_the_new_file_says(snow):
    was = edited(snow, {"published": DAY})
    now = carried_over(was, edited(snow, {"title": "Ice"}))
    assert (now.title, now.published) == ("Ice", DAY)
    assert "published" in stated(now)
