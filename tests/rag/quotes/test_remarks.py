"""The same remark of several articles is one; who is meant by a name, an office, a capital."""

from __future__ import annotations

from datetime import date

import pytest

from index.filters import Filters
from index.library import Library
from index.library.writer import open_for_writing
from index.sync.writing import write_changes
from rag.quotes import find_remarks
from rag.quotes.speakers import is_meant

NEWS = {
    "first": "NATO Secretary General Mark Rutte spoke in Brussels. “Naturally, we have some "
    "concerns, especially regarding Bosnia,” said NATO’s chief. Rutte said 12 states agree.",
    "second": "Mark Rutte, the NATO Secretary General, spoke. “Of course, we have certain "
    "concerns, especially regarding Bosnia,” Rutte said. Rutte said 14 states agree.",
    "third": "Belgrade denied that it was involved. Mark Rutte said that Kosovo is safe.",
    "fourth": "Kosovo blamed Serbia for the attack. Rutte said that Kosovo is not safe.",
}


@pytest.fixture
def library(tmp_path, location, settings, embedder):
    folder = tmp_path / "news"
    folder.mkdir()
    for day, (name, text) in enumerate(NEWS.items(), start=1):
        published = date(2025, 1, day).isoformat()
        (folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\npublished: {published}\n---\n\n{text}\n", encoding="utf-8"
        )
    with open_for_writing(location, settings, embedder=embedder) as writer:
        list(write_changes([folder], writer))
    with Library(location, settings, embedder=embedder) as opened:
        yield opened


def find(library, speaker=None, about=None, filters=None):
    return find_remarks(library, speaker=speaker, about=about, filters=filters or Filters())


def test_variants_are_one_remark_the_earliest_first(library):
    (remark,) = find(library, "rutte", "Bosnia")
    assert [quote.article.title for quote in remark.quotes] == ["first", "second"]
    assert (remark.speaker, remark.role, remark.independent) == (
        "Mark Rutte",
        "NATO Secretary General",
        2,
    )
    said = remark.as_json()
    assert said["quote"] == said["citations"][0]["quote"].strip()
    assert said["variants"] == [
        {"quote": said["citations"][1]["quote"], "citation": said["citations"][1]}
    ]


def test_other_numbers_and_a_denial_are_other_remarks(library):
    states, safe = find(library, "Rutte", "states"), find(library, "Rutte", "safe")
    assert [len(remark.quotes) for remark in states] == [1, 1]
    assert [len(remark.quotes) for remark in safe] == [1, 1]


@pytest.mark.parametrize(
    "speaker", ["the NATO chief", "NATO Secretary General", "NATO", "mark rutte"]
)
def test_an_office_and_an_organisation_are_who_speaks_for_it(library, speaker):
    assert {remark.speaker for remark in find(library, speaker)} == {"Mark Rutte"}


def test_a_capital_is_its_country(library):
    assert [remark.speaker for remark in find(library, "Serbia")] == ["Belgrade"]
    assert [remark.first.attribution.verb for remark in find(library, "belgrade")] == ["denied"]


def test_everybody_and_nobody(library):
    assert {remark.speaker for remark in find(library)} == {"Mark Rutte", "Belgrade", "Kosovo"}
    assert find(library, "Stoltenberg") == []
    assert find(library, "Rutte", filters=Filters(since="2025-02")) == []


def test_who_is_meant():
    assert is_meant("the Serbian president", "Aleksandar Vučić", "Serbian President")
    assert is_meant("Vucic", "Aleksandar Vučić", None)
    assert not is_meant("NATO", "Aleksandar Vučić", "Serbian President")
    assert not is_meant("the", "Aleksandar Vučić", None)
