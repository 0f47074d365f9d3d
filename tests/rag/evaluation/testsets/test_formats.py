from pathlib import Path

import pytest

from rag.errors import TestSetError
from rag.evaluation import articles_of, load_cases
from rag.evaluation.testsets.cases import fingerprint
from rag.evaluation.testsets.formats import format_of

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def test_a_missing_file_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(TestSetError, match=r"none\.jsonl: cannot be read") as caught:
        load_cases(tmp_path / "none.jsonl")
    assert caught.value.hint


@pytest.mark.skipif(not DATA.exists(), reason="the public test sets are not here")
@pytest.mark.parametrize(
    ("name", "cases", "answerable", "articles", "missing"),
    [
        ("squad/xquad.en.json", 1190, 1190, 240, 0),
        ("squad/squad2-dev-half.json", 6078, 2910, 646, 0),
        # Two of Cranfield's documents are blank, and one of them is judged relevant once.
        ("cranfield-beir", 225, 225, 1398, 1),
    ],
)
def test_public_test_sets(name, cases, answerable, articles, missing, unmatched):
    loaded = load_cases(DATA / name)
    assert (len(loaded), sum(case.answerable for case in loaded)) == (cases, answerable)
    assert len({article.id for article in articles_of(DATA / name)}) == articles
    assert len(unmatched(DATA / name)) == missing


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jsonl", "jsonl"), ("compare", "jsonl"), ("a.CSV", "csv"), ("a.tsv", "csv"),
     ("a.json", "squad"), (".", "beir")],
)  # fmt: skip
def test_the_format_is_told_by_the_name(tmp_path, name, kind):
    assert format_of(tmp_path / name) == kind


def test_the_fingerprint_is_of_the_cases_not_of_their_file(tmp_path, write_lines):
    lines = write_lines(tmp_path, {"id": "a", "question": "Q?", "answers": ["x"]})
    table = write_lines(tmp_path, "answers,id,question\nx,a,Q?\n", name="set.csv")
    other = write_lines(tmp_path, {"id": "a", "question": "Q?", "answers": ["y"]}, name="o.jsonl")
    prints = [fingerprint(load_cases(path)) for path in (lines, table, other)]
    assert prints[0] == prints[1] != prints[2]
