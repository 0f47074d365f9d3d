"""The reports of ``rag eval`` and ``rag eval compare``, from the command to the files."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.model


@pytest.fixture
def runs(rag, sample_library):
    """Two runs over three questions, with different settings."""
    Path("set.jsonl").write_text(
        '{"id": "a", "question": "How many soldiers does KFOR have?", "answers": ["4,600"]}\n'
        '{"id": "b", "question": "Who leads the Democratic Party of Kosovo?",'
        ' "answerable": false}\n'
        '{"id": "c", "question": "When is the election?", "answers": ["February 9"]}\n'
    )
    for name, top_k in (("first", 1), ("second", 10)):
        rag("eval", "set.jsonl", "--library", sample_library, "--top-k", top_k, "--out", name)


def test_a_run_can_be_read_in_a_browser_and_put_into_a_pull_request(runs):
    page = Path("first/report.html").read_text(encoding="utf-8")
    assert "<h1>set.jsonl</h1>" in page
    assert "How many soldiers does KFOR have?" in page
    told = Path("first/report.md").read_text(encoding="utf-8")
    assert told.startswith("# Evaluation\n\n3 cases of `set.jsonl` asked of 5 articles")


def test_two_runs_become_a_page_beside_what_is_printed(rag, runs):
    told = rag("eval", "compare", "first", "second").out
    assert rag("eval", "compare", "first", "second", "--html", "pages/compared.html").out == told
    page = Path("pages/compared.html").read_text(encoding="utf-8")
    assert "<h1>first → second</h1>" in page
    assert "<td>1</td><td>10</td>" in page.partition(">top_k<")[2]
