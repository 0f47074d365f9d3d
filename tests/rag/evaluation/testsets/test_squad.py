import pytest

from rag.errors import TestSetError
from rag.evaluation import Case, Evidence, articles_of, load_cases


@pytest.fixture
def squad_file(write_lines):
    """Write a SQuAD file of two paragraphs; return its path."""

    def _write(folder, questions):
        paragraphs = [
            {"context": "KFOR has 4,600 troops.\r\nItaly leads.", "qas": questions[:1]},
            {"context": "The rate is 22.03%.", "qas": questions[1:]},
        ]
        entry = {"title": "News_of_%C3%89vian", "paragraphs": paragraphs}
        return write_lines(folder, {"version": "v2.0", "data": [entry]}, name="set.json")

    return _write


ANSWER = {"text": "Italy", "answer_start": 24}
QUESTIONS = [
    {"id": "a", "question": "Who leads?", "answers": [ANSWER, ANSWER]},
    {"id": "b", "question": "What is it?", "answers": [], "is_impossible": True},
]


def test_squad_questions_have_their_paragraph_as_evidence(tmp_path, unmatched, squad_file):
    path = squad_file(tmp_path, QUESTIONS)
    evidence = Evidence(article="set.json#News_of_%C3%89vian/1", quote="Italy leads.")
    assert load_cases(path) == [
        Case(id="a", question="Who leads?", answers=("Italy",), evidence=(evidence,)),
        Case(id="b", question="What is it?", answerable=False),
    ]
    assert unmatched(path) == []


@pytest.mark.parametrize(
    ("answers", "quotes"),
    [
        ([("KFOR", 0), ("Italy", 24), ("leads", 30)], ["KFOR has 4,600 troops.", "Italy leads."]),
        ([("troops.\r\nItaly", 15)], ["KFOR has 4,600 troops.\r\nItaly leads."]),
        ([("Italy", 23)], [None]),
        ([("Italy", -1)], [None]),
    ],
)
def test_squad_evidence_is_the_sentence_where_the_answer_is_marked(
    tmp_path, answers, quotes, squad_file
):
    marked = [{"text": text, "answer_start": start} for text, start in answers]
    question = {"id": "a", "question": "Who leads?", "answers": marked}
    (case,) = load_cases(squad_file(tmp_path, [question]))
    assert [evidence.quote for evidence in case.evidence] == quotes


def test_squad_paragraphs_are_articles(tmp_path, squad_file):
    path = squad_file(tmp_path, QUESTIONS)
    first, second = articles_of(path)
    assert (first.title, second.title) == ("News of Évian (1)", "News of Évian (2)")
    assert first.origin == f"{path.resolve()}#News_of_%C3%89vian/1"
    assert first.text == "KFOR has 4,600 troops.\nItaly leads."
    assert first.id != second.id


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ([QUESTIONS[0], QUESTIONS[0]], "field 'id': 'a' stands twice"),
        ([{"id": "a"}], r"field 'data\[0\]\.paragraphs\[0\]\.qas\[0\]\.question': is missing"),
    ],
)
def test_bad_squad_files(tmp_path, questions, message, squad_file):
    with pytest.raises(TestSetError, match=message):
        load_cases(squad_file(tmp_path, questions))
