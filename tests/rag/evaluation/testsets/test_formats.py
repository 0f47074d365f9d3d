import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import TestSetError
from rag.evaluation import Case, Evidence, articles_of, load_cases
from rag.evaluation.metrics.relevance import names
from rag.evaluation.testsets.cases import case_json, fingerprint
from rag.evaluation.testsets.formats import format_of

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data"

FULL = {
    "id": "kfor-1",
    "question": "Who sends the most troops?",
    "answers": ["Italy"],
    "answerable": True,
    "evidence": [{"article": "kfor.txt", "quote": "Italy contributes"}, {"article": "9f"}],
    "history": ["What is KFOR?"],
    "tags": ["name"],
}


def write_lines(folder: Path, *lines: object, name: str = "set.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def unmatched(path):
    """Return the evidence that names none of the articles the test set brings."""
    known = set().union(
        *(names(one.id, one.url, one.path, one.origin) for one in articles_of(path))
    )
    every = [one for case in load_cases(path) for one in case.evidence]
    return [one for one in every if one.article not in known]


def test_every_field_of_a_line_is_read(tmp_path):
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


def test_only_the_question_is_needed_and_ids_are_lines(tmp_path):
    path = write_lines(tmp_path, {"question": "One?"}, "", {"question": "Two?", "answers": []})
    assert load_cases(path) == [
        Case(id="q1", question="One?"),
        Case(id="q3", question="Two?", answerable=True),
    ]


def test_a_case_may_be_unanswerable(tmp_path):
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
def test_a_bad_line_is_named_with_its_field(tmp_path, line, message):
    path = write_lines(tmp_path, {"question": "Q?", "id": "a"}, line)
    with pytest.raises(TestSetError) as caught:
        load_cases(path)
    assert caught.value.message.startswith(f"{path}, line 2")
    assert message in caught.value.message


def test_what_is_not_ours_is_kept(tmp_path):
    lines = (
        {"question": "Q?", "difficulty": 3},
        {"question": "R?", "evidence": [{"article": "a", "n": 1}]},
    )
    first, second = load_cases(write_lines(tmp_path, *lines))
    assert (first.extra, second.extra) == ({"difficulty": 3}, {})
    assert case_json(first)["difficulty"] == 3
    assert fingerprint([first]) == fingerprint([replace(first, extra={})])
    (row,) = load_cases(write_csv(tmp_path, "question,Difficulty,\nQ?,3,x\n"))
    assert row.extra == {"difficulty": "3"}


def test_a_conversation_is_a_case_a_turn(tmp_path):
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


def test_what_would_be_right_of_the_unanswerable_may_be_named(tmp_path):
    line = {"question": "Q?", "answers": ["x"], "answerable": False}
    (case,) = load_cases(write_lines(tmp_path, line))
    assert (case.answerable, case.answers) == (False, ("x",))


def test_bytes_that_are_not_utf8_are_a_bad_line(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(b'{"question": "Q?"}\n{"question": "\xe9?"}')
    with pytest.raises(TestSetError, match="line 2"):
        load_cases(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_set_is_an_error(tmp_path, content):
    with pytest.raises(TestSetError, match="holds no question"):
        load_cases(write_lines(tmp_path, content))


def test_a_missing_file_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(TestSetError, match=r"none\.jsonl: cannot be read") as caught:
        load_cases(tmp_path / "none.jsonl")
    assert caught.value.hint


def test_our_own_format_brings_no_articles(tmp_path):
    assert articles_of(write_lines(tmp_path, FULL)) is None


def squad_file(folder: Path, questions: list[dict]) -> Path:
    paragraphs = [
        {"context": "KFOR has 4,600 troops.\r\nItaly leads.", "qas": questions[:1]},
        {"context": "The rate is 22.03%.", "qas": questions[1:]},
    ]
    entry = {"title": "News_of_%C3%89vian", "paragraphs": paragraphs}
    return write_lines(folder, {"version": "v2.0", "data": [entry]}, name="set.json")


ANSWER = {"text": "Italy", "answer_start": 24}
QUESTIONS = [
    {"id": "a", "question": "Who leads?", "answers": [ANSWER, ANSWER]},
    {"id": "b", "question": "What is it?", "answers": [], "is_impossible": True},
]


def test_squad_questions_have_their_paragraph_as_evidence(tmp_path):
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
def test_squad_evidence_is_the_sentence_where_the_answer_is_marked(tmp_path, answers, quotes):
    marked = [{"text": text, "answer_start": start} for text, start in answers]
    question = {"id": "a", "question": "Who leads?", "answers": marked}
    (case,) = load_cases(squad_file(tmp_path, [question]))
    assert [evidence.quote for evidence in case.evidence] == quotes


def test_squad_paragraphs_are_articles(tmp_path):
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
def test_bad_squad_files(tmp_path, questions, message):
    with pytest.raises(TestSetError, match=message):
        load_cases(squad_file(tmp_path, questions))


def beir_folder(folder: Path, qrels: str, *, split: str = "test") -> Path:
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / f"{split}.tsv").write_text(qrels, encoding="utf-8")
    documents = [
        {"_id": "d1", "title": "KFOR", "text": "Italy leads.", "metadata": {"x": 1}},
        {"_id": "d2", "title": "", "text": "The rate."},
        {"_id": "d3", "title": "Only a title", "text": ""},
        {"_id": "d4", "title": "", "text": " "},
    ]
    write_lines(folder, *documents, name="corpus.jsonl")
    queries = [{"_id": key, "text": f"question {key}"} for key in ("1", "2", "3")]
    write_lines(folder, *queries, name="queries.jsonl")
    return folder


QRELS = "query-id\tcorpus-id\tscore\n2\td1\t2\n2\td3\t1\n3\td1\t0\n1\td2\t1\n"


def test_beir_queries_with_a_positive_grade_are_cases(tmp_path):
    folder = beir_folder(tmp_path, QRELS)
    corpus = f"{tmp_path.name}/corpus.jsonl"
    assert load_cases(folder) == [
        Case(id="1", question="question 1", evidence=(Evidence(article=f"{corpus}#d2"),)),
        Case(
            id="2",
            question="question 2",
            evidence=(
                Evidence(article=f"{corpus}#d1", grade=2),
                Evidence(article=f"{corpus}#d3"),
            ),
        ),
    ]
    assert unmatched(folder) == []


def test_beir_prefers_the_test_split(tmp_path):
    beir_folder(tmp_path, "3\td1\t1\n", split="dev")
    assert [case.id for case in load_cases(tmp_path)] == ["3"]
    beir_folder(tmp_path, QRELS)
    assert [case.id for case in load_cases(tmp_path)] == ["1", "2"]


def test_beir_documents_are_articles(tmp_path):
    articles = list(articles_of(beir_folder(tmp_path, QRELS)))
    assert [(one.title, one.text) for one in articles] == [
        ("KFOR", "Italy leads."),
        ("d2", "The rate."),
        ("Only a title", "Only a title"),
    ]
    assert articles[0].origin == f"{tmp_path.resolve()}/corpus.jsonl#d1"


def test_a_beir_folder_may_come_without_its_corpus(tmp_path):
    (beir_folder(tmp_path, QRELS) / "corpus.jsonl").unlink()
    assert articles_of(tmp_path) is None
    assert len(load_cases(tmp_path)) == 2


@pytest.mark.parametrize(
    ("qrels", "message"),
    [
        ("1\td1\n", "line 1: needs 3 columns, has 2"),
        ("1\td1\tgood\n", "line 1, field 'score': 'good' is not a whole number"),
        (QRELS + "9\td1\t1\n", "line 6, field 'query-id': no query is called '9'"),
        ("1\td1\t0\n", "holds no question"),
    ],
)
def test_bad_judgements(tmp_path, qrels, message):
    with pytest.raises(TestSetError, match=message):
        load_cases(beir_folder(tmp_path, qrels))


def test_a_folder_that_is_not_beir(tmp_path):
    with pytest.raises(TestSetError, match=r"queries\.jsonl: cannot be read"):
        load_cases(tmp_path)
    write_lines(tmp_path, {"_id": "1", "text": "Q?"}, name="queries.jsonl")
    with pytest.raises(TestSetError, match=r"holds no \.tsv file"):
        load_cases(tmp_path)


@pytest.mark.skipif(not DATA.exists(), reason="the public test sets are not here")
@pytest.mark.parametrize(
    ("name", "cases", "answerable", "articles", "missing"),
    [
        ("squad/xquad.en.json", 1190, 1190, 240, 0),
        ("squad/squad2-dev-half.json", 6078, 2910, 646, 0),
        # Two of Cranfield's documents are blank, and one of them is judged relevant once.
        ("cranfield-beir", 225, 225, 1398, 1),
    ],
)
def test_public_test_sets(name, cases, answerable, articles, missing):
    loaded = load_cases(DATA / name)
    assert (len(loaded), sum(case.answerable for case in loaded)) == (cases, answerable)
    assert len({article.id for article in articles_of(DATA / name)}) == articles
    assert len(unmatched(DATA / name)) == missing


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


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jsonl", "jsonl"), ("compare", "jsonl"), ("a.CSV", "csv"), ("a.tsv", "csv"),
     ("a.json", "squad"), (".", "beir")],
)  # fmt: skip
def test_the_format_is_told_by_the_name(tmp_path, name, kind):
    assert format_of(tmp_path / name) == kind


def test_a_case_can_be_written_as_a_line_again(tmp_path):
    cases = load_cases(write_lines(tmp_path, FULL, {"question": "Two?", "answerable": False}))
    again = write_lines(tmp_path, *map(case_json, cases), name="again.jsonl")
    assert load_cases(again) == cases
    assert case_json(cases[1]) == {"id": "q2", "question": "Two?", "answerable": False}


def test_the_fingerprint_is_of_the_cases_not_of_their_file(tmp_path):
    lines = write_lines(tmp_path, {"id": "a", "question": "Q?", "answers": ["x"]})
    table = write_csv(tmp_path, "answers,id,question\nx,a,Q?\n")
    other = write_lines(tmp_path, {"id": "a", "question": "Q?", "answers": ["y"]}, name="o.jsonl")
    prints = [fingerprint(load_cases(path)) for path in (lines, table, other)]
    assert prints[0] == prints[1] != prints[2]
