"""The sets of claims, each in its own form, and the evidence gathered for them."""

from __future__ import annotations

import gzip
import json

import pytest
from training import claim_sets
from training.evidence import LONGEST_EVIDENCE, gathered


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def said(claims):
    return [(one.text, one.evidence, one.supported) for one in claims]


def test_claims_of_three_sets(tmp_path):
    fever = {"claim": "It fell.", "label": "REFUTES", "evidence": ["It rose -LRB- twice -RRB- ."]}
    for name in ("fever-test", "fever-validation"):
        write(tmp_path / f"{name}.jsonl", json.dumps(fever))
    evidence = "Page\tThe [[Rate|rate]] fell in [[May]]."
    write(
        tmp_path / "feverous-dev.json",
        [{"claim": "It fell.", "label": "supports", "evidence": evidence}],
    )
    fooled = {"text": "It fell.", "label": "SUPPORTS", "gold_evidence": [{"text": "It fell."}]}
    write(tmp_path / "foolmetwice-dev.jsonl", json.dumps(fooled))
    found = [(one.source, one.supported, one.evidence) for one in claim_sets.fact_checks(tmp_path)]
    assert found == [
        ("fever", False, "It rose (twice)."),
        ("fever", False, "It rose (twice)."),
        ("feverous", True, "The rate fell in May."),
        ("foolmetwice", True, "It fell."),
    ]


def test_summaries_that_people_judged(tmp_path):
    records = [{"doc": "It rose.", "summary": "It fell.", "label": 0}]
    path = write(tmp_path / "s.json.gz", records)
    found = claim_sets.summaries(path, claim="summary", document="doc", source="s")
    assert said(found) == [("It fell.", "It rose.", False)]


def test_of_two_choices_one_is_right(tmp_path):
    record = {"input": "It rose.", "list_choices": ["It fell.", "It rose."], "lbl": 1}
    path = write(tmp_path / "c.jsonl.gz", json.dumps(record))
    assert said(claim_sets.two_choices(path)) == [
        ("It fell.", "It rose.", False),
        ("It rose.", "It rose.", True),
    ]


def test_an_edit_made_a_summary_false(tmp_path):
    record = {"article": "It rose.", "reference_summary": "It rose .", "edited_summary": "It fell."}
    found = said(claim_sets.edited_summaries(write(tmp_path / "b.json", [record])))
    assert found == [("It rose.", "It rose.", True), ("It fell.", "It rose.", False)]


@pytest.mark.parametrize(
    ("support", "expected"), [("Complete", [True]), ("Partial", [False]), ("Missing", [])]
)
def test_a_cited_answer_is_supported_when_completely(tmp_path, support, expected):
    said_so = {
        "claim_string": "It rose [1].",
        "evidence": ["[1] https://example.org/a\n\nIt rose."],
        "support": support,
    }
    record = {"answers": {"a": {"claims": [said_so]}}}
    found = list(claim_sets.cited_answers(write(tmp_path / "e.jsonl", json.dumps(record))))
    assert [one.supported for one in found] == expected
    assert all((one.text, one.evidence) == ("It rose.", "It rose.") for one in found)


@pytest.mark.parametrize(
    ("stance", "supported"), [("completely-support", True), ("partially-support", False)]
)
def test_a_search_result_supports_when_completely(tmp_path, stance, supported):
    record = {"claim": "It rose.", "evidence": "It rose.", "stance": stance}
    path = write(tmp_path / "f.jsonl", json.dumps(record))
    assert [one.supported for one in claim_sets.search_results(path)] == [supported]


def test_only_verifiable_chat_answers_count(tmp_path):
    rows = "response,knowledge,Hallucination,Verifiable\nIt fell.,It rose.,Yes,y\nHello!,,,n\n"
    found = claim_sets.chat_answers(write(tmp_path / "d.csv.gz", rows))
    assert said(found) == [("It fell.", "It rose.", False)]


def test_short_evidence_stays_whole():
    assert gathered("It rose.", "It fell. Then it rose.") == "It fell. Then it rose."


def test_of_long_evidence_the_nearest_sentences_stay_in_their_order():
    filler = "Nothing of interest happened in the village on that day. " * 40
    document = f"{filler}The bank raised its rate. {filler}Inflation fell in May. {filler}"
    found = gathered("The rate of the bank was raised after inflation fell.", document)
    assert len(found) <= LONGEST_EVIDENCE
    assert 0 <= found.index("The bank raised") < found.index("Inflation fell")
