"""How a timeline is drawn: events, developments, contradictions, and where a year comes from."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from index.articles import Article
from rag.answers import Citation
from rag.language.dates import Precision
from rag.terminal.layout import show
from rag.terminal.render.timeline import timeline
from rag.terminal.theme import make_console
from rag.timeline import Event, Timeline


def event(name, text, when, precision=Precision.DAY, **more):
    article = Article(
        origin=f"/news/{name}.txt", path=f"{name}.txt", title=name, text=text, source="Koha",
        published=date(2022, 11, 22),
    )  # fmt: skip
    cited = Citation(marker=1, article=article, start=0, end=len(text))
    return Event(date=when, precision=precision, text=text, citations=(cited,), **more)


def drawn(*events, **more):
    stream = io.StringIO()
    found = Timeline(topic="the quake", events=events, **more)
    show(make_console(stream, width=80), timeline(found))
    return stream.getvalue()


def test_an_event_with_its_source():
    assert drawn(event("first", "It shook.", "2022-11-21")) == (
        "21 November 2022\n"
        "  It shook.\n"
        "    [1] first - Koha, 22 November 2022\n"
        "        first.txt:1\n"
    )


def test_what_was_reported_before_and_what_contradicts():
    shown = drawn(
        event(
            "third",
            "It killed 310.",
            "2022-11",
            Precision.MONTH,
            supersedes=event("second", "It killed 162.", "2022-11"),
            contradicted_by=(event("fourth", "It killed 318.", "2022-11"),),
        )
    )
    assert shown.startswith("November 2022\n  It killed 310.\n")
    assert "    Reported before: It killed 162.\n    [1] second - Koha" in shown
    assert "    Contradicted: It killed 318.\n    [1] fourth - Koha" in shown


def test_where_the_year_comes_from():
    other = event("dated", "It shook on November 21.", "2022").citations[0]
    shown = drawn(event("undated", "It shook.", "2022", Precision.YEAR, dated_by=other))
    assert "    The year is that of:\n    [1] dated" in shown
    assert "“It shook on November 21.”" in shown


def test_many_sources_are_counted():
    first = event("one", "It shook.", "2022-11-21")
    copies = tuple(
        replace(first.citations[0], marker=number, origin=first.citations[0].article.id)
        for number in range(1, 6)
    )
    shown = drawn(replace(first, citations=copies))
    assert shown.startswith("21 November 2022  5 articles, 1 independent\n")
    assert shown.endswith("    and 2 more articles\n")


def test_no_date_and_nothing():
    undated = event("one", "It shook.", None, None)
    assert drawn(undated=(undated,)).startswith("Without a certain date\n\n  It shook.\n")
    assert drawn() == "The articles tell no event on the quake.\n"
    assert "\n3 more events weigh less; --top-k shows more.\n" in drawn(
        event("one", "It shook.", "2022"), left_out=3
    )
