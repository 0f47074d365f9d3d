"""``/articles``, alone and with a topic."""

from __future__ import annotations


def test_it_lists_the_newest_articles(converse):
    said = converse("/articles", width=100)
    first, *rows = said.splitlines()[1:]
    assert first.split() == ["id", "date", "passages", "publisher", "title"]
    assert any("Who keeps the peace" in row for row in rows)


def test_with_a_topic_it_lists_those_that_mention_it(converse):
    said = converse("/articles soldiers")
    assert "Who keeps the peace" in said
    assert "Snow" not in said


def test_with_a_topic_nobody_mentions_it_is_refused(converse):
    assert "do not answer" in converse("/articles zeppelins")
