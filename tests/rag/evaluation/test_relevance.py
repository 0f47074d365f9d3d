import pytest

from rag.evaluation import Case, Evidence, unmatched_evidence
from rag.evaluation.relevance import evidence_ranks, is_named, names


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("kfor.txt", True),
        ("news/kfor.txt", True),
        ("./news/kfor.txt", True),
        ("news\\kfor.txt", True),
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
    assert is_named(desk.kfor, Evidence(article=name)) is named


def test_an_article_is_named_by_its_id(desk):
    assert is_named(desk.kfor, Evidence(article=desk.kfor.id))
    assert not is_named(desk.rates, Evidence(article=desk.kfor.id))


@pytest.mark.parametrize("name", ["all.jsonl#7", "news/all.jsonl#7", "all.jsonl"])
def test_a_record_is_named_with_and_without_its_key(desk, name):
    record = desk.article("news/all.jsonl", "text", key="#7")
    assert is_named(record, Evidence(article=name))
    assert not is_named(record, Evidence(article=f"{name}8"))


def test_a_windows_path_is_named_with_either_slash():
    found = names("1", None, r"news\kfor.txt", r"C:\ann\news\kfor.txt")
    assert {"news/kfor.txt", "kfor.txt", "C:/ann/news/kfor.txt"} <= found


def ranks(hits, *articles):
    return evidence_ranks([Evidence(article=article) for article in articles], hits)


def test_articles_are_ranked_not_passages(desk):
    hits = desk.hits(desk.kfor, desk.kfor, desk.rates, desk.kfor)
    assert ranks(hits, "rates.txt", "news/kfor.txt", "missing.txt") == (2, 1, None)


def test_copies_share_the_rank_of_their_hit(desk):
    hits = (desk.hit(1, desk.kfor, desk.copy), desk.hit(2, desk.copy), desk.hit(3, desk.rates))
    assert ranks(hits, "wire/kfor.txt", "rates.txt") == (1, 2)


def test_a_copy_that_appears_later_ranks_where_it_appears(desk):
    hits = (*desk.hits(desk.kfor, desk.rates), desk.hit(3, desk.kfor, desk.copy))
    assert ranks(hits, "wire/kfor.txt") == (3,)


def test_two_quotes_of_one_article_are_one_relevant_article(desk):
    assert ranks(desk.hits(desk.kfor), "news/kfor.txt", "news/kfor.txt", "./news/kfor.txt") == (1,)


def test_evidence_that_names_no_article_is_reported(desk):
    places = [(one.id, one.url, one.path, one.origin) for one in (desk.kfor, desk.rates)]
    good, bad = Evidence(article="rates.txt"), Evidence(article="gone.txt", quote="x")
    cases = [Case(id="1", question="?", evidence=(good, bad)), Case(id="2", question="?")]
    assert unmatched_evidence(cases, iter(places)) == [(cases[0], bad)]
    assert unmatched_evidence(cases, []) == [(cases[0], good), (cases[0], bad)]
