"""``rag timeline`` over the sample articles, and over articles as they come."""

from __future__ import annotations

import csv
import io
import json

import pytest

pytestmark = pytest.mark.model

CANAL = "the explosion at the canal"


def test_the_events_in_order(rag, sample_library):
    shown = rag("timeline", "the", "north", "of", "Kosovo", "--library", sample_library).out
    dates = ["2008", "24 September 2023", "November 2024", "13 January 2025", "9 February 2025"]
    places = [shown.index(f"\n{one}") if place else 0 for place, one in enumerate(dates)]
    assert places == sorted(places)
    assert "nato-contacts-before-the-vote.md:16" in shown


def test_json_is_what_the_contract_says(rag, sample_library):
    told = rag("timeline", CANAL, "--library", sample_library, "--json").json
    assert list(told) == ["topic", "events", "undated"]
    keys = ["date", "precision", "text", "citations", "independent", "supersedes"]
    for event in [*told["events"], *told["undated"]]:
        assert [key for key in event if key not in {"dated_by", "contradicted_by"}] == keys
    assert [one["date"] for one in told["events"]] == sorted(one["date"] for one in told["events"])
    (canal,) = [one for one in told["events"] if one["date"] == "2024-11"]
    assert canal["precision"] == "month"
    assert canal["citations"][0]["quote"] == canal["text"]
    assert canal["citations"][0]["path"].endswith("nato-contacts-before-the-vote.md")


def test_the_north_of_kosovo_in_articles_as_they_come(rag, shared_library):
    told = rag("timeline", "the north of Kosovo", "--library", shared_library, "--json").json
    by_date = {one["date"]: one for one in told["events"]}
    assert min(by_date) == "2008"
    assert max(by_date) == "2025-02-09"
    banjska = by_date["2023-09-24"]
    files = {cited["path"].rpartition("/")[2][:3] for cited in banjska["citations"]}
    assert (files, banjska["independent"]) == ({"000", "004"}, 2)
    assert "Banjska" in banjska["text"]
    canal = by_date["2024-11"]
    assert [cited["path"].rpartition("/")[2][:3] for cited in canal["citations"]] == ["000"]
    assert canal["dated_by"]["published"] == "2025-01-13"
    assert "2023-09" not in by_date
    texts = " ".join(one["text"] for one in told["undated"])
    assert "Just last month" in texts


def test_every_quote_stands_where_it_says(rag, shared_library):
    told = rag("timeline", "Kosovo", "--library", shared_library, "--json").json
    cited = [one for event in [*told["events"], *told["undated"]] for one in event["citations"]]
    assert cited
    for one in cited:
        text = rag("articles", "show", one["article_id"], "--text", "--library", shared_library).out
        assert text[one["start"] : one["end"]] == one["quote"]


def test_fewer_events_are_the_ones_that_weigh_most(rag, sample_library):
    asked = ("timeline", "attack in Banjska", "--library", sample_library, "--top-k", 1)
    assert rag(*asked).out.startswith("24 September 2023")
    assert "more events weigh less; --top-k shows more." in rag(*asked).out


def test_what_goes_wrong(rag, sample_library):
    asked = ("timeline", "gas", "--since", "2026", "--library", sample_library)
    assert rag(*asked, status=3).out == "The articles tell no event on gas.\n"
    assert "TOPIC is empty" in rag("timeline", " ", "--library", sample_library, status=2).err
    assert rag("timeline", "gas", "--top-k", 0, "--library", sample_library, status=2).err
    saved = ("timeline", "gas", "--library", sample_library, "--save", "gas.docx")
    assert ".md, .html, .csv or .json" in rag(*saved, status=2).err


def test_saving(rag, sample_library, tmp_path):
    for ending in ("md", "html", "csv", "json"):
        file = tmp_path / f"canal.{ending}"
        rag("timeline", CANAL, "--library", sample_library, "--save", file)
        assert "November 2024" in file.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "canal.csv").read_text(encoding="utf-8"))))
    told = json.loads((tmp_path / "canal.json").read_text(encoding="utf-8"))
    assert [row["date"] for row in rows if row["date"]] == [
        event["date"]
        for event in told["events"]
        for _ in [*event["citations"], *([event["dated_by"]] if "dated_by" in event else [])]
    ]
    assert (
        "already"
        in rag("timeline", CANAL, "--library", sample_library, "--save", file, status=2).err
    )
