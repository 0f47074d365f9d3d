from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import browser as chromium
import pytest

from rag.errors import RunError
from rag.evaluation.compare.comparison import Change, Comparison, Flip
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.reporting import as_comparison, write_comparison, write_reports

HARM = '</td><script>window.harmed = 1</script>"'


@pytest.fixture
def compared(tmp_path):
    flips = {"question": "Who sends most?", "before": "Turkey", "after": "Italy"}
    return Comparison(
        before=tmp_path / "runs" / "first",
        after=tmp_path / "runs" / "second",
        shared=7,
        only_before=0,
        only_after=1,
        changes=(Change(name="top_k", before="8", after=HARM),),
        differences=(
            Difference(name="hit@1", before=0.5, after=0.5, n=2, change=0.0, low=-0.5, high=0.5),
            Difference(
                name="f1", before=0.4, after=0.6, n=5, change=0.2, low=0.1, high=0.3, p=0.01
            ),
            Difference(name="brier", before=0.2, after=0.3, n=4, change=0.1, low=0.05, high=0.2),
            Difference(name="judge", before=None, after=None, n=0, change=None),
        ),
        by="correct",
        fixed=(Flip(id="wrong", **flips),),
        broken=(Flip(id=f"harm {HARM}", **(flips | {"after": HARM})),),
    )


@pytest.fixture
def page(compared, tmp_path):
    return as_comparison(compared, beside=tmp_path)


def row(page, name):
    return page.partition(f"<code>{name}</code>")[2].partition("</tr>")[0]


def test_it_says_what_was_compared(page):
    assert "<h1>first → second</h1>" in page
    assert "7 cases in both; 1 case only in second. 1 case put right and 1 put wrong" in page


@pytest.mark.parametrize(
    ("name", "look", "told"),
    [
        ("hit@1", "unsure", "+0.000"),  # the interval holds 0
        ("f1", "good", "+0.200"),
        ("brier", "bad", "+0.100"),  # less would have been better
    ],
)
def test_a_change_is_coloured_where_it_is_sure(page, name, look, told):
    assert f'class="number strong {look}">{told}</td>' in row(page, name)


def test_what_is_defined_in_neither_run_is_left_out(page):
    assert "<code>judge</code>" not in page
    assert "<caption>Judge</caption>" not in page


def test_nothing_runs_in_it(page):
    assert "script-src" not in page
    assert "<script" not in page
    assert "default-src 'none'; style-src 'sha256-" in page


def test_equal_runs_have_nothing_to_show(compared, tmp_path):
    page = as_comparison(replace(compared, changes=(), fixed=(), broken=()), beside=tmp_path)
    assert "Nothing that was recorded of the two runs differs." in page
    assert page.count(">None.</p>") == 2


def test_a_place_that_cannot_be_written_is_named(compared, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written"):
        write_comparison(tmp_path / "file" / "x.html", compared)


@pytest.mark.slow
@pytest.mark.skipif(chromium.PROGRAM is None, reason="there is no Chromium")
def test_a_flipped_case_leads_to_its_report(compared, run, results, tmp_path):
    for folder in (compared.before, compared.after):
        write_reports(folder, run, results)
    path = tmp_path / "pages" / "compared.html"
    write_comparison(path, compared)
    page = chromium.Browser(tmp_path / "profile")
    try:
        page.open(path)
        assert page.texts(".flips td") == ["Turkey", "Italy", "Turkey", HARM]
        target = page.run("document.querySelector('.flips a').href")
        assert target == f"{(compared.before / 'report.html').as_uri()}#case=wrong"
        page.open(Path(compared.before / "report.html"), fragment="#case=wrong")
        assert page.texts(".case.open .opener") == ["Who leads the mission?"]
        assert page.said == []
    finally:
        page.close()
