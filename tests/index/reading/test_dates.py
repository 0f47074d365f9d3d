from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.metadata.dates import find_date, parse_date

DAY = date(2025, 1, 13)


@pytest.mark.parametrize(
    "value",
    [
        "2025-01-13",
        "2025-1-13",
        "2025/01/13",
        "2025-01-13T23:30:00-05:00",
        "2025-01-13 08:00:00",
        "20250113",
        20250113,
        "January 13, 2025",
        "Jan. 13, 2025",
        "January 13th, 2025",
        "13 January 2025",
        "Monday, 13 January 2025 at 10:30 CET",
        "Mon, 13 Jan 2025 23:30:00 GMT",
        "13.01.2025",
        "13. 1. 2025",
        "13/01/2025",
        "01/13/2025",
        "13. Januar 2025",
        "13 de enero de 2025",
        "13 janar 2025",
        1736762400,
        1736762400.5,
        1736762400000,
        "1736762400",
    ],
)
def test_whole_dates(value):
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *("13. Januar 2025", "13 janvier 2025", "13 gennaio 2025", "13 de janeiro de 2025"),
        *("13 de gener del 2025", "13 januari 2025", "13 stycznia 2025", "13. siječnja 2025."),
        *("13. januara 2025.", "13. јануара 2025.", "13 января 2025 г.", "13 січня 2025"),
        *("13. ledna 2025", "13. januára 2025", "2025. január 13.", "13 ianuarie 2025"),
        *("13 Ιανουαρίου 2025", "13 Ocak 2025 Pazartesi", "13. tammikuuta 2025"),
        *("13. jaanuar 2025", "2025 m. sausio 13 d.", "2025. gada 13. janvāris", "13. janúar 2025"),
        *("13 يناير 2025", "13 كانون الثاني 2025", "١٣ يناير ٢٠٢٥", "13 בינואר 2025"),
        *("13 जनवरी 2025", "१३ जनवरी २०२५", "১৩ জানুয়ারি ২০২৫", "13 มกราคม 2568"),
        *("ngày 13 tháng 1 năm 2025", "13 Januari 2025", "Enero 13, 2025", "13 Januari 2025"),
        *("2025年1月13日", "2025年01月13日（月） 08:00", "２０２５年１月１３日", "2025년 1월 13일"),
        *("2025. 1. 13.", "13-Jan-2025", "13-JAN-2025 15:01:01.79", "13/Jan/2025:10:00:00 +0000"),
        *("Mon, Jan 13 2025 10:01:41 EST", "the 13th of January 2025", "20250113T080000Z"),
        *("Stand: 13.01.2025, 08:00 Uhr", "lundi 13 janvier 2025 à 08h00", "13 Janar 2025, ora 08"),
        {"$date": "2025-01-13T08:00:00Z"},
        {"$date": {"$numberLong": "1736762400000"}},
        {"seconds": 1736762400},
    ],
)
def test_dates_of_many_languages_and_programs(value):
    assert parse_date(value) == DAY
    if isinstance(value, str) and "T0" not in value:
        assert parse_date(find_date(value).group()) == DAY


def test_a_month_that_two_languages_name_alike():
    assert parse_date("18 listopada 2024") == date(2024, 11, 18)  # Polish
    assert parse_date("18. listopada 2024.") == date(2024, 10, 18)  # Croatian


@pytest.mark.parametrize(
    "line", ["4 score and 2024", "18 horses 2024", "chapter 12 of 2024", "Room 12, 2024 and so on"]
)
def test_prose_has_no_date(line):
    assert find_date(line) is None


def test_dotted_dates_are_day_first():
    assert parse_date("03.04.2025") == date(2025, 4, 3)


@pytest.mark.parametrize(
    "value",
    [
        *("", "   ", "soon", "January 13", "January 2025", "2025", "13.01.", "2025-01"),
        *("03/04/2025", "2025-13-45", "31 February 2025", "yesterday", "2 days ago"),
        *("January 13, 2025 " * 10, 2025, 0, -1, 1.5, True, None, [], {}),
        *(float("nan"), float("inf"), 10**400, 99999999),
    ],
)
def test_partial_ambiguous_and_impossible_dates_are_none(value):
    assert parse_date(value) is None


@settings(deadline=None)  # the first date in words loads its library
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_iso_and_english_dates_come_back(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d.%m.%Y}") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day
    assert parse_date(f"{day.day} {day:%b} {day.year}") == day


@settings(deadline=None)  # the first date in words loads its library
@given(st.one_of(st.text(), st.integers(), st.floats(), st.from_regex(r"\d+[-/. ]\d+[-/. ]\d+")))
def test_no_value_raises(value):
    assert parse_date(value) is None or isinstance(parse_date(value), date)


@pytest.mark.parametrize(
    "written",
    [
        "Mon Mar 18 08:00:00 CET 2024",
        "Mon Mar 18 08:00 2024",
        "March the 18th, 2024",
        "令和6年3月18日",
        "/Date(1710748800000)/",
        "/Date(1710748800000+0100)/",
    ],
)
def test_what_other_programs_and_calendars_write(written):
    assert parse_date(written) == date(2024, 3, 18)


def test_the_first_year_of_an_era():
    assert parse_date("平成元年1月8日") == date(1989, 1, 8)
