from pathlib import Path

import pytest

from rag.errors import TestSetError
from rag.evaluation import Case, Evidence, load_cases


def write_csv(folder: Path, text: str, name: str = "set.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_with_every_column(tmp_path, delimiter):
    rows = [
        ["id", "Question", "answers", "answerable", "article", "quote", "history", "tags"],
        ["kfor-1", '"Who sends', "Italy | Italia", "yes", "kfor.txt", "Italy|most", "", "name|x"],
        ["", "Why?", "", "FALSE", "", "", "What?", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    text = text.replace('"Who sends', f'"Who{delimiter}\nsends ""most""?"')
    assert load_cases(write_csv(tmp_path, text)) == [
        Case(
            id="kfor-1",
            question=f'Who{delimiter}\nsends "most"?',
            answers=("Italy", "Italia"),
            evidence=(
                Evidence(article="kfor.txt", quote="Italy"),
                Evidence(article="kfor.txt", quote="most"),
            ),
            tags=("name", "x"),
        ),
        Case(id="q4", question="Why?", answerable=False, history=("What?",)),
    ]


def test_only_the_question_is_needed_in_csv(tmp_path):
    text = "\ufeffquestion,article\n\nOne?\nTwo?,a.txt|b.txt\n,,\n"
    assert load_cases(write_csv(tmp_path, text)) == [
        Case(id="q3", question="One?"),
        Case(
            id="q4",
            question="Two?",
            evidence=(Evidence(article="a.txt"), Evidence(article="b.txt")),
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,answers\n", "line 1, field 'question': the header lacks it"),
        ("question,question\n", "line 1, field 'question': stands twice"),
        ("question,id\nQ?,a\nQ?,a\n", "line 3, field 'id': 'a' is line 2's"),
        ("question,id\n,a\n", "line 2, field 'question': is missing"),
        ("question\nQ?,x\n", "line 2: has 2 cells, the header 1"),
        ("question,answerable\nQ?,maybe\n", "line 2, field 'answerable': Input should be"),
        (
            "question,article,quote\nQ?,a|b,x\n",
            "line 2, field 'quote': has 1 quotes for 2 articles",
        ),
        ('question\nQ?\n"Q?', "line 3: unexpected end of data"),
        ("question\n", "holds no question"),
        ("", "holds no question"),
    ],
)
def test_a_bad_csv_row_is_named_with_its_field(tmp_path, text, message):
    with pytest.raises(TestSetError) as caught:
        load_cases(write_csv(tmp_path, text))
    assert message in caught.value.message


def test_a_csv_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "set.csv"
    path.write_bytes(b"question\nCaf\xe9?\n")
    with pytest.raises(TestSetError, match=r"is not UTF-8 \(byte 12\)"):
        load_cases(path)
