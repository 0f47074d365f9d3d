"""The page as its reader has it: opened from the disk, without a network, clicked and typed at."""

from __future__ import annotations

import re

import browser as chromium
import pytest

from rag.evaluation.reporting import write_reports

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium.PROGRAM is None, reason="there is no Chromium"),
]

QUESTIONS = ".opener"


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    one = chromium.Browser(tmp_path_factory.mktemp("profile"))
    yield one
    one.close()


@pytest.fixture
def page(started, run, results, tmp_path):
    """The report, opened afresh."""
    write_reports(tmp_path, run, results)
    started.requested.clear()
    started.said.clear()
    started.resize(1200)
    started.open(tmp_path / "report.html")
    yield started
    assert {address.partition("#")[0] for address in started.requested} == {
        (tmp_path / "report.html").as_uri()
    }
    assert started.said == []  # no error, nothing that the policy refused
    assert not started.run("window.harmed")


def shown(page):
    return [question[:12] for question in page.texts(QUESTIONS)]


def sort_by(page, column):
    page.click(f'th[data-sort="{column}"] button')


def test_every_case_is_listed_the_worst_first(page):
    assert len(page.texts(".case")) == 7
    assert page.texts("#count") == ["7 cases"]
    assert shown(page) == [
        "Who failed?", "Who was blam", "Who leads th", "And how many",
        "Who commands", "How many sol", "Harm </scrip",
    ]  # fmt: skip
    assert page.texts(".case td:nth-child(4)")[1:3] == ["no answer", "An admiral"]
    assert page.texts("h1") == ["kfor.jsonl"]
    assert page.run("document.querySelectorAll('svg.plot').length") == 3


def test_a_click_sorts_a_second_one_turns_it_round_and_undefined_is_last(page):
    def ranks():
        return page.texts(".case td:nth-child(6)")

    sort_by(page, "rank")
    assert ranks() == ["1", "1", "3", "–", "–", "–", "–"]
    sort_by(page, "rank")
    assert ranks() == ["3", "1", "1", "–", "–", "–", "–"]
    head = page.run("document.querySelector('th[data-sort=rank]').getAttribute('aria-sort')")
    assert head == "descending"
    sort_by(page, "confidence")
    assert page.texts(".case td:nth-child(7)")[0] == "0.00"
    sort_by(page, "seconds")
    assert page.texts(".case td:nth-child(8)")[:2] == ["0.05", "0.10"]


def test_typing_filters_by_every_word(page):
    page.click("#text")
    page.type("italy HOW")  # the one stands in the answer, the other in the question
    assert page.texts(QUESTIONS) == ["How many soldiers does Italy send?"]
    page.type(" nowhere")
    assert page.texts(QUESTIONS) == []
    assert page.texts("#place") == ["No case is like this."]
    page.click('#filters button[type="reset"]')
    page.run("new Promise((done) => setTimeout(done))")
    assert page.texts("#count") == ["7 cases"]


@pytest.mark.parametrize(
    ("control", "value", "found"),
    [
        ("#outcome", "refused though found", ["And how many"]),
        ("#outcome", "not judged", ["Harm </scrip"]),
        ("#tag", "kfor", ["Who leads th", "How many sol"]),
        ("#kind", "person", ["Who leads th"]),
        ("#flag", "guessed", ["Who was blam"]),
    ],
)
def test_a_list_filters(page, control, value, found):
    page.choose(control, value)
    assert shown(page) == found
    assert page.texts("#count") == [f"{len(found)} of 7 cases"]


def test_cases_that_fail_a_measure(page):
    page.click("#failing")  # f1, which is shown first
    assert page.texts("#table thead th:nth-child(5)") == ["f1"]
    assert shown(page) == ["Who was blam", "Who leads th", "And how many"]
    names = page.run("[...document.querySelectorAll('#measure option')].map((one) => one.text)")
    values = page.run("[...document.querySelectorAll('#measure option')].map((one) => one.value)")
    page.choose("#measure", values[names.index("brier")])  # of which less is better
    assert shown(page) == ["Who leads th"]
    assert page.texts(".case td:nth-child(5)") == ["0.400"]


def test_an_outcome_and_a_group_show_their_cases(page):
    page.click('button[data-outcome="wrong"]')
    assert shown(page) == ["Who leads th"]
    page.click('button[data-tag="figure"]')
    assert shown(page) == ["How many sol"]
    page.click('button[data-kind="person"]')
    assert shown(page) == ["Who leads th"]


def test_an_opened_case_shows_everything(page):
    page.click('[data-index="0"] .opener')
    (detail,) = page.texts(".detail")
    for part in ("QUESTION", "ANSWER", "CITATIONS", "EXPECTED", "PASSAGES", "MEASURES"):
        assert part in detail
    assert "Tirana Times – 2025-01-13" in detail
    assert page.texts(".detail .gold") == ["852"]
    assert page.texts(".detail mark.evidence") == ["evidence", "sends 852"]
    assert "".join(page.texts(".detail .passage mark.quoted")) == "Italysends 852soldiers."
    assert page.run("document.querySelector('.detail a').href") == (
        "https://example.org/kfor?a=1&b=2"
    )
    assert page.texts(".detail .answer .marker") == ["1"]
    page.click('[data-index="0"] .opener')
    assert page.texts(".detail") == []


def test_a_case_says_what_is_wrong_with_it(page):
    page.click('[data-index="1"] .opener')
    assert page.texts(".detail .badge.bad") == ["unsupported", "wrong", "not retrieved"]
    page.click('[data-index="2"] .opener')
    (declined,) = page.texts('[data-index="2"] + .detail')
    assert "Who is third?" in declined
    assert "How many does Turkey send?" in declined
    page.click('[data-index="4"] .opener')
    assert "In part." in page.texts('[data-index="4"] + .detail')[0]
    page.click('[data-index="5"] .opener')
    assert "the model is gone" in page.texts('[data-index="5"] + .detail')[0]


def test_a_hostile_case_is_text(page):
    page.click('[data-index="6"] .opener')
    (detail,) = page.texts(".detail")
    assert "<script>window.harmed = 1</script>" in detail
    assert page.run("document.querySelectorAll('.detail a, img, #cases script').length") == 0
    assert page.texts(".detail mark.evidence")[1] == "</script>"


def test_the_keyboard_is_enough(page):
    page.press("/")
    assert page.run("document.activeElement.id") == "text"
    page.run("document.querySelector('.opener').focus()")
    page.press("ArrowDown")
    page.press("Enter")
    assert page.run("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.texts(".case.open .opener") == ["Who was blamed?"]
    page.press("Escape")
    assert page.texts(".case.open") == []


def test_an_address_leads_to_its_case(started, page, tmp_path):
    page.click('[data-index="3"] .opener')
    assert page.run("location.hash") == "#case=refused"
    started.open(tmp_path / "report.html", fragment="#case=guessed")
    started.run("new Promise((done) => setTimeout(done))")
    assert page.texts(".case.open .opener")[-1] == "Who was blamed?"


def test_light_and_dark(page):
    def paper():
        return page.run("getComputedStyle(document.body).backgroundColor")

    page.prefer("light")
    light = paper()
    page.prefer("dark")
    assert paper() != light
    page.click("#theme")
    assert paper() == light


def test_a_phone_scrolls_in_one_direction_only(page):
    page.resize(380)
    page.click('[data-index="0"] .opener')
    assert page.run("document.documentElement.scrollWidth") <= 380


def test_thousands_of_cases_come_in_pages(started, run, make_result, tmp_path):
    write_reports(tmp_path, run, [make_result(f"{number:04}") for number in range(2000)])
    started.resize(1200)
    started.open(tmp_path / "report.html")
    assert len(started.texts(".case")) == 50
    assert "Tag" not in started.texts("#filters label")  # there is none to choose
    started.click("#next")
    assert started.texts("#place") == ["51 to 100 of 2,000"]
    started.click("#text")
    started.type("1999")
    assert started.texts(QUESTIONS) == ["Question 1999?"]
    assert re.match("1 of 2,000", started.texts("#count")[0])


def test_it_prints_dark_on_white_without_its_controls(page):
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.click('[data-index="0"] .opener')
    page.call("Emulation.setEmulatedMedia", media="print", features=features)
    try:
        assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        for hidden in ("nav", "#filters", ".pager"):
            assert page.run(f"document.querySelector('{hidden}').offsetHeight") == 0
        assert page.texts(".detail .gold") == ["852"]
    finally:
        page.call("Emulation.setEmulatedMedia", media="")
