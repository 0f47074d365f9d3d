"""Times that a question names."""

from __future__ import annotations

from datetime import date

import pytest

from rag.requests.periods import named_period

TODAY = date(2024, 5, 15)  # a Wednesday
NEWEST = date(2024, 4, 30)


@pytest.mark.parametrize(
    ("question", "since", "until", "wording"),
    [
        ("Who won in March 2022?", "2022-03-01", "2022-03-31", "of March 2022"),
        ("who won in march 2022", "2022-03-01", "2022-03-31", "of March 2022"),
        ("what happened in may 2022", "2022-05-01", "2022-05-31", "of May 2022"),
        ("What happened on 20 October 2023?", "2023-10-20", "2023-10-20", "of 20 October 2023"),
        ("What happened on October 20, 2023?", "2023-10-20", "2023-10-20", "of 20 October 2023"),
        ("What happened on 2023-10-20?", "2023-10-20", "2023-10-20", "of 20 October 2023"),
        ("What happened on the 3rd of May 2023?", "2023-05-03", "2023-05-03", "of 3 May 2023"),
        ("In 2023, who won?", "2023-01-01", "2023-12-31", "of 2023"),
        ("Who was minister before June 2023?", None, "2023-05-31", "before June 2023"),
        ("What changed after 2022?", "2023-01-01", None, "after 2022"),
        ("What changed since March?", "2024-03-01", None, "since March 2024"),
        ("Who was king until 1999?", None, "1999-12-31", "until 1999"),
        (
            "How did it change between June and September 2022?",
            "2022-06-01",
            "2022-09-30",
            "from June 2022 to September 2022",
        ),
        (
            "prices from november to february 2023",
            "2022-11-01",
            "2023-02-28",
            "from November 2022 to February 2023",
        ),
        ("what did they report in November?", "2023-11-01", "2023-11-30", "of November 2023"),
        ("what happened last week", "2024-05-06", "2024-05-12", "from 2024-05-06 to 2024-05-12"),
        ("what happened last month", "2024-04-01", "2024-04-30", "from 2024-04-01 to 2024-04-30"),
        ("what happened this year", "2024-01-01", "2024-05-15", "from 2024-01-01 to 2024-05-15"),
        ("in the last two weeks", "2024-05-01", "2024-05-15", "from 2024-05-01 to 2024-05-15"),
        ("what happened yesterday", "2024-05-14", "2024-05-14", "of 2024-05-14"),
        ("articles march 2022", "2022-03-01", "2022-03-31", "of March 2022"),
        ("Who was hit by the March 2022 flood?", "2022-03-01", "2022-03-31", "of March 2022"),
    ],
)
def test_a_time_is_read(question, since, until, wording):
    named = named_period(question, today=TODAY, newest=NEWEST)
    assert named is not None
    period = named.period
    expected = [date.fromisoformat(one) if one else None for one in (since, until)]
    assert [period.since, period.until] == expected
    assert period.wording == wording


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 World Cup?",
        "How many soldiers march on the capital?",
        "May the court ban it?",
        "Who got 2022 votes in Ohio?",
        "What happened on 31 February 2023?",
        "What happened on 1/2/2023?",  # in one country the day comes first, in another the month
        "Who wrote last week's report?",
        "Who won?",
    ],
)
def test_what_names_no_time(question):
    assert named_period(question, today=TODAY, newest=NEWEST) is None
