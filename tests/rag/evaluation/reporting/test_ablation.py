"""The page of an ablation: the variants, the best first, each a link to its report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.evaluation import FinishedRun, summarise
from rag.evaluation.compare.ablation import ranked
from rag.evaluation.metrics.measures import STAGES
from rag.evaluation.reporting import as_ablation, write_ablation

HARM = '<script>window.harmed = 1</script>"'


@pytest.fixture
def found(run, make_result, tmp_path):
    def finished(name, right):
        results = tuple(
            make_result(
                str(number),
                measured={"correct": float(number < right), **dict.fromkeys(STAGES, 1.0)},
            )
            for number in range(20)
        )
        summary = summarise(results, resamples=50)
        own = replace(run, summary=summary, variant=name)
        return name, FinishedRun(folder=tmp_path / "a b" / name, run=own, results=results)

    return ranked([finished("as set", 10), finished("k = 3", 18), finished(HARM, 10)])


def test_the_best_comes_first_and_leads_to_its_report(found, tmp_path):
    page = as_ablation(found, beside=tmp_path)
    rows = re.findall(
        r"<tr(?: class=\"first\")?>\n<th scope=\"row\"><a href=\"(.*?)\">(.*?)</a>", page
    )
    assert rows[:2] == [("a%20b/k%20%3D%203/report.html", "k = 3"),
                        ("a%20b/as%20set/report.html", "as set")]  # fmt: skip
    (best,) = re.findall(r"k = 3</a></th>(.*?)</tr>", page, re.DOTALL)
    assert '<td class="number strong">0.900</td>' in best
    assert '<td class="number good">+0.400</td>' in best
    assert "0.699 to 0.972" in best  # Wilson's


def test_what_is_compared_with_has_no_change(found, tmp_path):
    (first,) = re.findall(
        r'<tr class="first">(.*?)</tr>', as_ablation(found, beside=tmp_path), re.DOTALL
    )
    assert "+0.000" not in first


def test_where_each_variant_loses_answers_is_there_too(found, tmp_path):
    page = as_ablation(found, beside=tmp_path)
    assert "<h2>Where answers are lost</h2>" in page
    assert re.findall(r"k = 3</th>((?:<td class=\"number\">100%</td>)+)", page)


def test_what_somebody_wrote_stays_text_and_nothing_is_loaded(found, tmp_path):
    page = write_ablation(tmp_path, found).read_text(encoding="utf-8")
    assert (tmp_path / "ablation.html").is_file()
    assert "<script" not in page
    assert not re.search(r"\b(?:src|style|onclick)=", page)
