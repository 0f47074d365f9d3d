from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag.evaluation.metrics.measures import STAGES, Figure
from rag.evaluation.reporting import as_html, write_reports

HARM = '</script><script>window.harmed = 1</script><img src=x onerror="x">'


class Elements(HTMLParser):
    """Gathers a page's elements, with what stands in those that hold no markup."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.inside = {}
        self._last = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        self._last = dict(attributes).get("id") or name

    def handle_data(self, data):
        self.inside[self._last] = self.inside.get(self._last, "") + data


@pytest.fixture
def page(run, results):
    return as_html(run, results)


def test_the_policy_names_the_digests_of_the_one_style_and_the_one_script(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_it_loads_nothing_and_runs_nothing_else(page):
    elements = Elements(page).elements
    names = {name for name, _ in elements}
    assert not names & {"link", "img", "iframe", "object", "embed", "base", "video", "audio"}
    scripts = [attributes for name, attributes in elements if name == "script"]
    assert [one.get("type") for one in scripts] == ["application/json"] * 2 + [None]
    loaded = {"src", "srcset", "style", "action", "background"}
    for _, attributes in elements:
        assert not loaded & attributes.keys()
        assert not [key for key in attributes if key.startswith("on")]
        assert attributes.get("href", "#").startswith("#")


def test_what_somebody_wrote_stays_text(page):
    assert page.count("<script") == 3
    assert "<img" not in page
    assert "harmed" in page
    assert page.encode("utf-8")
    data = json.loads(Elements(page).inside["data"])
    harm = data["cases"][-1]
    assert harm["q"].startswith("Harm </script><script>")
    assert "${title} $data &   \ud83d" in harm["q"]  # filled in once
    assert harm["ci"][0][-1] == 0  # no address but one of the web is a link


def test_equal_runs_differ_on_lines_of_times_only(run, results, slower):
    pages = [as_html(run, results).split("\n"), as_html(*slower).split("\n")]
    assert len(pages[0]) == len(pages[1])
    changed = [one for one, other in zip(*pages, strict=True) if one != other]
    told = ("Latency", "Started", "[0.05,")
    assert len(changed) == 4
    assert all(any(word in line for word in told) for line in changed)


def test_undefined_is_a_dash_and_a_section_of_nothing_is_left_out(page):
    assert "<caption>Retrieval by article</caption>" in page
    assert "<caption>Retrieval by passage</caption>" not in page
    row = re.search(r"<tr><th scope=\"row\"><code>recall</code>.*?</tr>", page)[0]
    assert row.count(">–</td>") == 4  # at each k
    assert "0.000" not in row


def test_where_answers_are_lost_is_drawn(run, results):
    lefts = dict(zip(STAGES, (0.92, 0.8, 0.67, 0.46, 0.46), strict=True))
    figures = {name: Figure(value=left, n=50) for name, left in lefts.items()}
    summary = replace(run.summary, metrics={**run.summary.metrics, **figures})
    page = as_html(replace(run, summary=summary), results)
    rows = re.findall(r'<tr title="(\w+)">(.*?)</tr>', page, re.DOTALL)
    assert [name for name, _ in rows] == list(STAGES)
    assert [re.findall(r">(\d+%)<", row) for _, row in rows] == [
        ["92%", "8%"], ["80%", "12%"], ["67%", "13%"], ["46%", "21%"], ["46%", "0%"],
    ]  # fmt: skip
    assert (
        "Of 50 questions with a known answer, the passage was there for 92%, the sentence was shown"
        " for 67%, and 46% were answered rightly; retrieval has 15% of the loss, the answer the"
        " rest."
    ) in page


@pytest.mark.parametrize(
    ("defined", "first"),
    [
        ({"correct": 0.5, "cost": 1.2, "ndcg@10": 0.7}, ["Right decisions", "Cost of a question"]),
        ({"ndcg@10": 0.7, "recall@10": 0.9, "coverage": 0.4},
         ["Ranking (nDCG@10)", "Recall@10", "Answered"]),
    ],
)  # fmt: skip
def test_the_first_figures_suit_what_the_test_set_knows(run, results, defined, first):
    undefined = {name: Figure(value=None, n=0) for name in run.summary.metrics}
    figures = {name: Figure(value=value, n=50) for name, value in defined.items()}
    summary = replace(run.summary, metrics=undefined | figures)
    page = as_html(replace(run, times=None, summary=summary), results)
    assert re.findall(r"<dt>(.*?)</dt>", page.partition("</dl>")[0]) == first


def test_a_figure_has_its_interval(page):
    row = re.search(r"<tr><th scope=\"row\"><code>correct</code>.*?</tr>", page)[0]
    assert ">0.400<" in row
    assert "0.123 to 0.800" in row


def test_a_run_that_is_not_finished_says_so(run, results):
    page = as_html(replace(run, finished=False, summary=None, times=None), results)
    assert "The run is not finished." in page


def test_a_run_of_nothing_has_a_page(run):
    assert "<tbody></tbody>" in as_html(replace(run, summary=None, times=None), [])


def test_both_reports_are_written(run, results, tmp_path):
    write_reports(tmp_path, run, results)
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "report.md"}
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == as_html(run, results)


def test_no_attribute_and_no_text_can_be_left(run, results):
    harm = f"a tag\" onclick='x' {HARM} half \ud83d"
    summary = replace(run.summary, by_tag={harm: run.summary.by_tag["kfor"]})
    settings = {harm: {"value": harm, "from": harm}}
    hostile = replace(run, summary=summary, settings=settings, variant=harm,
                      versions={harm: harm}, testset=replace(run.testset, path=harm),
                      judge=replace(run.judge, model=harm, prompt=harm))  # fmt: skip
    elements = Elements(as_html(hostile, results))
    (tag,) = [attributes for _, attributes in elements.elements if "data-tag" in attributes]
    assert tag == {"type": "button", "data-tag": harm.replace("\ud83d", "\ufffd")}
    assert [name for name, _ in elements.elements].count("script") == 3
    assert not [1 for _, attributes in elements.elements if "onclick" in attributes]


def test_no_text_can_end_the_script_element_of_the_cases(run, results):
    harm = "</script><!--<script>&'\u2028 \ud83d"
    page = as_html(run, [replace(results[0], question=harm, answer=harm, tags=(harm,))])
    parsed = Elements(page)
    (case,) = json.loads(parsed.inside["data"])["cases"]
    seen = harm.replace("\u2028", " ")
    assert (case["q"], case["tags"]) == (seen, [seen])
    assert [name for name, _ in parsed.elements].count("script") == 3
