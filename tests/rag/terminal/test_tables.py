from __future__ import annotations

from dataclasses import fields

import pytest

from index.catalog import ArticleEntry
from index.repair import Problem
from rag.settings import SettingRow
from rag.terminal import tables
from rag.terminal.layout import show


@pytest.fixture
def draw(doubles):
    def _draw(part, **screen):
        screen = doubles.Screen(**screen)
        show(screen.console, part)
        return screen.read()

    return _draw


def test_hits_and_why_they_rank_there(doubles, draw):
    found = doubles.answer().passages
    listed = (
        "1. Who keeps the peace - Tirana Times, 13 January 2025 (score 0.80)\n"
        "   Who keeps the peace Italy sends 852 soldiers, the most of all. The United\n"
        "   States follow with 612. The mission began in 1999.\n"
        "   news/kfor.txt:1\n"
        "\n"
        "2. A note - publisher unknown, undated (score 0.50)\n"
        "   The mission began in June 1999.\n"
        "   Also in: Who keeps the peace - Tirana Times, 13 January 2025\n"
        "   news/all.jsonl:1\n"
        "   https://example.org/note?id=7&lang=sq\n"
    )
    assert draw(tables.hits(found)) == listed


def test_no_hits(draw):
    assert draw(tables.hits(())) == "No passage was found.\n"


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
    assert draw(tables.articles(rows)) == wide
    assert draw(tables.articles(rows), width=40) == wide
    narrow = draw(tables.articles(rows), width=40, terminal=True, environ={"TERM": "dumb"})
    assert narrow == (
        f"{doubles.KFOR.id}  2025-01-13, 3 passages\n  Who keeps the peace\n  Tirana Times\n"
        f"{doubles.BARE.id}  undated, 12 passages\n  A note\n  publisher unknown\n"
    )


def test_settings(draw):
    rows = [
        SettingRow(name="base_url", value="", origin="default"),
        SettingRow(name="top_k", value="3", origin="RAG_TOP_K"),
    ]
    assert draw(tables.settings(rows)) == (
        "setting   value  from\nbase_url  -      default\ntop_k     3      RAG_TOP_K\n"
    )


def test_a_checkup_says_what_was_mended_and_what_mends_the_rest(draw):
    assert draw(tables.checkup((), ())) == "The library is whole.\n"
    problems = [Problem(text="3 vectors are missing"), Problem(text="it is old", mend=None)]
    assert draw(tables.checkup(["2 passages put back"], problems)) == (
        "Mended: 2 passages put back\n"
        "Problem: 3 vectors are missing\nHint: rag doctor --repair\n"
        "Problem: it is old\n"
    )
