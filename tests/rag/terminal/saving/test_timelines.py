"""A timeline as a document: whole outputs, hostile words, and the page as its reader has it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import browser as chromium
import pytest
from markdown_it import MarkdownIt

from index.articles import Article
from rag.answers import Citation
from rag.errors import SaveError
from rag.language.dates import Precision
from rag.terminal.saving import save_timeline
from rag.timeline import Event, Timeline

TODAY = date(2026, 11, 22)
HOSTILE = "</bdi><script>window.harmed = 1</script>\x1b[2J\u202e ${x} `*_[x](javascript:y)_*` & \"'"


def event(name, text, when, precision=Precision.DAY, *, title=None, url=None, **more):
    article = Article(
        origin=f"/news/{name}.txt", path=f"{name}.txt", title=title or name, text=text,
        source="Koha", url=url, published=date(2022, 11, 22),
    )  # fmt: skip
    cited = Citation(marker=1, article=article, start=0, end=len(text))
    return Event(date=when, precision=precision, text=text, citations=(cited,), **more)


QUAKE = Timeline(
    topic="the quake",
    events=(
        event("old", "It shook before.", "2018", Precision.YEAR),
        event(
            "third",
            "It killed 310.",
            "2022-11-21",
            supersedes=event("second", "It killed 162.", "2022-11-21"),
            contradicted_by=(event("fourth", "It killed 318.", "2022-11-21"),),
            url="https://example.org/third",
        ),
    ),
    undated=(event("fifth", "It was felt in Skopje.", None, None),),
    left_out=3,
)


@pytest.fixture
def saved(tmp_path):
    """Save a timeline and return the text of the file."""

    def save(timeline, ending):
        path = tmp_path / f"timeline.{ending}"
        save_timeline(timeline, path, today=TODAY, force=True)
        return path.read_text(encoding="utf-8")

    return save


def test_markdown(saved):
    text = saved(QUAKE, "md")
    assert text.startswith(
        "# the quake\n\n*2 events, made by Dateline on 22 November 2026;"
        " 3 events that weigh less are left out.*\n\n"
        "## 2018\n\n**2018**: It shook before.[^1]\n\n## 2022\n\n"
        "**21 November 2022**: It killed 310.[^2]\n\n> Reported before: It killed 162.[^3]\n\n"
        "> Contradicted: It killed 318.[^4]\n\n"
        "## Without a certain date\n\nIt was felt in Skopje.[^5]\n\n## Sources\n\n"
        "[^1]: **old**, Koha"
    )
    assert "    `third.txt:1`, <https://example.org/third>\n" in text


def test_a_table_and_json(saved):
    rows = list(csv.DictReader(io.StringIO(saved(QUAKE, "csv"))))
    assert [(row["event"], row["kind"], row["date"]) for row in rows] == [
        ("1", "event", "2018"),
        ("2", "event", "2022-11-21"),
        ("2", "reported before", "2022-11-21"),
        ("2", "contradicted", "2022-11-21"),
        ("3", "event", ""),
    ]
    assert json.loads(saved(QUAKE, "json")) == QUAKE.as_json()


def test_no_events(saved):
    nothing = Timeline(topic="gas", events=())
    assert "0 events" in saved(nothing, "md")
    assert 'class="axis"' not in saved(nothing, "html")


def test_what_will_not_do(tmp_path):
    with pytest.raises(SaveError, match="does not say") as caught:
        save_timeline(QUAKE, tmp_path / "timeline.docx", today=TODAY)
    assert caught.value.hint == "Let the name end in .md, .html, .csv or .json."


def hostile():
    bad = event("bad", HOSTILE, "2022-11-21", title=HOSTILE, url="javascript:alert(1)")
    return Timeline(topic=HOSTILE, events=(bad,), undated=(event("b", HOSTILE, None, None),))


def test_hostile_words_do_nothing(saved):
    page = saved(hostile(), "html")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)
    shown = MarkdownIt("commonmark").render(saved(hostile(), "md"))
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    (row, _) = csv.DictReader(io.StringIO(saved(hostile(), "csv")))
    assert row["title"].startswith("</bdi>")


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    one = chromium.Browser(tmp_path_factory.mktemp("profile"))
    yield one
    one.close()


@pytest.mark.slow
@pytest.mark.skipif(chromium.PROGRAM is None, reason="there is no Chromium")
class TestPage:
    """The page opened from the disk, without a network, clicked at and narrowed."""

    @pytest.fixture
    def page(self, started, tmp_path):
        def show(timeline):
            path = tmp_path / "timeline.html"
            save_timeline(timeline, path, today=TODAY)
            started.requested.clear()
            started.said.clear()
            started.resize(1200)
            started.open(path)
            return started

        yield show
        assert len({address.partition("#")[0] for address in started.requested}) == 1
        assert started.said == []

    def test_the_axis_leads_to_its_events(self, page):
        shown = page(QUAKE)
        assert shown.texts("time") == ["2018", "21 November 2022"]
        assert shown.texts(".axis span")[0] == "2018"
        shown.run("document.querySelectorAll('.axis a')[1].focus()")
        shown.press("Enter")
        assert shown.run("location.hash") == "#event-2"
        assert shown.texts(".label") == ["Reported before:", "Contradicted:"]

    def test_nothing_is_cut_off_on_a_narrow_screen(self, page):
        shown = page(QUAKE)
        shown.resize(360)
        assert shown.run("document.documentElement.scrollWidth <= 360")

    def test_hostile_words_are_words(self, page):
        shown = page(hostile())
        assert not shown.run("window.harmed")
        assert "<script>window.harmed = 1</script>" in shown.texts("h1")[0]
