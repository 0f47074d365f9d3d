"""Moments: which of a sentence's times says when its event happened."""

from __future__ import annotations

from datetime import date

import pytest

from rag.timeline.moments import moments, telling_sentences, untimed
from rag.timeline.when import when

PUBLISHED = date(2022, 11, 23)  # a Wednesday


def dated(sentence, published=PUBLISHED):
    """Return the dates that a sentence gives, each with the words that go with it."""
    found = [one for whole in telling_sentences(sentence) for one in moments(sentence, whole)]
    days = [(when(one, published), sentence[slice(*one.shown)].strip(" ,.")) for one in found]
    return [(one.iso if one else None, words) for one, words in days]


@pytest.mark.parametrize(
    ("sentence", "iso"),
    [
        ("In September 2023, armed men attacked the police in Banjska.", "2023-09"),
        ("Russian shells hit a market in Kherson on 24 September 2022.", "2022-09-24"),
        ("A missile landed in eastern Poland on Tuesday, killing two people.", "2022-11-22"),
        ("The two leaders met last November in Geneva.", "2021-11"),
        ("The bridge was damaged two years ago by a ship.", "2020"),
        ("The bridge was damaged two days ago by a ship.", "2022-11"),
        ("The court fined the company three months ago.", "2022-08"),
        ("Ministers will meet in Brussels on Friday.", "2022-11-25"),
        ("The city is set to hold elections on February 9.", "2023-02-09"),
        ("The parliament passed the budget in March.", "2022-03"),
        ("In November of last year, an explosion occurred at the canal.", "2021-11"),
        ("On Sunday, November 20, the tournament opened in Doha.", "2022-11-20"),
        ("Yesterday the senate rejected the bill.", "2022-11-22"),
        ("Monday’s strikes killed at least 19 people in Kyiv.", "2022-11-21"),
        ("In October, the chain announced that it would shutter its stores.", "2022-10"),
        ("The minister’s apology earlier Monday should have calmed the unions.", "2022-11-21"),
        ("It last happened 100 years ago, in 1922, at the congress.", "1922"),
        ("Putin was born in Leningrad on 7 October 1952.", "1952-10-07"),
    ],
)
def test_when_it_happened(sentence, iso):
    assert [found for found, _ in dated(sentence)] == [iso]


@pytest.mark.parametrize(
    "sentence",
    [
        "The report, published on 3 March 2020, blames the pilot.",
        "The third leader since the last poll in 2019 will face pressure.",
        "Rescuers labored amid the rubble of Monday's earthquakes.",
        "The singer (born 12 May 1960) was arrested.",
        "A committee investigates the January 6 attack on the Capitol.",
        "Prices are higher than in 2019.",
        "The mission has guarded the border since 1999.",
        "He has been in prison since last March.",
        "She served as mayor from 2001 to 2009.",
        "Members must invest two percent of it by 2030.",
        "A poll taken by Gallup in 2019 found little trust.",
        "The port was closed for all of January.",
        "“The board met on Monday. The deal was signed on Tuesday,” Ann Brown said.",
        "The treaty signed in 2010 was denounced by both sides.",
        "Critics denounced the treaty signed in 2010.",
        "Ukraine struck back, according to a report by Koha on November 13.",
        "Some 2020 people marched through the city.",
        "Locals injured soldiers while boycotting the elections in April.",
        "The company has hired more people over the last year.",
        "The mission today has 4,600 soldiers.",
        "Negotiators were close to an agreement by Friday.",
        "He was a student in the 1990s.",
        "The cup has always been held in either May, June or July of 2022.",
        "On 31 February the office opened.",
        "A screen grab shows a post by Ann Brown, uploaded on January 11, 2022.",
        "Ann Brown/AP A light show is displayed in Doha on November 20, 2022.",
    ],
)
def test_times_that_date_nothing(sentence):
    assert [iso for iso, _ in dated(sentence) if iso] == []


def test_a_clause_that_can_be_read_alone_has_its_own_date():
    sentence = (
        "The event on September 24, 2023 in Banjska has been described as the most serious since"
        " Kosovo declared its independence in 2008."
    )
    assert dated(sentence) == [
        ("2023-09-24", sentence.rstrip(".")),
        ("2008", "Kosovo declared its independence in 2008"),
    ]


def test_who_did_something_once_is_shown_without_what_they_do_now():
    sentence = "Ann Brown, who joined in May 2019, announced that she was to leave."
    assert dated(sentence) == [("2019-05", "Ann Brown, who joined in May 2019")]


def test_a_claim_is_never_shown_without_who_makes_it():
    sentence = "Officials said the river rose after Russia shelled the dam on Tuesday."
    assert dated(sentence) == [("2022-11-22", sentence.rstrip("."))]


def test_the_day_of_a_remark_is_not_that_of_what_it_tells():
    sentence = "The mayor said on Wednesday that a bomb destroyed the station on Monday."
    assert [iso for iso, _ in dated(sentence)] == ["2022-11-21"]


def test_what_is_named_behind_after_is_another_event():
    sentence = (
        "NATO sent soldiers in 2024 after the incident in Banjska in September 2023, where armed"
        " men attacked the police."
    )
    assert dated(sentence) == [
        ("2024", sentence.rstrip(".")),
        (
            "2023-09",
            "the incident in Banjska in September 2023, where armed men attacked the police",
        ),
    ]


def test_an_event_that_is_only_named():
    sentence = "It was the gravest event since Kosovo's declaration of independence in 2008."
    assert dated(sentence) == [("2008", "Kosovo's declaration of independence in 2008")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ministers met in Geneva on Tuesday.",
        "The two leaders met last November in Geneva.",
        "Yesterday the senate rejected the bill.",
        "The parliament passed the budget in March.",
        "The bridge was damaged two years ago by a ship.",
    ],
)
def test_an_article_without_a_date_resolves_nothing(sentence):
    assert [iso for iso, _ in dated(sentence, None)] == [None]


def test_an_article_without_a_date_keeps_what_names_its_year():
    assert dated("Kosovo held elections on 9 February 2025.", None)[0][0] == "2025-02-09"


@pytest.mark.parametrize(
    "sentence",
    [
        "“Yesterday we lost the bridge in Kherson,” he said.",  # whose yesterday?
        "Britain told its media Friday that Russia has lost 450 men.",  # added after its date?
        "Ministers meet in Brussels on Tuesday.",  # the last one, or the next?
        "Originally the film was scheduled to be released in May.",
    ],
)
def test_what_can_be_two_days_is_none(sentence):
    assert [iso for iso, _ in dated(sentence, date(2022, 11, 24)) if iso] == []


def test_headlines_and_tables_tell_nothing():
    text = "Kosovo votes on February 9\n\nThe vote took place on February 9. Turnout 40 %\n"
    assert [text[slice(*one)] for one in telling_sentences(text)] == [
        "The vote took place on February 9."
    ]


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Three attackers were killed in the exchange of fire.", True),
        ("Tensions have been high in the north.", False),
        ("He resigned at once.", False),
        ("The mission guards the border.", False),
        ("Three attackers were killed in May.", False),
    ],
)
def test_what_happened_without_a_time(sentence, tells):
    assert (untimed(sentence, (0, len(sentence))) is not None) is tells


def test_what_a_paper_tells_of_its_own_article_is_no_event():
    text = "This story has been updated with new figures on Tuesday. The toll rose on Tuesday."
    assert [text[slice(*one)] for one in telling_sentences(text)] == ["The toll rose on Tuesday."]
