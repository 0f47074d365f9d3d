"""What looks like a denial, or like another number, and is none."""

from __future__ import annotations

import pytest

from rag.verification.counts import counts_another
from rag.verification.polarity import polarity


@pytest.mark.parametrize(
    ("sentence", "told", "denied"),
    [
        ("Shares sank to a level not seen since 1992.",
         "Shares sank to their lowest level since 1992.", False),
        ("The number of customers without power had fallen to 1,200.",
         "There were many customers, but that number had decreased to 1,200.", False),
        ("The number of customers had not fallen to 1,200.",
         "There were many customers, but that number had decreased to 1,200.", True),
    ],
)  # fmt: skip
def test_what_denies(sentence, told, denied):
    assert bool(list(polarity(sentence, [told]))) is denied


def test_a_share_of_many_is_not_how_many_they_are():
    told = "Of 4,184 incidents this year, 73% were related to masks."
    assert not list(counts_another("Nearly three quarters of the incidents were.", [told]))


@pytest.mark.parametrize(
    ("sentence", "another"),
    [
        ("The party has 61 seats out of 120.", False),
        ("The party needs 61 of the assembly's 120 seats.", False),
        ("The assembly has 61 seats.", True),
    ],
)
def test_a_part_is_no_other_number_of_the_whole(sentence, another):
    told = "A party needs 61 votes in the assembly, which has 120 seats."
    assert bool(list(counts_another(sentence, [told]))) is another
