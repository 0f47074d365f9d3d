from dataclasses import replace

import pytest

from rag.errors import TestSetError
from rag.evaluation import Case, Evidence, articles_of, load_cases
from rag.evaluation.testsets.cases import case_json, fingerprint

FULL = {
    "id": "kfor-1",
    "question": "Who sends the most troops?",
    "answers": ["Italy"],
    "answerable": True,
    "evidence": [{"article": "kfor.txt", "quote": "Italy contributes"}, {"article": "9f"}],
    "history": ["What is KFOR?"],
    "tags": ["name"],
}


def test_every_field_of_a_line_is_read(tmp_path, write_lines):
    assert load_cases(write_lines(tmp_path, FULL)) == [
        Case(
            id="kfor-1",
            question="Who sends the most troops?",
            answers=("Italy",),
            evidence=(
                Evidence(article="kfor.txt", quote="Italy contributes"),
                Evidence(article="9f"),
            ),
            history=("What is KFOR?",),
            tags=("name",),
        )
    ]


def test_only_the_question_is_needed_and_ids_are_lines(tmp_path, write_lines):
    path = write_lines(tmp_path, {"question": "One?"}, "", {"question": "Two?", "answers": []})
    assert load_cases(path) == [
        Case(id="q1", question="One?"),
        Case(id="q3", question="Two?", answerable=True),
    ]


def test_a_case_may_be_unanswerable(tmp_path, write_lines):
    (case,) = load_cases(write_lines(tmp_path, {"question": "Why?", "answerable": False}))
    assert not case.answerable


def test_byte_order_mark_carriage_returns_and_line_separators(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes('\ufeff{"question": "One\u2028two?"}\r\n{"question": "Ça va?"}\r\n'.encode())
    assert [case.question for case in load_cases(path)] == ["One\u2028two?", "Ça va?"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            {"question": "Q?", "turns": [{"question": "R?"}]},
            "field 'question': stands beside turns",
        ),
        ({"turns": [{"answers": ["x"]}]}, "field 'question': is missing"),
        ({"id": "x"}, "field 'question': is missing"),
        ({"question": " "}, "field 'question': is empty"),
        ({"question": 5}, "field 'question': Input should be a valid string, not 5"),
        ({"question": "Q?", "answers": "Italy"}, "field 'answers': Input should be a valid"),
        ({"question": "Q?", "answers": ["x", ""]}, "field 'answers[1]': is empty"),
        ({"question": "Q?", "answerable": "no"}, "field 'answerable': Input should be a valid"),
        ({"question": "Q?", "evidence": [{"quote": "x"}]}, "field 'evidence[0].article': is miss"),
        ({"question": "Q?", "id": "a"}, "field 'id': 'a' is line 1's"),
        ("{", "line 2: Invalid JSON"),
        ("[]", "line 2: Input should be an object, not []"),
    ],
)
def test_a_bad_line_is_named_with_its_field(tmp_path, line, message, write_lines):
    path = write_lines(tmp_path, {"question": "Q?", "id": "a"}, line)
    with pytest.raises(TestSetError) as caught:
        load_cases(path)
    assert caught.value.message.startswith(f"{path}, line 2")
    assert message in caught.value.message


def test_what_is_not_ours_is_kept(tmp_path, write_lines):
    lines = (
        {"question": "Q?", "difficulty": 3},
        {"question": "R?", "evidence": [{"article": "a", "n": 1}]},
    )
    first, second = load_cases(write_lines(tmp_path, *lines))
    assert (first.extra, second.extra) == ({"difficulty": 3}, {})
    assert case_json(first)["difficulty"] == 3
    assert fingerprint([first]) == fingerprint([replace(first, extra={})])
    (row,) = load_cases(write_lines(tmp_path, "question,Difficulty,\nQ?,3,x\n", name="set.csv"))
    assert row.extra == {"difficulty": "3"}


def test_a_conversation_is_a_case_a_turn(tmp_path, write_lines):
    turns = [{"question": "A?"}, {"question": "B?", "answers": ["b"], "standalone": "B of A?"},
             {"question": "C?", "id": "third", "tags": ["x"]}]  # fmt: skip
    line = {"id": "talk", "turns": turns, "tags": ["t"]}
    assert load_cases(write_lines(tmp_path, line, {"turns": turns[:1], "history": ["Z?"]})) == [
        Case(id="talk-1", question="A?", tags=("t",)),
        Case(id="talk-2", question="B?", answers=("b",), standalone="B of A?", history=("A?",),
             tags=("t",)),
        Case(id="third", question="C?", history=("A?", "B?"), tags=("t", "x")),
        Case(id="q2-1", question="A?", history=("Z?",)),
    ]  # fmt: skip


def test_what_would_be_right_of_the_unanswerable_may_be_named(tmp_path, write_lines):
    line = {"question": "Q?", "answers": ["x"], "answerable": False}
    (case,) = load_cases(write_lines(tmp_path, line))
    assert (case.answerable, case.answers) == (False, ("x",))


def test_bytes_that_are_not_utf8_are_a_bad_line(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(b'{"question": "Q?"}\n{"question": "\xe9?"}')
    with pytest.raises(TestSetError, match="line 2"):
        load_cases(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_set_is_an_error(tmp_path, content, write_lines):
    with pytest.raises(TestSetError, match="holds no question"):
        load_cases(write_lines(tmp_path, content))


def test_our_own_format_brings_no_articles(tmp_path, write_lines):
    assert articles_of(write_lines(tmp_path, FULL)) is None


def test_a_case_can_be_written_as_a_line_again(tmp_path, write_lines):
    cases = load_cases(write_lines(tmp_path, FULL, {"question": "Two?", "answerable": False}))
    again = write_lines(tmp_path, *map(case_json, cases), name="again.jsonl")
    assert load_cases(again) == cases
    assert case_json(cases[1]) == {"id": "q2", "question": "Two?", "answerable": False}
