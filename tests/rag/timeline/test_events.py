"""Events: what is one, what is another, and what reports of one differ in."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rag.timeline.events import group, weigher
from rag.timeline.tolls import with_developments
from rag.timeline.undated import with_years

QUAKE = "The earthquake in Cianjur on Monday killed at least 162 people, officials said."
LATER = "At least 268 people were killed in the earthquake in Cianjur on November 21."
FIXED = "The earthquake in Cianjur on Monday killed 310 people, officials said."


def test_one_event_of_several_articles_with_the_most_exact_date(article, events_of):
    (found,) = events_of(
        article("month", "In September 2023, armed men attacked the police in Banjska."),
        article("day", "Armed men attacked the police in Banjska on 24 September 2023."),
    )
    assert (found.date, len(found.citations), found.independent) == ("2023-09-24", 2, 2)


def test_copies_are_one_origin(article, events_of):
    (found,) = events_of(article("one", LATER, "2022-11-23"), article("copy", LATER, "2022-11-24"))
    assert (len(found.citations), found.independent) == (2, 1)


def test_what_stands_beside_in_a_sentence_that_is_shown_is_no_event(article, events_of):
    text = "Crews on Saturday saved a child from the ruins of the quake that struck five days ago."
    assert [one.date for one in events_of(article("one", text, "2022-11-26"))] == ["2022-11-26"]


def test_a_plan_is_not_what_officials_said_that_day(article, events_of):
    found = events_of(
        article("one", "The ferry has sunk, Harbour Board officials said Friday.", "2022-11-26"),
        article("two", "The Harbour Board is due to brief the crew this week.", "2022-11-23"),
    )
    assert all(len(one.citations) == 1 for one in found)


def test_a_vote_that_is_named_in_a_clause_between_is_the_vote(article, events_of):
    between = "They fear that the elections, which will be held in Malta in May, do not end it."
    (found,) = events_of(
        article("one", f"{between}", "2022-03-01"),
        article("two", "Malta is set to hold regular elections on 7 May.", "2022-03-02"),
    )
    assert (found.date, len(found.citations)) == ("2022-05-07", 2)


def test_two_events_of_one_day(article, events_of):
    found = events_of(
        article("one", "Armed men attacked the police in Banjska on 24 September 2023."),
        article("two", "The parliament in Ottawa passed its budget on 24 September 2023."),
    )
    assert [one.date for one in found] == ["2023-09-24"] * 2


def test_two_events_of_one_place_and_day(article, events_of):
    texts = {
        "show": "It was shot down over the Atlantic Ocean on Saturday.",
        "wait": "It drifted out over the Atlantic Ocean on Saturday.",
    }
    every = [article(name, text, "2023-02-05") for name, text in texts.items()]
    assert len(events_of(*every)) == 2


def test_a_toll_that_moves_is_one_development(article, tellings_of):
    texts = {
        "2023-02-08": "The death toll of the quake in Turkey passed 11,000 on Wednesday.",
        "2023-02-10": "The death toll in Turkey rose to 19,300 on Friday after the quake.",
        "2023-02-11": "The death toll of the quake in Turkey reached 25,000 on Saturday.",
        "2023-02-12": "The death toll of the quake in Syria reached 3,500 on Sunday.",
    }
    every = tellings_of(*(article("Quake in Turkey", *told[::-1]) for told in texts.items()))
    groups = with_developments(group(every, weigher(every)), ())
    counts = [sorted(one.when.iso for one in own.tellings) for own in groups]
    assert sorted(counts) == [["2023-02-08", "2023-02-10", "2023-02-11"], ["2023-02-12"]]


def test_the_same_sentence_of_two_years_is_two_events(article, events_of):
    text = "Kosovo held parliamentary elections in February {}."
    found = events_of(article("one", text.format(2021)), article("two", text.format(2025)))
    assert [one.date for one in found] == ["2021-02", "2025-02"]


def test_a_figure_that_grew_is_a_development(article, events_of):
    (found,) = events_of(
        article("first", QUAKE, "2022-11-22"), article("second", LATER, "2022-11-23")
    )
    assert "268" in found.text
    assert found.supersedes is not None
    assert "162" in found.supersedes.text
    assert found.supersedes.supersedes is None
    assert found.contradicted_by == ()
    assert found.as_json()["supersedes"]["text"] == QUAKE
    assert "contradicted_by" not in found.as_json()


def test_three_figures_are_a_chain(article, events_of):
    (found,) = events_of(
        article("third", FIXED, "2022-11-25"),
        article("first", QUAKE, "2022-11-22"),
        article("second", LATER, "2022-11-23"),
    )
    assert "310" in found.text
    assert "268" in found.supersedes.text
    assert "162" in found.supersedes.supersedes.text


def test_two_figures_of_one_day_contradict_one_another(article, events_of):
    other = FIXED.replace("310", "318")
    (found,) = events_of(
        article("one", FIXED, "2022-11-25"), article("another", other, "2022-11-25")
    )
    assert found.supersedes is None
    assert len(found.contradicted_by) == 1
    assert {found.text, found.contradicted_by[0].text} == {FIXED, other}
    assert found.as_json()["contradicted_by"][0]["citations"]


def test_a_later_lower_figure_contradicts(article, events_of):
    lower = LATER.replace("At least 268", "Only 190")
    (found,) = events_of(
        article("first", FIXED, "2022-11-22"), article("second", lower, "2022-11-24")
    )
    assert [one.text for one in found.contradicted_by] == [FIXED]


def test_at_least_as_many_is_no_contradiction(article, events_of):
    (found,) = events_of(
        article("one", QUAKE, "2022-11-22"),
        article("two", QUAKE.replace("at least 162", "162"), "2022-11-22"),
    )
    assert (found.supersedes, found.contradicted_by) == (None, ())


DATED = "Kosovo holds parliamentary elections on February 9, and parties prepare for the vote."


def years(article, tellings_of, text):
    own = tellings_of(article("undated", text))
    others = tellings_of(article("dated", DATED, "2025-01-13"))
    return [
        (one.when.iso if one.when else None, bool(one.dated_by))
        for one in with_years(own, others, weigher([*own, *others]))
    ]


def test_the_year_of_an_article_without_a_date(article, tellings_of):
    text = (
        "Rutte told the committee so on January 13. Kosovo is set to hold parliamentary elections"
        " on February 9. In November of last year, an explosion damaged the canal."
    )
    expected = [("2025-01-13", True), ("2025-02-09", True), ("2024-11", True)]
    assert years(article, tellings_of, text) == expected


def test_last_year_takes_more_than_one_day(article, tellings_of):
    text = (
        "Kosovo held parliamentary elections on February 9. In November of last year, an explosion"
        " damaged the canal. On Wednesday the canal was repaired."
    )
    assert years(article, tellings_of, text) == [("2025-02-09", True), (None, False), (None, False)]


def test_no_year_where_nothing_tells_it(article, tellings_of):
    text = "The bridge collapsed on March 3. In May of last year a ship had damaged it."
    assert years(article, tellings_of, text) == [(None, False), (None, False)]


TIMES = (
    "on Monday", "yesterday", "last November", "in March", "on March 3", "in 2008", "two years ago",
    "on 24 September 2023", "last week", "on Sunday, November 20", "in November of last year",
    "since 2014", "next Friday", "on 31 February", "by Friday", "in the 1990s",
)  # fmt: skip
DEEDS = (
    "The mayor of Banjska resigned", "Armed men attacked the police in Zveçan",
    "The court will sentence the general", "An explosion killed {} people in Cianjur",
    "Officials said a dam broke in Skopje", "“We lost the bridge,” Ann Brown said",
)  # fmt: skip


@st.composite
def sentences(draw):
    deed = draw(st.sampled_from(DEEDS)).format(draw(st.integers(2, 400)))
    return f"{deed} {draw(st.sampled_from(TIMES))}."


texts = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)
days = st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.lists(st.tuples(texts, days), min_size=1, max_size=4))
def test_dates_are_supported_and_quotes_exact(article, events_of, drawn):
    articles = [
        article(f"a{number}", text, day.isoformat() if day else None)
        for number, (text, day) in enumerate(drawn)
    ]
    found = events_of(*articles)
    assert [one.date for one in found] == sorted(one.date for one in found)
    for event in found:
        for cited in event.citations:
            said = cited.as_json()
            assert cited.article.text[said["start"] : said["end"]] == said["quote"]
            assert said["quote"] in cited.article.text
        year = event.date[:4]
        assert any(
            year in cited.quote
            or (cited.article.published and abs(cited.article.published.year - int(year)) <= 2)
            for cited in event.citations
        )
        assert 1 <= event.independent <= len({cited.article.id for cited in event.citations})
