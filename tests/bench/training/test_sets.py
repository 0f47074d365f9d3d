"""The training sets' files, each in its own form."""

from __future__ import annotations

import json

import pytest
from training import sets


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def squad_file(tmp_path, *questions, context="Italy sends 852 soldiers. Others follow."):
    paragraphs = [{"context": context, "qas": list(questions)}]
    return write(tmp_path / "s.json", {"data": [{"title": "K_FOR", "paragraphs": paragraphs}]})


def question(start=12, text="852", **more):
    return {"question": "How many?", "answers": [{"answer_start": start, "text": text}], **more}


def test_a_squad_answer_stands_at_its_offsets(tmp_path):
    (example,) = sets.squad(squad_file(tmp_path, question()), source="s")
    assert (example.answer, example.answer_text) == ((12, 15), "852")
    assert (example.title, example.article, example.source) == ("K FOR", "K FOR", "s")


def test_a_wrong_offset_is_mended_and_a_missing_answer_left_out(tmp_path):
    path = squad_file(tmp_path, question(start=3), question(text="nine"))
    assert [one.answer for one in sets.squad(path, source="s")] == [(12, 15)]


def test_a_question_without_answers_cannot_be_answered(tmp_path):
    path = squad_file(tmp_path, {"question": "Who?", "answers": [], "is_impossible": True})
    (example,) = sets.squad(path, source="s")
    assert example.answer is None
    assert example.answer_text == ""


def test_a_long_passage_is_cut_to_sentences_around_the_answer(tmp_path):
    filler = "This sentence says nothing of interest to anybody. " * 60
    context = f"{filler}Italy sends 852 soldiers. {filler}"
    path = squad_file(tmp_path, question(start=context.index("852")), context=context)
    (example,) = sets.squad(path, source="s")
    assert len(example.passage) < 1_600
    assert example.answer_text == "852"
    assert example.passage.startswith("This")
    assert example.passage.endswith(".")


def test_an_answer_without_offsets_is_found(tmp_path):
    record = {"context": "<P> Italy sends 852 . </P>", "question": "How many?", "answer": "852"}
    (example,) = sets.without_offsets(write(tmp_path / "n.json", [record]), source="n")
    assert (example.passage, example.answer_text) == ("Italy sends 852.", "852")


def test_agreed_spans_on_single_sentences(tmp_path):
    write(tmp_path / "wiki-sentences.tsv", "W:wikinews:1:0\tOfficers -LRB- two -RRB- left .\n")
    rows = [
        "W:wikinews:1:0\t0\t0\t0\t1\tHow many?\t2\t5:2\t6:2",
        "W:wikinews:1:0\t0\t0\t0\t1\tWho left?\t0\t5:0\t6:0 1",  # they do not agree
        "W:wikinews:1:0\t0\t0\t0\t1\tWhat?\t0 2\t5:0 2\t6:0 2",  # in pieces
    ]
    write(tmp_path / "filtered" / "dev.tsv", "\n".join(rows))
    write(tmp_path / "filtered" / "test.tsv", "")
    (example,) = sets.question_meaning(tmp_path)
    assert (example.passage, example.answer_text) == ("Officers (two) left.", "two")


@pytest.mark.parametrize(
    ("tokenised", "written"),
    [
        ("`` Yes , '' he said .", '" Yes, " he said.'),
        ("It 's 852 -LRB- so far -RRB- .", "It's 852 (so far)."),
        ("US $ 5", "US $5"),
    ],
)
def test_tokenised_text_is_written_again(tokenised, written):
    assert sets.untokenised(tokenised) == written
