"""How remarks are drawn: variants one below the other, what differs marked on a terminal."""

from __future__ import annotations

import io
from datetime import date

from index.articles import Article
from rag.quotes import Quote, Remark, attributions
from rag.terminal.layout import show
from rag.terminal.render import quotes
from rag.terminal.theme import make_console

FIRST = "NATO chief Mark Rutte said: “Naturally, we have some concerns.”"
SECOND = "NATO chief Mark Rutte said: “Of course, we have certain concerns.”"


def quote(name, text, day):
    article = Article(
        origin=f"/news/{name}.txt", path=f"{name}.txt", title=name, text=text, source="Koha",
        published=date(2025, 1, day),
    )  # fmt: skip
    return Quote(article=article, attribution=attributions(text)[0])


def remark(independent=2):
    return Remark(
        speaker="Mark Rutte",
        role="NATO chief",
        quotes=(quote("first", FIRST, 13), quote("second", SECOND, 14)),
        independent=independent,
    )


def drawn(*remarks, **asked):
    stream = io.StringIO()
    asked = {"speaker": None, "about": None} | asked
    show(make_console(stream, width=80), quotes.remarks(remarks, **asked))
    return stream.getvalue()


def test_variants_stand_below_one_another():
    assert drawn(remark()) == (
        "Mark Rutte, NATO chief\n"
        "\n"
        "said; 2 articles:\n"
        "[1] “Naturally, we have some concerns.”\n"
        "    first - Koha, 13 January 2025\n"
        "    first.txt:1\n"
        "[2] “Of course, we have certain concerns.”\n"
        "    second - Koha, 14 January 2025\n"
        "    second.txt:1\n"
    )


def test_copies_are_said_to_be_copies():
    assert "said; 2 articles, 1 independent:\n" in drawn(remark(independent=1))


def test_a_speaker_is_named_once_for_remarks_in_a_row():
    assert drawn(remark(), remark()).count("Mark Rutte, NATO chief") == 1


def test_nothing_was_said():
    assert (
        drawn(speaker="Vučić", about="gas") == "The articles quote no remark by Vučić about gas.\n"
    )
    assert drawn() == "The articles quote no remark.\n"
