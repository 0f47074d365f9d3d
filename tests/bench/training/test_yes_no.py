"""Questions that want yes or no, and over several paragraphs."""

from __future__ import annotations

import json
import random

import pytest
from training import yes_no
from training.examples import Claim


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "answer", "yes"),
    [("b.json", True, True), ("b.json", False, False), ("b.jsonl", "no-answer", None)],
)
def test_a_boolq_question(tmp_path, name, answer, yes):
    record = {"question": "did it rise", "title": "Rate", "passage": "It rose.", "answer": answer}
    content = json.dumps(record) if name.endswith("l") else [record]
    (example,) = yes_no.boolq(write(tmp_path / name, content))
    assert (example.yes, example.answerable, example.answer) == (yes, yes is not None, None)


def test_condaqa_s_other_answers_are_left_out(tmp_path):
    records = [
        {"sentence1": "It rose.", "sentence2": "Did it?", "label": label, "PassageID": 3}
        for label in ("YES", "DON'T KNOW", "elsewhere")
    ]
    path = write(tmp_path / "c.json", "\n".join(map(json.dumps, records)))
    assert [one.yes for one in yes_no.condaqa([path])] == [True, None]


def test_abstracts_that_may_be_are_left_out(tmp_path):
    record = {"QUESTION": "Does it?", "CONTEXTS": ["First.", "Last."], "LONG_ANSWER": "It does."}
    records = {"1": record | {"final_decision": "yes"}, "2": record | {"final_decision": "maybe"}}
    (example,) = yes_no.pubmedqa(write(tmp_path / "p.json", records))
    assert (example.passage, example.yes) == ("Last. It does.", True)


@pytest.mark.parametrize(
    ("answer", "found"), [("Oslo", ("Oslo", None)), ("no", ("", False)), ("Rome", None)]
)
def test_several_paragraphs(tmp_path, answer, found):
    record = {
        "_id": "1",
        "question": "Where?",
        "answer": answer,
        "supporting_facts": [["A", 0], ["B", 0]],
        "context": [["A", ["It is there."]], ["C", ["Not."]], ["B", ["There is Oslo."]]],
    }
    examples = list(yes_no.several_paragraphs(write(tmp_path / "h.jsonl", json.dumps(record))))
    assert examples[-1].passage == "Not."
    assert not examples[-1].answerable
    assert [(one.answer_text, one.yes) for one in examples[:-1]] == ([found] if found else [])


def test_a_claim_is_asked():
    claim = Claim(text="Oslo is a city.", evidence="Oslo is a city.", supported=True, source="s")
    example = yes_no.asked(claim, random.Random(1))
    assert (example.question, example.yes) == ("Is Oslo a city?", True)
