import pytest

from rag.errors import TestSetError
from rag.evaluation import Case, Evidence, articles_of, load_cases


@pytest.fixture
def beir_folder(write_lines):
    """Write a BEIR folder of four documents and three queries; return it."""

    def _write(folder, qrels, split="test"):
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

    return _write


QRELS = "query-id\tcorpus-id\tscore\n2\td1\t2\n2\td3\t1\n3\td1\t0\n1\td2\t1\n"


def test_beir_queries_with_a_positive_grade_are_cases(tmp_path, unmatched, beir_folder):
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


def test_beir_prefers_the_test_split(tmp_path, beir_folder):
    beir_folder(tmp_path, "3\td1\t1\n", split="dev")
    assert [case.id for case in load_cases(tmp_path)] == ["3"]
    beir_folder(tmp_path, QRELS)
    assert [case.id for case in load_cases(tmp_path)] == ["1", "2"]


def test_beir_documents_are_articles(tmp_path, beir_folder):
    articles = list(articles_of(beir_folder(tmp_path, QRELS)))
    assert [(one.title, one.text) for one in articles] == [
        ("KFOR", "Italy leads."),
        ("d2", "The rate."),
        ("Only a title", "Only a title"),
    ]
    assert articles[0].origin == f"{tmp_path.resolve()}/corpus.jsonl#d1"


def test_a_beir_folder_may_come_without_its_corpus(tmp_path, beir_folder):
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
def test_bad_judgements(tmp_path, qrels, message, beir_folder):
    with pytest.raises(TestSetError, match=message):
        load_cases(beir_folder(tmp_path, qrels))


def test_a_folder_that_is_not_beir(tmp_path, write_lines):
    with pytest.raises(TestSetError, match=r"queries\.jsonl: cannot be read"):
        load_cases(tmp_path)
    write_lines(tmp_path, {"_id": "1", "text": "Q?"}, name="queries.jsonl")
    with pytest.raises(TestSetError, match=r"holds no \.tsv file"):
        load_cases(tmp_path)
