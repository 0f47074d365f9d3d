from __future__ import annotations

import pytest

from rag.language.dates import dates
from rag.language.names import names
from rag.language.numbers import numbers
from rag.verification.facts import facts


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("It has 4600 soldiers.", "It has 4,600 soldiers."),
        ("It got 22.03%.", "It got 22.03 percent."),
        ("It got 22,03 per cent.", "It got 22.03 percent."),
        ("It cost 3.5 million.", "It cost 3,500,000."),
        ("Five towns joined.", "It was joined by 5 towns."),
        ("Twenty-one of them voted.", "Some 21 voted."),
        ("Two-thirds of them agreed.", "It was two-thirds."),
        ("A dozen came.", "There were 12."),
        ("Nearly three quarters agreed.", "It was 73 percent."),
        ("It took not quite three years.", "It took less than three years."),
        ("About 4,600 came.", "It was 4,613 people."),
        ("It came 3rd.", "It was third."),
        ("The two sides met.", "Both sides met."),
        ("It was on 9 February.", "The vote is on February 9."),
        ("It was on 2025-02-09.", "On February 9, 2025, they vote."),
        ("It was on 9 Feb. 2025.", "The vote of 2025 is on February 9."),
        ("It was on 13/01/2025.", "It was January 13, 2025."),
        ("It was in 2008.", "It was on 17 February 2008."),
        ("Rutte said so.", "Mark Rutte said so."),
        ("Radoicic said so.", "Milan Radoičić said so."),
        ("The EU agreed.", "The European Union agreed."),
        ("The European Union agreed.", "The EU agreed."),
        ("It is 2% of GDP.", "It is 2% of gross domestic product."),
        ("The Slovak town agreed.", "A town in Slovakia agreed."),
        ("American troops left.", "Troops of the United States (US) left."),
        ("Northern Kosovo is tense.", "The north of Kosovo is tense."),
        ("Voters chose him.", "He was chosen."),
        ("No shift in Washington was expected.", "No change of American policy was expected."),
        ("It is in West Virginia.", "It is in the west of Virginia."),
    ],
)
def test_the_same_fact_in_another_form(sentence, text):
    assert list(facts(sentence, [text])) == []


@pytest.mark.parametrize(
    ("sentence", "text", "check"),
    [
        ("It has 6,400 soldiers.", "It has 4,600 soldiers.", "numbers"),
        ("It got 22 percent.", "It has 22 seats.", "numbers"),
        ("It got 22.30 percent.", "It got 22.03 percent.", "numbers"),
        ("Fewer than 4,600 came.", "More than 4,600 came.", "numbers"),
        ("It was 4,000 people.", "It was 4,600 people.", "numbers"),
        ("About 4,000 came.", "It was 4,600 people.", "numbers"),
        ("It was on 19 February.", "The vote is on February 9.", "dates"),
        ("It was in March 2025.", "It was in February 2025.", "dates"),
        ("It was on February 9, 2024.", "It is on February 9, 2025.", "dates"),
        ("Milan Radojičić did it.", "Milan Radoičić did it.", "names"),
        ("Germany sends most.", "Italy sends most.", "names"),
        ("He lives in Slovenia.", "He lives in Slovakia.", "names"),
        ("He is from Austria.", "He is from Australia.", "names"),
        ("Merkel said so.", "Rutte said so.", "names"),
        ("It is in South Carolina.", "It is in the south of North Carolina.", "names"),
    ],
)
def test_another_fact(sentence, text, check):
    assert [finding.check for finding in facts(sentence, [text])] == [check]


def test_a_number_of_a_date_is_no_number():
    assert [one.text for one in numbers("On February 9, 2025, at 5 there were 61.")] == ["5", "61"]


def test_an_ambiguous_date_has_both_readings():
    assert [(one.day, one.month) for one in dates("1/2/2025")] == [(1, 2), (2, 1)]


def test_may_and_march_are_words_too():
    assert dates("They may march on.") == ()


def test_names_are_joined_by_their_particles():
    found = names("The Democratic Party of Kosovo (PDK) met NATO's Mark Rutte in Zubin Potok.")
    assert [one.text for one in found] == [
        "Democratic Party of Kosovo", "PDK", "NATO", "Mark Rutte", "Zubin Potok",
    ]  # fmt: skip
