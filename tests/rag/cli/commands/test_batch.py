"""``rag ask --batch``: lines of text, JSON lines, arrays, tables, and mistakes in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.model


def test_json_lines_keep_their_ids_and_lean_on_their_history(rag, sample_library):
    lines = [
        {"id": 7, "question": "How many soldiers does it have?", "history": ["What is KFOR?"]},
        {"id": "b\u2028c", "question": "How many soldiers does KFOR have?"},
    ]
    text = "\ufeff" + "\r\n\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    done = rag("ask", "--batch", "-", "--library", sample_library, stdin=text)
    first, second = done.lines
    assert (first["id"], second["id"]) == (7, "b\u2028c")
    assert list(first)[:3] == ["id", "question", "standalone_question"]
    assert first["question"] == "How many soldiers does it have?"
    assert "KFOR" in first["standalone_question"]
    assert second["standalone_question"] == second["question"]
    assert done.out.count("\n") == len(done.out.splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.json", '[{"question": "How many soldiers does KFOR have?", "desk": "north"}]'),
        ("q.jsonl", '{"question": "How many soldiers does KFOR have?", "desk": "north"}'),
        ("q.csv", "question;desk\r\nHow many soldiers does KFOR have?;north\r\n"),
        ("q.tsv", "Desk\tQuestion\nnorth\tHow many soldiers does KFOR have?\n"),
    ],
)
def test_what_else_a_file_says_comes_back_with_the_answer(rag, sample_library, name, text):
    Path(name).write_bytes(text.encode())
    [answered] = rag("ask", "--batch", name, "--library", sample_library).lines
    assert (next(iter(answered)), list(answered)[-1]) == ("id", "extra")
    assert answered["extra"] == {"desk": "north"}
    assert answered["short_answer"] == "4,600"


def test_an_array_and_a_table_may_hold_a_history(rag, sample_library):
    before, question = "What is KFOR?", "How many soldiers does it have?"
    Path("q.csv").write_text(f"id,question,history\n1,{question},{before} | What is NATO?\n")
    Path("q.json").write_text(json.dumps([before, {"question": question, "history": [before]}]))
    for name, read in (("q.csv", "NATO"), ("q.json", "KFOR")):
        last = rag("ask", "--batch", name, "--library", sample_library).lines[-1]
        assert last["standalone_question"] == f"How many soldiers does {read} have?"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("q.json", "[1]", "q.json, item 1 is neither a question nor an object: 1"),
        ("q.json", '["q?"', "q.json is not valid JSON: "),
        ("q.csv", "frage\nWer?\n", 'q.csv has no column "question"'),
        ("q.csv", "question,id\n?,7\n", "q.csv:2 the question '?' has no words"),
    ],
)
def test_a_bad_array_or_table_is_named(rag, sample_library, name, text, says):
    Path(name).write_text(text)
    done = rag("ask", "--batch", name, "--library", sample_library, status=2)
    assert says in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"question": ', "is not valid JSON: Expecting value: line 1 column 13 (char 12)"),
        ('{"question": ""}', "the question '' has no words"),
        ("{}", 'has no "question"'),
        ('{"query": "q"}', "has no \"question\", only 'query'"),
        ('{"question": 5}', "5 is no question"),
        ('{"question": "q", "id": null}', "has an id that is neither text nor a number: None"),
        ('{"question": "q", "history": "x"}', "has a history that is no list of questions"),
        ('{"question": "q", "history": [""]}', "the question '' has no words"),
        ('{"question": "q", "history": [1]}', "1 is no question"),
        ("q" * 4_001, "the question has 4,001 characters; 4,000 are the most"),
    ],
)
def test_a_bad_line_is_named_before_anything_is_answered(rag, sample_library, line, says):
    Path("q.jsonl").write_text(f'{{"question": "How many soldiers?"}}\n\n{line}\n')
    done = rag("ask", "--batch", "q.jsonl", "--library", sample_library, status=2)
    assert done.out == ""
    said = " ".join(done.err.split())
    assert said.startswith("Error: q.jsonl:3")
    assert says in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no question"),
        (b"\n \n", "holds no question"),
        (b"Wer z\xe4hlt?", "is not UTF-8 (byte 5)"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_bad_file_is_named(rag, sample_library, tmp_path, content, says):
    if content is not None:
        (tmp_path / "q").write_bytes(content)
    done = rag("ask", "--batch", tmp_path / "q", "--library", sample_library, status=2)
    assert says in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id,Question\n7,How many soldiers does KFOR have?\n", ["7"]),
        ('{\n  "id": "b",\n  "question": "How many soldiers does KFOR have?"\n}\n', ["b"]),
        ("How many soldiers does KFOR have?, question\n", ["1"]),
    ],
)
def test_a_table_and_an_object_on_several_lines_are_known_in_a_pipe(rag, sample_library, text, ids):
    done = rag("ask", "--batch", "-", "--library", sample_library, stdin=text)
    assert [one["id"] for one in done.lines] == ids
    assert done.lines[0]["short_answer"] == "4,600"
