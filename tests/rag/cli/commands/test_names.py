"""``rag articles names`` over the sample articles, and over articles as they come."""

from __future__ import annotations

import csv
import io

import pytest

pytestmark = pytest.mark.model

PEOPLE = {
    "Mark Rutte", "Jens Stoltenberg", "Albin Kurti", "Milan Radojičić", "James O’Brien",
    "Valentina Dimitrievska",
}  # fmt: skip
ORGANISATIONS = {
    "NATO", "KFOR", "European Union", "European Parliament", "Kosovo Police", "Serbian List",
    "Alliance for the Future of Kosovo", "Democratic League of Kosovo",
    "Democratic Party of Kosovo", "European Union Rule of Law Mission", "AA", "Koha.net",
    "Nato.int", "Foreign Affairs and Defense Committee", "Foreign Policy and Defense Committee",
    "Committee on Foreign Policy and Defence", "Social Democratic Initiative", "Vetëvendosje",
}  # fmt: skip
PLACES = {
    "Kosovo", "Serbia", "Western Balkans", "Europe", "Bosnia and Herzegovina", "Russia",
    "Belgrade", "United States of America", "Banjska", "Brussels", "Ukraine", "Slovakia",
    "Bratislava", "Hungary",
    "Ibër-Lepenc Canal", "Italy", "Middle East", "Turkey", "Zubin Potok", "Zveçan", "Skopje",
}  # fmt: skip
"""Read by hand; "X" and the mark "REL" are names, too, and not found."""


@pytest.mark.parametrize(
    ("kind", "names"), [("person", PEOPLE), ("organisation", ORGANISATIONS), ("place", PLACES)]
)
def test_five_articles_read_by_hand(rag, shared_library, kind, names):
    found = rag("articles", "names", "--kind", kind, "--library", shared_library, "--json").json
    assert {one["name"] for one in found["names"]} == names


def test_people_of_the_samples(rag, sample_library):
    told = rag("articles", "names", "--kind", "person", "--library", sample_library, "--json").json
    assert {one["name"].replace("'", "’") for one in told["names"]} == PEOPLE
    keys = ["name", "kind", "articles", "mentions", "first", "last", "spellings"]
    assert all(list(one) == keys for one in told["names"])


def test_a_table(rag, sample_library):
    shown = rag("articles", "names", "--top-k", 2, "--library", sample_library).out
    assert shown.splitlines()[0].split()[:3] == ["kind", "articles", "mentions"]
    assert "more names; --top-k shows more, --json and --csv all." in shown
    nobody = rag("articles", "names", "zzz", "--library", sample_library).out
    assert nobody == "The articles name nobody and nothing of the kind.\n"


def test_csv(rag, sample_library):
    text = rag("articles", "names", "rutte", "--library", sample_library, "--csv").out
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["name"], row["kind"]) == ("Mark Rutte", "person")
    assert "Rutte" in row["spellings"].split("; ")
    both = ("articles", "names", "--csv", "--json", "--library", sample_library)
    assert "two formats" in rag(*both, status=2).err
