from __future__ import annotations

import re
from dataclasses import fields

import pytest

from index.articles import Article
from index.catalog import ArticleEntry
from rag.terminal.render.articles import article_list, references


def _entry(article, *, passages):
    names = {field.name for field in fields(ArticleEntry)} - {"passages"}
    known = {name: getattr(article, name) for name in names}
    return ArticleEntry(passages=passages, **known)


def test_articles(doubles, draw):
    rows = [_entry(doubles.KFOR, passages=3), _entry(doubles.BARE, passages=12)]
    wide = (
        f"id            date        passages  publisher     title\n"
        f"{doubles.KFOR.id}  2025-01-13         3  Tirana Times  Who keeps the peace\n"
        f"{doubles.BARE.id}  -                 12  -             A note\n"
    )
    assert draw(article_list(rows)) == wide
    assert draw(article_list(rows), width=40) == wide
    narrow = draw(article_list(rows), width=40, terminal=True, environ={"TERM": "dumb"})
    assert narrow == (
        f"{doubles.KFOR.id}  2025-01-13, 3 passages\n  Who keeps the peace\n  Tirana Times\n"
        f"{doubles.BARE.id}  undated, 12 passages\n  A note\n"
    )


@pytest.mark.parametrize(
    ("article", "link"),
    [
        ({"origin": "/a b/ë.txt", "path": "ë.txt"}, "file:///a%20b/%C3%AB.txt"),
        ({"origin": "/c#/x.jsonl#k#1", "path": "../c#/x.jsonl"}, "file:///c%23/x.jsonl"),
        ({"origin": "/r.pdf", "path": "r.pdf", "text": "a\fb\f"}, "file:///r.pdf#page=2"),
        ({"origin": "relative.txt", "path": "relative.txt"}, None),
        ({"origin": "/elsewhere", "path": "other.txt"}, None),
        ({"origin": "r", "path": "p", "url": "javascript:alert(1)"}, None),
        ({"origin": "r", "path": "p", "url": "http://[broken"}, None),
        ({"origin": "r", "path": "p", "url": "http://x/\x1b\\ é"}, "http://x/%5C%20%C3%A9"),
    ],
)
def test_what_a_reference_links_to(draw, article, link):
    article = Article(**{"title": "T", "text": "text", **article})
    for line in references(article, 2, indent=""):
        drawn = draw(line, terminal=True)
        assert re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b", drawn) in ([], [link])
    assert (link is not None) == ("\x1b]8;" in drawn)


def test_the_page_stands_in_the_place_of_the_line(draw):
    report = Article(title="T", origin="r.pdf", path="r.pdf", text="a\n\nb\fc\f")
    assert draw(*references(report, 5, indent="")) == "r.pdf, p. 2\n"
    assert draw(*references(report, 0, indent="")) == "r.pdf, p. 1\n"
