"""Tables of articles."""

from datetime import date

import pytest

TABLE = "headline;text;author;published\nThe bridge;It held.;Ana Krasniqi;2025-01-13\nSnow;;;\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_is_an_article_and_one_without_text_is_named(reading, separator):
    bridge, snow = reading("a.csv", TABLE.replace(";", separator))
    assert (bridge.title, bridge.text) == ("The bridge", "It held.")
    assert (bridge.authors, bridge.published) == (("Ana Krasniqi",), date(2025, 1, 13))
    assert "row 2: it has no text" in snow.reason


def test_cells_of_several_lines_and_any_length(article):
    text = "It held.\n\n" + "All day. " * 40_000
    assert article("a.csv", f'text\n"{text}"\n').text == text


def test_the_columns_that_are_named_hold_what_they_are_named_for(article):
    found = article("a.csv", "Kop,Tekst\nThe bridge,It held.\n", columns="text=Tekst, title=Kop")
    assert (found.title, found.text) == ("The bridge", "It held.")


def test_a_column_of_text_that_is_not_known_has_to_be_named(refusal):
    reason = refusal("a.csv", "Kop,Tekst\nThe bridge,It held.\n")
    assert reason == (
        "none of its columns is known to hold the text ('Kop', 'Tekst');"
        " name it (--columns text=NAME)"
    )
    assert "no column 'Body'" in refusal("a.csv", TABLE, columns="text=Body")
