"""Names as a sentence has them."""

from __future__ import annotations

import pytest

from rag.language.mentions import stands_apart, with_article


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("PDK", "The PDK won. A vote for the PDK is a vote.", "the PDK"),
        ("FTX", "The FTX hearings began. The collapse of FTX was sudden.", "FTX"),
        ("Tri-State Area", "It helps the entire Tri-State Area.", "the Tri-State Area"),
        ("Omicron", "The Omicron variant and the Omicron wave came.", None),
        ("Koha", "Readers of Koha, and of the Koha.", None),
    ],
)
def test_a_name_takes_the_article_that_its_text_gives_it(name, text, written):
    assert with_article(name, "", text) == written


def test_what_is_said_decides_where_the_text_has_both():
    text = "They came to the Senate. The vote in Senate was close, as with Senate."
    assert with_article("Senate", "We need the Senate.", text) == "the Senate"
    assert with_article("Senate", "We need it.", text) is None


@pytest.mark.parametrize(
    ("behind", "apart"),
    [(".", True), ("’s plan", True), (" protects us", True), (" and others", True), ("", True),
     (" administration said", False), (" 737", False), ("-based firm", False)],
)  # fmt: skip
def test_a_name_stands_apart_from_what_it_only_describes(behind, apart):
    assert stands_apart(behind) is apart
