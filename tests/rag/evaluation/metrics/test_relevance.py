import pytest

from rag.evaluation import Case, Evidence
from rag.evaluation.metrics.relevance import names
from rag.evaluation.runs.assessing import ranked_articles, ranked_passages


def case(*evidence, **quotes):
    return Case(id="1", question="?", evidence=tuple(evidence))


def about(article, quote=None, grade=1):
    return Evidence(article=article, quote=quote, grade=grade)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("kfor.txt", True),
        ("news/kfor.txt", True),
        ("/home/ann/news/kfor.txt", True),
        ("ann/news/kfor.txt", True),
        ("https://example.org/kfor", True),
        ("for.txt", False),
        ("wire/kfor.txt", False),
        ("news", False),
        ("example.org/kfor", False),
        ("", False),
    ],
)
def test_what_names_an_article(desk, name, named):
    one = desk.kfor
    assert (name in names(one.id, one.url, one.path, one.origin)) is named


@pytest.mark.parametrize("name", ["all.jsonl#7", "news/all.jsonl#7", "all.jsonl"])
def test_a_record_is_named_with_and_without_its_key(desk, name):
    record = desk.article("news/all.jsonl", "text", key="#7")
    known = names(record.id, record.url, record.path, record.origin)
    assert name in known
    assert f"{name}8" not in known


def test_a_windows_path_is_named_with_either_slash():
    found = names("1", None, r"news\kfor.txt", r"C:\ann\news\kfor.txt")
    assert {"news/kfor.txt", "kfor.txt", "C:/ann/news/kfor.txt"} <= found


@pytest.mark.parametrize("name", ["rates.txt", "./news/rates.txt", "news\\rates.txt"])
def test_evidence_is_found_however_it_is_written(desk, relevance, name):
    one = case(about(name, "its rate", grade=3))
    gold = relevance([one]).of(one)
    assert gold.articles == {desk.rates.id: 3}
    assert gold.located[0].spans == {desk.rates.id: ((14, 22),)}
    assert gold.passages == {desk.hit(1, desk.rates).passage.id: 3}


def test_evidence_that_the_library_lacks_counts_and_is_reported(desk, relevance):
    one = case(about("rates.txt", "not in it"), about("gone.txt", "x"), about("gone.txt"))
    found = relevance([one])
    gold = found.of(one)
    assert found.missing_articles() == ["gone.txt"]
    assert found.missing_quotes() == [(one, one.evidence[0])]
    assert gold.articles == {desk.rates.id: 1, "gone.txt": 1}
    assert gold.passages == {"missing:gone.txt": 1}
    assert [located.is_missing for located in gold.located] == [True, True, True]


def test_several_articles_of_one_name_are_one_document(desk, relevance):
    records = [desk.article("all.jsonl", f"Text {key}.", key=f"#{key}") for key in (1, 2)]
    one = case(about("all.jsonl", "Text"), about("all.jsonl#2"))
    gold = relevance([one], *records).of(one)
    assert gold.articles == {"all.jsonl": 1, records[1].id: 1}
    assert gold.documents == {
        records[0].id: ("all.jsonl",),
        records[1].id: ("all.jsonl", records[1].id),
    }
    assert len(gold.passages) == 2


def test_a_quote_is_held_by_the_passage_that_has_it_whole(desk, relevance):
    paragraphs = [f"{letter * 30} " * 30 for letter in "abc"]
    article = desk.article("long.txt", "\n\n".join(part.strip() + "." for part in paragraphs))
    straddling = f"{'a' * 30}.\n\n{'b' * 30} {'b' * 30}"
    cases = [case(about("long.txt", f"{'c' * 30}.")), case(about("long.txt", straddling))]
    whole, apart = (relevance(cases, article).of(one).passages for one in cases)
    assert [key.rpartition("-")[2] for key in whole] == ["2"]
    assert [key.rpartition("-")[2] for key in apart] == ["0", "1"]


def ranking(relevance, desk, hits, *names_):
    one = case(*(about(name) for name in names_))
    documents = ranked_articles(hits, relevance([one]).of(one), name=lambda id_, _: id_)
    known = {desk.kfor.id: "kfor", desk.copy.id: "copy", desk.rates.id: "rates"}
    return [known[document] for document in documents]


def test_articles_are_ranked_not_passages(desk, relevance):
    hits = desk.hits(desk.kfor, desk.kfor, desk.rates, desk.kfor)
    assert ranking(relevance, desk, hits, "rates.txt") == ["kfor", "rates"]


def test_a_hit_counts_as_the_relevant_one_of_its_copies(desk, relevance):
    hits = (desk.hit(1, desk.kfor, desk.copy), desk.hit(2, desk.copy), desk.hit(3, desk.rates))
    assert ranking(relevance, desk, hits, "wire/kfor.txt") == ["copy", "rates"]
    assert ranking(relevance, desk, hits, "news/kfor.txt") == ["kfor", "copy", "rates"]
    assert ranking(relevance, desk, hits, "rates.txt") == ["kfor", "copy", "rates"]


def test_two_relevant_copies_take_two_ranks(desk, relevance):
    hits = (desk.hit(1, desk.kfor, desk.copy), desk.hit(2, desk.rates))
    both = ranking(relevance, desk, hits, "wire/kfor.txt", "news/kfor.txt")
    assert both == ["kfor", "copy", "rates"]


def test_a_copy_that_appears_later_ranks_where_it_appears(desk, relevance):
    hits = (*desk.hits(desk.kfor, desk.rates), desk.hit(3, desk.kfor, desk.copy))
    assert ranking(relevance, desk, hits, "wire/kfor.txt") == ["kfor", "rates", "copy"]


def test_a_passage_counts_as_the_relevant_one_it_copies(desk, relevance):
    one = case(about("wire/kfor.txt", "4,600 troops"))
    gold = relevance([one]).of(one)
    hits = (desk.hit(1, desk.rates), desk.hit(2, desk.kfor, desk.copy))
    assert ranked_passages(hits, gold) == [
        desk.hit(1, desk.rates).passage.id,
        desk.hit(2, desk.copy).passage.id,
    ]
