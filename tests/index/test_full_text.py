"""Search by words: what decides which passages are scored leaves the scores alone."""

import json
import random

import pytest

from index.catalog import full_text
from index.filters import Filters, Selection

COMMON = ["river", "bridge", "council", "harbour"]
RARE = ["zeppelin", "quartz", "walrus"]


@pytest.fixture
def stocked(shelf, tmp_path):
    """300 records: every one has common words, one in thirty a rare one."""
    rng = random.Random(7)
    lines = []
    for number in range(300):
        words = [*rng.choices(COMMON, k=6), "story", "of", "number", str(number)]
        words += [RARE[number // 30 % 3]] * (number % 30 == 0)
        rng.shuffle(words)
        source = f"Wire {number % 3}"
        record = {"title": f"Story {number}", "text": " ".join(words), "source": source}
        lines.append(json.dumps(record | {"published": f"{2000 + number % 20}-01-01"}))
    path = tmp_path / "stock.jsonl"
    path.write_text("\n".join(lines))
    shelf.index(path)
    with shelf.open() as library:
        yield library


def any_of(*words):
    return " OR ".join(f'"{word}"' for word in words)


def search(library, query, *, limit=300, selection=None):
    return library.full_text(query, limit=limit, selection=selection or Selection())


QUERIES = [
    any_of("walrus"),
    any_of("river", "walrus"),
    any_of("river", "walrus", "quartz", "bridge"),
    any_of("river", "council"),
    any_of("nothing", "river"),
    any_of("river", "bridge council"),
    any_of("river", "river"),
]


@pytest.mark.parametrize("query", QUERIES)
def test_with_few_passages_the_ranking_is_exact(stocked, query):
    plain = search(stocked, f"({query})")  # brackets make it a query like any other
    assert search(stocked, query) == plain
    assert plain == sorted(plain, key=lambda hit: (-hit[1], hit[0]))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [3, 40, 300])
def test_with_many_the_scores_are_and_the_rare_words_decide(stocked, monkeypatch, query, limit):
    plain = dict(search(stocked, f"({query})"))
    monkeypatch.setattr(full_text, "_SCORED", 20)
    found = search(stocked, query, limit=limit)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert len(found) == len(dict(found)) == min(limit, len(plain)), "as many as there are"
    for passage_id, score in found:
        assert score == pytest.approx(plain[passage_id])
    best = max(plain.values())
    assert found[0][1] == pytest.approx(best), "a rare word outweighs the common ones"


@pytest.mark.parametrize(
    "filters", [Filters(sources=("wire 1",)), Filters(sources=("wire 2", "wire 0"))]
)
def test_filters_leave_the_scores_as_they_are(stocked, monkeypatch, filters):
    query = any_of("river", "walrus")
    plain = dict(search(stocked, query))
    monkeypatch.setattr(full_text, "_SCORED", 20)
    found = search(stocked, query, selection=stocked.selection(filters))
    allowed = {entry.id for entry in stocked.entries(filters)}
    kept = {one: score for one, score in plain.items() if one.split("-")[0] in allowed}
    assert dict(found) == pytest.approx(kept)


def test_publishers_are_each_listed_once_and_nobody_is_no_publisher(stocked, shelf, tmp_path):
    path = tmp_path / "nobody.txt"
    path.write_text("A title\n\nA text of nobody's.\n")
    shelf.index(path)
    assert stocked.catalog.sources() == ["Wire 0", "Wire 1", "Wire 2"]
