"""Drafts checked against a library: verdicts, what is wrong, and what the articles say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answers import Verdict
from rag.drafts import CheckedDraft, DraftChecker, Format, Kind, draft_of

pytestmark = pytest.mark.model
MARKED = Path(__file__).parents[2] / "bench" / "drafts.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "Ann Brown, the harbour's director, said dredging would start in April.",
        "“We will dredge the northern basin first, but only if the ministry pays its share,” Brown "
        "said.",
        "Twelve million euros were promised by the ministry.",
        "Three companies made offers.",
        "In February, two boats were sunk by a storm in the southern basin.",
        "Minister Carl Stone told reporters that every port deserves the same help.",
        "Stone rejected the charge that the ministry was late.",
        "In December a fire broke out in a warehouse.",
        "Three companies have made offers, while the ministry promised 12 million euros.",
        "The harbor’s director, Ann Brown, spoke on Monday of dredging in April.",
    ],
)
def test_what_the_articles_say(check, text):
    (one,) = check(text)
    assert one.verdict is Verdict.SUPPORTED, one.findings
    assert one.citations


@pytest.mark.parametrize(
    ("text", "kind", "articles_say"),
    [
        ("The ministry has promised 13 million euros.", Kind.NUMBER, "12 million"),
        ("Dredging begins in May, Brown said.", Kind.DATE, "April"),
        ("In March 2025 a storm sank two boats.", Kind.DATE, "February 2025"),
        ("Transport Minister Ann Brown said dredging began in April.", Kind.OFFICE, "director"),
        ("“Every port in the country deserves the same help,” said Ann Brown.", Kind.ATTRIBUTION,
         "Carl Stone"),
        ("“We will dredge the northern basin first,” Brown said.", Kind.QUOTE, "but only if"),
        ("“The work is cheap. Nobody should expect ships before the autumn,” Brown said.",
         Kind.QUOTE, "expensive"),
        ("“Ships will be back in a week,” Brown said.", Kind.QUOTE, None),
        ("Stone admitted that the ministry was late.", Kind.MEANING, "denied"),
        ("A storm in February killed one sailor in the southern basin.", Kind.MEANING, "injured"),
        ("In December 2024 a fire sank two boats in the southern basin.", Kind.MEANING, "storm"),
        ("The minister resigned after the fire.", Kind.MEANING, None),
        ("The ministry sold a warehouse to Carl Stone.", Kind.MEANING, None),
        ("In the summer of 2025 a storm sank two boats.", Kind.DATE, "February 2025"),
        ("Stone acknowledged that the ministry was late.", Kind.MEANING, "denied"),
        ("Ann Brown said on Friday that dredging would begin in April.", Kind.DATE, "Monday"),
    ],
)  # fmt: skip
def test_what_they_say_otherwise(check, text, kind, articles_say):
    (one,) = check(text)
    assert one.verdict in {Verdict.PARTIAL, Verdict.UNSUPPORTED}
    found = [finding for finding in one.findings if finding.kind is kind]
    assert found, one.findings
    if articles_say:
        assert articles_say in (found[0].articles_say or "")


def test_a_draft_is_read_as_a_whole(check):
    """Whoever "he" is was named before, and what is quoted goes over two sentences."""
    text = (
        "Minister Carl Stone spoke on Wednesday. “Every port in the country deserves the same "
        "help,” he said.\n\n“The work is expensive. Nobody should expect ships before the autumn,” "
        "Ann Brown said. She added that dredging would begin in April."
    )
    assert [one.verdict for one in check(text)] == [Verdict.SUPPORTED] * 4


def test_of_a_date_without_a_year_other_articles_tell_the_year(model, tmp_path):
    """One tells of "November of last year", another has a date and names the same vote."""
    (tmp_path / "undated.txt").write_text(
        "The island is to hold its council elections on 9 February.\n\n"
        "The governor spoke of them on 12 January.\n\n"
        "In November of last year, an explosion damaged the water canal in the hills.\n"
    )
    (tmp_path / "dated.md").write_text(
        "---\ntitle: Vote on the island\npublished: 2025-01-13\n---\n\n"
        "The island prepares for its council elections on 9 February, the governor said.\n"
    )
    place = Location(directory=tmp_path / "library")
    list(update([tmp_path], place, IndexSettings(), embedder=model))
    with Library(place, IndexSettings(), embedder=model) as library:
        checker = DraftChecker(library)
        said = "An explosion damaged the water canal in the hills in November {}."
        found = [
            next(checker.check(draft_of(said.format(year).encode(), Format.TEXT))).verdict
            for year in (2024, 2023)
        ]
    assert found == [Verdict.SUPPORTED, Verdict.UNSUPPORTED]


def test_markers_count_through_and_quotes_stand_where_they_are_said_to(check):
    found = check(
        "Three companies made an offer. What now? The ministry promised 12 million euros."
    )
    assert [one.verdict for one in found] == [Verdict.SUPPORTED, None, Verdict.SUPPORTED]
    cited = [cited for one in found for cited in one.citations]
    assert [one.marker for one in cited] == [1, 2]
    assert all(one.article.text[one.start : one.end] == one.quote for one in cited)


def test_json_is_what_the_contract_says(coast):
    draft = draft_of(b"Dredging begins in *June*. Really?", Format.MARKDOWN)
    checked = CheckedDraft(draft=draft, sentences=tuple(DraftChecker(coast).check(draft)))
    said = checked.as_json()
    assert list(said) == ["draft", "statements", "counts"]
    assert said["counts"] == {
        "supported": 0, "repaired": 0, "partial": 0, "unsupported": 1, "not_checked": 1,
    }  # fmt: skip
    first, second = said["statements"]
    assert list(first) == ["text", "start", "end", "verdict", "findings", "citations"]
    assert list(first["findings"][0]) == ["kind", "said", "articles_say"]
    assert said["draft"][first["start"] : first["end"]] == first["text"]
    assert second["verdict"] == "not_checked"
    assert not checked.holds


def test_faults_are_named_and_truths_left_alone(samples):
    """Sentences about the samples, 33 with a planted fault: the figures of the issue."""
    checker = DraftChecker(samples)
    named = flagged = faults = truths = 0
    for case in map(json.loads, MARKED.read_text().splitlines()):
        (one,) = checker.check(draft_of(case["text"].encode(), Format.TEXT))
        if "verdict" in case:
            assert one.verdict is None
        elif case["fault"] is None:
            truths += 1
            flagged += not one.holds
        else:
            faults += 1
            named += any(finding.kind in case["kinds"] for finding in one.findings)
    assert (faults, truths) == (33, 29)
    assert named >= 0.9 * faults
    assert flagged <= 0.1 * truths
