import json
from datetime import date

import pytest

from index.articles import Article
from index.errors import ReadingError

TEXT = "The bridge over the Ibar was opened to traffic on Tuesday."


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def keys(found: list[Article | ReadingError]) -> list[str]:
    return [article.origin.rpartition("#")[2] for article in found]


def test_fields_of_a_record(reading):
    record = {
        "headline": "Bridge reopens",
        "body": TEXT,
        "siteName": "Koha",
        "link": "https://a.example/1",
        "author": "Ana Krasniqi and Bo Lund",
        "pubDate": "Mon, 13 Jan 2025 10:00:00 GMT",
    }
    [found] = reading("a.jsonl", lines(record))
    assert found.title == "Bridge reopens"
    assert found.text == TEXT
    assert found.source == "Koha"
    assert found.url == "https://a.example/1"
    assert found.authors == ("Ana Krasniqi", "Bo Lund")
    assert found.published == date(2025, 1, 13)
    assert found.path == "shown/a.jsonl"
    assert found.origin.endswith("/a.jsonl#https://a.example/1")


@pytest.mark.parametrize("name", ["text", "body", "content", "article", "articleBody"])
def test_names_of_the_text(article, name):
    assert article("a.json", json.dumps({name: TEXT})).text == TEXT


def test_a_list_of_paragraphs_is_a_text(article):
    assert article("a.json", json.dumps({"content": ["One.", "Two."]})).text == "One.\n\nTwo."


def test_bad_lines_are_reported_and_the_rest_go_in(reading):
    content = lines({"id": "a", "text": TEXT}) + "{broken\n\n[1]\n" + lines({"title": "t"}, {})
    content += lines({"text": "  "}, {"id": "b", "text": TEXT})
    found = reading("a.jsonl", content)
    reasons = [each.reason if isinstance(each, ReadingError) else each.text for each in found]
    no_text = "it has no text (none of text, body, content, article holds any)"
    assert reasons == [
        TEXT,
        "line 2: not valid JSON (Expecting property name enclosed in double quotes at column 2)",
        "line 4: it is not an object with an article's fields",
        f"line 5: {no_text}",
        f"line 6: {no_text}",
        f"line 7: {no_text}",
        TEXT,
    ]


def test_keys_are_unique_in_a_file(reading):
    ids = ["x", "x", "x~2", 7, 7.5, "", True, None]
    found = reading("a.ndjson", lines(*({"id": key, "text": TEXT} for key in ids)))
    assert keys(found) == ["x", "x~2", "x~2~2", "7", "7.5", "6", "7~2", "8"]
    assert len({article.id for article in found}) == len(ids)


def test_keys_fall_back_to_address_then_position(reading):
    found = reading(
        "a.json", json.dumps([{"text": TEXT, "url": "https://a.example/"}, {"text": TEXT}])
    )
    assert keys(found) == ["https://a.example/", "2"]


@pytest.mark.parametrize(
    "around",
    [
        lambda records: records,
        lambda records: {"status": "ok", "articles": records},
        lambda records: {"data": records, "items": 2},
        lambda records: {"Items": records},
    ],
)
def test_lists_and_objects_around_them(reading, around):
    records = [{"text": "One."}, 5, {"text": "Two."}]
    found = reading("a.json", json.dumps(around(records)))
    assert [getattr(each, "text", None) for each in found] == ["One.", None, "Two."]
    assert found[1].reason == "record 2: it is not an object with an article's fields"


def test_one_object_is_the_file_itself(reading, tmp_path):
    [found] = reading("a.json", json.dumps({"id": "x", "text": TEXT, "items": [1]}, indent=1))
    assert found.origin == (tmp_path / "a.json").as_posix()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "a"\n,', "not valid JSON (Expecting property name"),
        ("5", "it is not an object"),
        ('{"title": "a"}', "it has no text"),
        ("[" * 100_000, "not readable as JSON (nested too deeply)"),
        ("9" * 10_000, "not valid JSON (Exceeds the limit"),
    ],
)
def test_documents_that_are_no_articles(refusal, content, reason):
    assert refusal("a.json", content).startswith(reason)


def test_an_empty_list_is_no_article(refusal):
    assert refusal("a.json", "[]") == "it holds no records"
    assert refusal("a.jsonl", "\n  \n") == "it holds no records"


def test_markup_is_taken_out_of_a_text(article):
    body = f"<p>{TEXT}</p><p>Engineers had <b>found</b> cracks &amp; closed it.</p>"
    assert article("a.json", json.dumps({"body": body})).text == (
        f"{TEXT}\n\nEngineers had found cracks & closed it."
    )


def test_what_a_database_cannot_hold_is_replaced(article):
    found = article("a.json", r'{"text": "a\u0000b\ud800c \ud83d\ude00", "id": "\ud800"}')
    assert found.text == "a\ufffdb\ufffdc 😀"
    assert found.id


def test_a_byline_in_the_text_fills_what_the_record_leaves_open(article):
    text = f"Bridge reopens\nBy Ana Krasniqi\nJanuary 13, 2025\n\n{TEXT}"
    found = article("a.json", json.dumps({"text": text, "date": "2025-01-14"}))
    assert found.title == "Bridge reopens"
    assert found.authors == ("Ana Krasniqi",)
    assert found.published == date(2025, 1, 14)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_of_streams(reading, encoding, newline):
    text = "Une crise à Genève : les élèves français protestent où ils peuvent."
    content = newline.join(json.dumps({"text": text}, ensure_ascii=False) for _ in range(3))
    found = reading("a.jsonl", content.encode(encoding))
    assert [article.text for article in found] == [text] * 3


def test_a_line_in_another_encoding_is_decoded_for_itself(reading):
    text = "Les élèves français protestent à Genève où ils peuvent."
    late = json.dumps({"text": text}, ensure_ascii=False).encode("cp1252")
    found = reading("a.jsonl", (lines({"text": TEXT}) * 2_000).encode() + late)
    assert len(found) == 2_001
    assert found[-1].text == text


def test_a_character_cut_by_the_sample_does_not_decide_the_encoding(reading):
    line = json.dumps({"text": "ë" * 100}, ensure_ascii=False) + "\n"
    for shift in range(3):
        found = reading("a.jsonl", "\n" * shift + line * 1_000)
        assert {article.text for article in found} == {"ë" * 100}


def test_a_huge_line_is_refused_and_the_next_one_read(reading):
    content = lines({"text": TEXT}, {"text": "x" * 200_000}, {"text": TEXT})
    found = reading("a.jsonl", content, max_file_bytes=1_000)
    assert [isinstance(each, Article) for each in found] == [True, False, True]
    assert found[1].reason == "line 2: it is longer than 1,000 characters"


def test_a_stream_may_be_larger_than_the_limit_of_a_file(reading):
    assert len(reading("a.jsonl", lines({"text": TEXT}) * 100, max_file_bytes=1_000)) == 100


SHOWN = {"title": "Quay sold", "authors": ("Ana Krasniqi",), "published": date(2024, 5, 2)}
EXPORTS = {
    "Guardian": {
        "response": {
            "status": "ok",
            "results": [
                {
                    "id": "world/1",
                    "webTitle": "Quay sold",
                    "webPublicationDate": "2024-05-02T08:00:00Z",
                    "fields": {
                        "byline": "Ana Krasniqi in Tolby",
                        "body": f"<p>{TEXT}</p>",
                        "bodyText": TEXT,
                    },
                }
            ],
        }
    },
    "New York Times": {
        "response": {
            "docs": [
                {
                    "abstract": "A bridge.",
                    "lead_paragraph": TEXT,
                    "headline": {"main": "Quay sold", "kicker": None},
                    "pub_date": "2024-05-02T08:00:05+0000",
                    "byline": {"original": "By Ana Krasniqi", "person": []},
                }
            ],
            "meta": {"hits": 1},
        }
    },
    "Webhose": {
        "posts": [
            {
                "thread": {"site": "a.example", "title": "Quay sold"},
                "author": "Ana Krasniqi",
                "published": "2024-05-02T06:00:00.000+03:00",
                "text": TEXT,
            }
        ],
        "totalResults": 1,
    },
    "JSON Feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Koha",
        "home_page_url": "https://a.example/",
        "items": [
            {
                "id": "1",
                "title": "Quay sold",
                "content_html": f"<p>{TEXT}</p>",
                "date_published": "2024-05-02T08:00:00+01:00",
                "authors": [{"name": "Ana Krasniqi"}],
            }
        ],
    },
    "news-please": {
        "authors": ["Ana Krasniqi"],
        "date_download": "2024-05-03 10:00:00",
        "date_modify": "None",
        "date_publish": "2024-05-02 08:00:00",
        "description": "d",
        "maintext": TEXT,
        "source_domain": "a.example",
        "title": "Quay sold",
    },
    "Elasticsearch": {
        "took": 3,
        "hits": {
            "total": 1,
            "hits": [
                {
                    "_id": "1",
                    "_source": {
                        "title": "Quay sold",
                        "content": TEXT,
                        "author": "Ana Krasniqi",
                        "date": {"$date": "2024-05-02T08:00:00Z"},
                    },
                }
            ],
        },
    },
    "WordPress": [
        {
            "id": 1,
            "date": "2024-05-02T08:00:00",
            "title": {"rendered": "Quay sold"},
            "content": {"rendered": f"<p>{TEXT}</p>", "protected": False},
            "author": "Ana Krasniqi",
        }
    ],
    "MediaWiki": {
        "query": {
            "pages": {
                "17": {
                    "pageid": 17,
                    "title": "Quay sold",
                    "author": "Ana Krasniqi",
                    "date": "2024-05-02",
                    "revisions": [
                        {"slots": {"main": {"*": f"'''{TEXT}'''\n[[Category:Quays]]\n{{{{x}}}}"}}}
                    ],
                }
            }
        }
    },
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_as_they_come(article, name):
    found = article("a.json", json.dumps(EXPORTS[name]))
    assert found.text == TEXT
    assert {field: getattr(found, field) for field in SHOWN} == SHOWN


def test_the_title_of_a_feed_is_its_publisher(article):
    assert article("a.json", json.dumps(EXPORTS["JSON Feed"])).source == "Koha"


def test_a_record_without_text_has_a_description(article):
    record = {"title": "Quay sold", "description": TEXT, "content": None}
    assert article("a.json", json.dumps(record)).text == TEXT


def test_a_removed_article_is_left_out_with_a_note(reading):
    records = [{"title": "[Removed]", "content": "[Removed]"}, {"content": TEXT}]
    note, found = reading("a.json", json.dumps({"articles": records}))
    assert note.text == "record 1: its text is '[Removed]', so it was left out"
    assert found.text == TEXT


def test_a_text_that_was_cut_off_says_so(reading):
    note, found = reading("a.jsonl", lines({"content": f"{TEXT} The mayor… [+1834 chars]"}))
    assert note.text == "line 1: its text is cut off: 1,834 characters are missing"
    assert found.text == f"{TEXT} The mayor…"


def test_the_name_of_the_publisher_is_no_part_of_a_title(article):
    record = {"title": "Quay sold - Koha", "source": {"name": "Koha"}, "content": TEXT}
    assert article("a.json", json.dumps(record)).title == "Quay sold"


def test_the_only_article_in_objects_around_it(article):
    inner = {"webTitle": "Bridge", "webUrl": "https://www.theguardian.com/a", "fields": {}}
    around = {"response": {"status": "ok", "content": {**inner, "fields": {"bodyText": TEXT}}}}
    found = article("a.json", json.dumps(around))
    assert (found.text, found.title, found.source) == (TEXT, "Bridge", "The Guardian")


def test_a_text_in_blocks(article):
    blocks = {"body": [{"bodyHtml": f"<p>{TEXT}</p>"}, {"bodyHtml": "<p>It held.</p>"}]}
    [record] = [{"webTitle": "Bridge", "blocks": blocks}]
    assert article("a.json", json.dumps(record)).text == f"{TEXT}\n\nIt held."


def test_people_in_a_byline_without_words(article):
    byline = {"original": None, "person": [{"firstname": "Ana", "lastname": "Lund"}]}
    assert article("a.json", json.dumps({"text": TEXT, "byline": byline})).authors == ("Ana Lund",)


def test_a_document_of_a_search_engine_is_no_publisher(article):
    hit = {"_id": "1", "_source": {"title": "Bridge", "body": TEXT, "source": "Koha"}}
    found = article("a.json", json.dumps({"hits": {"hits": [hit]}}))
    assert (found.title, found.source) == ("Bridge", "Koha")


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"publisher": "koha.example", "sitename": "Koha"}, "Koha"),
        ({"source": "cnn.com", "provider": "Wire"}, "CNN"),
        ({"domain": "koha.example"}, "koha.example"),
    ],
)
def test_a_name_comes_before_a_domain(article, fields, source):
    assert article("a.json", json.dumps({"text": TEXT, **fields})).source == source


def test_the_date_of_a_wikitext(article):
    text = f"{{{{date|March 18, 2024}}}}\n'''{TEXT}'''\n\n== Sources ==\n* a paper"
    found = article("a.json", json.dumps({"title": "Bridge", "text": text}))
    assert (found.text, found.published) == (TEXT, date(2024, 3, 18))


def test_entities_of_a_title_and_marks_for_printers(article):
    record = {"title": {"rendered": "Bridge &#8211; again &amp; again"}, "body": f"{TEXT}\u0003"}
    found = article("a.json", json.dumps(record))
    assert (found.title, found.text) == ("Bridge – again & again", TEXT)


def test_the_address_that_a_crawler_asked_for(article):
    record = {"plain_text": TEXT, "requested_url": "https://koha.example/a"}
    assert article("a.json", json.dumps(record)).url == "https://koha.example/a"
