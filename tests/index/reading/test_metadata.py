from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.metadata import Metadata, from_fields, parse_authors, printable

SPELLINGS = [
    ("title", ["title", "headline", "Heading", "TITLE"], "A title"),
    ("source", ["source", "publisher", "outlet", "site_name", "siteName", "site"], "Koha"),
    ("url", ["url", "link", "permalink", "canonical_url", "Canonical-URL"], "https://a.example/1"),
    ("authors", ["authors", "author", "byline", "by", "creator"], ["Ana Krasniqi"]),
    (
        "published",
        [
            *("published", "published_at", "publishedAt", "date", "pubDate", "pub_date"),
            *("datePublished", "publication-date", "created_at", "timestamp"),
        ],
        "2025-01-13",
    ),
]


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [(field, name, value) for field, names, value in SPELLINGS for name in names],
)
def test_common_spellings(field, name, value):
    expected = {"authors": ("Ana Krasniqi",), "published": date(2025, 1, 13)}.get(field, value)
    assert from_fields({name: value}) == Metadata(**{field: expected})


def test_the_better_spelling_wins_and_a_useless_one_gives_way():
    fields = {"date": "2020-01-01", "published": "2025-01-13", "title": "  ", "headline": "H"}
    assert from_fields(fields) == Metadata(title="H", published=date(2025, 1, 13))


def test_values_of_the_wrong_type_count_as_absent():
    fields = {
        "title": ["a"],
        "source": {"id": 1},
        "url": 5,
        "authors": {"age": 3},
        "date": [2025],
        "headline": None,
    }
    assert from_fields(fields) == Metadata()


def test_names_in_objects_and_sources_that_are_addresses():
    assert from_fields({"source": {"id": None, "name": "Koha"}}).source == "Koha"
    assert from_fields({"source": "https://www.koha.example/a/1"}) == Metadata(
        source="koha.example", url="https://www.koha.example/a/1"
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ana Krasniqi", ("Ana Krasniqi",)),
        ("By Ana Krasniqi and Bo Lund", ("Ana Krasniqi", "Bo Lund")),
        ("Ana Krasniqi, Bo Lund & Cy Ray", ("Ana Krasniqi", "Bo Lund", "Cy Ray")),
        ("Krasniqi, Ana; Lund, Bo", ("Krasniqi, Ana", "Lund, Bo")),
        (["Ana Krasniqi", {"name": "Bo Lund"}, 7, None], ("Ana Krasniqi", "Bo Lund")),
        (["Ana Krasniqi", "Ana Krasniqi"], ("Ana Krasniqi",)),
        ("Krasniqi, Ana", ("Krasniqi, Ana",)),
        ("By Ana Krasniqi in Tolby", ("Ana Krasniqi",)),
        ("Ana Krasniqi <ana@a.example>", ("Ana Krasniqi",)),
        ("ana@a.example (Ana Krasniqi)", ("Ana Krasniqi",)),
        ("Ana Krasniqi y Bo Lund", ("Ana Krasniqi", "Bo Lund")),
        ("Ana Krasniqi y Lund", ("Ana Krasniqi y Lund",)),
        ("Nga Ana Krasniqi dhe Bo Lund", ("Ana Krasniqi", "Bo Lund")),
        ([{"firstname": "Ana", "lastname": "Krasniqi", "middlename": None}], ("Ana Krasniqi",)),
        ({"original": "By Ana Krasniqi and Bo Lund"}, ("Ana Krasniqi", "Bo Lund")),
        ("a.example", ()),
        ("Alexander Anderson", ("Alexander Anderson",)),
        ("", ()),
        (None, ()),
        (True, ()),
    ],
)
def test_authors(value, names):
    assert parse_authors(value) == names


def test_gaps_are_filled_and_nothing_is_replaced():
    first, second = Metadata(title="A", url="u"), Metadata(title="B", source="S")
    assert first.or_else(second) == Metadata(title="A", url="u", source="S")


def test_a_well_known_address_has_a_name():
    assert from_fields({"domain": "edition.cnn.com"}).source == "CNN"
    assert from_fields({"url": "https://www.theguardian.com/world/1"}).source == "The Guardian"
    assert from_fields({"url": "https://a.example/world/1"}).source is None


def test_the_beginning_of_time_is_no_date():
    assert from_fields({"date": "1970-01-01T00:00:00Z"}).published is None


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from([name for _, spellings, _ in SPELLINGS for name in spellings])


@settings(deadline=None)  # the first date in words loads its library
@given(st.dictionaries(names, json_values))
def test_no_fields_raise(fields):
    metadata = from_fields(fields)
    for value in (metadata.title, metadata.source, metadata.url, *metadata.authors):
        assert value is None or (value.strip() and "\n" not in value and value.encode())


@given(st.text(st.characters()))
def test_printable_text_can_be_stored_and_keeps_its_length(text):
    stored = printable(text)
    assert "\0" not in stored
    assert stored.encode().decode() == stored
    if stored == text:
        return
    assert "\ufffd" in stored or len(stored) < len(text)  # two surrogates made one character
