"""Names: what is one, what it is of, and which spellings are the same."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import Article
from rag.directory import Directory, Kind, chosen_entries
from rag.directory.mentions import mentions


def names(text):
    return [one.name for one in mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Kyiv, NATO chief Mark Rutte met Kosovo and Serbia.",
         ["Kyiv", "NATO", "Mark Rutte", "Kosovo", "Serbia"]),
        ("The Bank of England said so on Monday, November 6.", ["Bank of England"]),
        ("Officials in Bosnia and Herzegovina and Serbia agreed.",
         ["Bosnia and Herzegovina", "Serbia"]),
        ("Secretary of State Antony Blinken spoke.", ["Antony Blinken"]),
        ("NATO Secretary General Mark Rutte spoke.", ["NATO", "Mark Rutte"]),
        ("He met the Foreign Affairs and Defense Committee of the European Parliament.",
         ["Foreign Affairs and Defense Committee", "European Parliament"]),
        ("He wrote from Skopje January 13, 2025.", ["Skopje"]),
        ("The prime minister’s party won.", []),
        ("A London-based firm and three MEPs agreed.", []),
        ("Serbian and Russian officials, and the Dutch, met on Friday.", []),
        ("We’re here. I’m not. It’s over. Don’t!", []),
        ("Kosovo’s Albin Kurti and U.S. envoy James O’Brien left.",
         ["Kosovo", "Albin Kurti", "U.S.", "James O’Brien"]),
    ],
)  # fmt: skip
def test_where_names_begin_and_end(text, found):
    assert names(text) == found
    assert all(text[one.start :].startswith(one.name) for one in mentions(text))


def article(name, text, published=None):
    day = date.fromisoformat(published) if published else None
    return Article(origin=f"/{name}", path=name, title=name, text=text, published=day)


@pytest.fixture
def entries():
    """Return the entries of articles by name."""

    def gather(*articles):
        directory = Directory()
        for one in articles:
            directory.add(one)
        return {one.name: one for one in directory.entries()}

    return gather


def test_one_person_under_every_spelling(entries):
    found = entries(
        article("a", "NATO chief Mark Rutte said so. Later Rutte left.", "2025-01-13"),
        article("b", "Mark Rutte, who leads NATO, warned them. Rutte’s words were few."),
        article("c", "Then Rutte said no more, and Nato was silent.", "2025-02-01"),
    )
    rutte = found["Mark Rutte"]
    assert (rutte.kind, rutte.articles, rutte.mentions) == (Kind.PERSON, 3, 5)
    assert (rutte.first, rutte.last) == (date(2025, 1, 13), date(2025, 2, 1))
    assert set(rutte.spellings) == {"Mark Rutte", "Rutte"}
    assert (found["NATO"].articles, found["NATO"].kind) == (3, Kind.ORGANISATION)
    assert "Rutte" not in found


def test_two_people_with_one_surname_stay_two(entries):
    found = entries(
        article("a", "Bill Clinton said so. Clinton left."),
        article("b", "Hillary Clinton said no. Clinton stayed."),
    )
    assert found["Bill Clinton"].mentions == found["Hillary Clinton"].mentions == 2


def test_a_letter_more_or_less_is_the_same_person(entries):
    found = entries(
        article("a", "Milan Radoičić said so. Milan Radoičić left."),
        article("b", "Milan Radojičić said no."),
    )
    assert found["Milan Radoičić"].spellings == ("Milan Radoičić", "Milan Radojičić")


def test_acronyms_and_countries(entries):
    found = entries(
        article(
            "a",
            "It sides with the Democratic Party of Kosovo (PDK). He said the PDK won in the U.S."
            " and the United States of America, and that the EU and the European Union agree.",
        )
    )
    assert set(found["Democratic Party of Kosovo"].spellings) == {
        "Democratic Party of Kosovo",
        "PDK",
    }
    assert found["European Union"].mentions == 2
    (america,) = [one for one in found.values() if "U.S." in one.spellings]
    assert (america.kind, america.mentions) == (Kind.PLACE, 2)


def test_what_is_no_name_of_anybody(entries):
    found = entries(
        article(
            "a",
            "Prosecutors said so. The World Cup began in Doha on Sunday. More people came. A CEO of"
            " the company said that COVID-19 was over. On Christmas Day the White House was dark.",
        )
    )
    assert {name: one.kind for name, one in found.items()} == {
        "Doha": Kind.PLACE,
        "White House": Kind.ORGANISATION,
    }


def test_choosing():
    directory = Directory()
    directory.add(article("a", "Ana Kovač said in Zagreb that Zagreb’s Ana Kovač won."))
    every = directory.entries()
    assert [one.name for one in chosen_entries(every, words="kovac", kind=None)] == ["Ana Kovač"]
    assert [one.name for one in chosen_entries(every, words="", kind="place")] == ["Zagreb"]
    assert chosen_entries(every, words="kovac", kind="place") == []
