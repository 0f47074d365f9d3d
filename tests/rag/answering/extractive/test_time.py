"""What changes with time, over articles of a made-up coast, with the models that a user has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf

ARTICLES = [
    ("verdict", "2024-02-01", "A jury in Osen convicted the skipper Leif Brand of manslaughter."),
    ("appeal", "2024-09-03", "A court in Osen acquitted the skipper Leif Brand of manslaughter."),
    ("holm", "2024-03-04", "Six people were hurt when a train derailed near Holm on Saturday."),
    ("brek", "2024-03-05", "Nine people were hurt when a train derailed near Brek on Sunday."),
    ("rail", "2024-03-06", "A train derailed near Holm on Saturday and six people were hurt."),
    ("ny", "2019-05-05", "Marta Ny was elected mayor of Osen on Sunday with 52 per cent."),
    ("brun", "2023-05-07", "Olav Brun is the new mayor of Osen after a narrow win over Marta Ny."),
    ("shut", "2023-11-02", "The mountain pass at Skar is closed to all traffic because of snow."),
    ("open", "2024-04-29", "The mountain pass at Skar is open to all traffic again after a thaw."),
    ("wire", "2024-06-03", "Lightning killed 14 sheep on the slope above Vinje on Monday night."),
    ("paper", "2024-06-04", "Lightning killed 14 sheep on the slope above Vinje on Monday night."),
    ("fixed", "2024-06-05", "Lightning killed 17 sheep on the slope above Vinje on Monday night."),
    ("strike", "2024-02-02", "The ferry workers of Lindo went on strike on Friday over their pay."),
    ("deal", "2024-02-09", "The ferry workers of Lindo ended their strike on Friday after a deal."),
    ("rents up", "2022-04-04", "Rents in Lindo rose by 4 per cent in a year, the town said."),
    ("rents down", "2022-09-05", "Rents in Lindo fell by 2 per cent in a year, the town said."),
    ("lie", "2021-02-02", "Hanna Lie heads the police of Vinje since Monday."),
    ("rask", "2024-03-02", "Jon Rask took over as head of the police of Vinje on Friday."),
    (
        "passed",
        "2023-12-02",
        "The council of Vinje has passed its budget, with a fuel tax in it.",
    ),
    (
        "failed",
        "2023-12-09",
        "The council of Vinje did not pass its budget after two men left.",
    ),
    ("fair", "2023-04-15", "The folk fair of Vinje drew 30,000 visitors."),
    ("chief", "2023-08-01", "The fire chief of Holm, Anne Dale, ordered the lower town cleared."),
    (
        "robbery",
        "2022-01-10",
        "In March 2021, two men robbed the bank on the quay and wounded a guard."
        " During the ensuing chase in Gramvik, one of the robbers drowned.",
    ),
    ("wreck", "2024-05-10", "The tug Alma sank off Brek in May after a fire in her engine."),
    ("tug", "2024-05-11", "The fire on the Alma off Brek began on May 9, when she carried coal."),
    ("duke", "2024-01-06", "Duke Aron of Lindo died at his house in Skar on Saturday."),
    ("pier", None, "The ferry Una hit the old pier of Skar on August 12, and nobody was hurt."),
    ("chess", "2023-02-10", "Anne Dale, a chess grandmaster from Lindo, drew with the champion."),
]


@pytest.fixture(scope="module")
def coast(model, tmp_path_factory):
    """A pipeline over ``ARTICLES``."""
    folder = tmp_path_factory.mktemp("coast")
    for name, published, text in ARTICLES:
        article = {"title": name, "text": text, "published": published, "source": f"{name} press"}
        Path(folder, f"{name}.json").write_text(json.dumps(article))
    location, settings = Location(directory=folder / "library"), IndexSettings()
    list(update([folder], location, settings, embedder=model))
    with Library(location, settings, embedder=model) as library:
        reader = load_reader("dateline")
        answerer = ExtractiveAnswerer(
            lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
        )
        yield Pipeline(library, answerer, top_k=5)


def told(answer):
    """Return the titles of the articles that each statement cites."""
    title = {one.marker: one.article.title for one in answer.citations}
    return [[title[marker] for marker in one.markers] for one in answer.statements]


@pytest.mark.parametrize(
    ("question", "newest", "older"),
    [
        ("What did the court in Osen decide about Leif Brand?", "appeal", "verdict"),
        ("Was Leif Brand convicted of manslaughter?", "appeal", "verdict"),
        ("Who is the mayor of Osen?", "brun", "ny"),
        ("Is the mountain pass at Skar closed?", "open", "shut"),
        ("Is the mountain pass at Skar open?", "open", "shut"),
        ("Who heads the police of Vinje?", "rask", "lie"),
        ("Did the council of Vinje pass its budget?", "failed", "passed"),
    ],
)
def test_what_changes_is_told_with_the_newest_first_and_the_older_dated(
    coast, question, newest, older
):
    answer = coast.answer(question)
    assert told(answer)[:2] == [[newest], [older]]
    assert not answer.statements[0].text.startswith("Earlier")
    assert answer.statements[1].text.startswith("Earlier, on ")
    assert any(warning.startswith("the articles differ: ") for warning in answer.warnings)


def test_only_articles_on_one_event_are_cited_together(coast):
    answer = coast.answer("How many people were hurt when a train derailed near Holm?")
    assert [sorted(cited) for cited in told(answer)] == [["holm", "rail"]]
    assert answer.independent == 2
    assert answer.warnings == ()


def test_a_copy_is_cited_as_one_and_a_correction_is_told_apart(coast):
    answer = coast.answer("How many sheep did the lightning above Vinje kill?")
    assert [sorted(cited) for cited in told(answer)] == [["fixed"], ["paper", "wire"]]
    assert answer.short_answer == "17"
    origins = {one.article.title: one.origin_id for one in answer.citations}
    assert origins["wire"] == origins["paper"] != origins["fixed"]
    assert answer.independent == 2


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("Who was mayor of Osen in 2021?", "ny"),
        ("Who was the mayor of Osen before May 2023?", "ny"),
        ("Who was mayor of Osen in 2023?", "brun"),
        ("Who was the mayor of Osen after 2023?", "brun"),
    ],
)
def test_who_held_an_office_then_is_told_by_what_was_written_by_then(coast, question, holder):
    answer = coast.answer(question)
    first = answer.citations or answer.candidates[0].citations
    assert first[0].article.title == holder


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Was the mountain pass at Skar closed in December 2023?", "shut"),
        ("Are the ferry workers of Lindo on strike?", "deal"),
        ("What is the latest on the ferry workers of Lindo?", "deal"),
        ("What happened in Lindo in February 2023?", "chess"),
    ],
)
def test_the_time_that_a_question_names_or_means_chooses(coast, question, title):
    assert told(coast.answer(question))[0] == [title]


def test_what_happened_on_a_day_stands_in_its_articles_and_those_of_the_next(coast):
    assert told(coast.answer("What happened on 2 March 2024?")) == [["holm"]]
    assert told(coast.answer("What happened on 3 March 2024?")) == [["brek"]]
    # What the only article of that day tells is of the Saturday before.
    assert told(coast.answer("What happened on 4 March 2024?")) == [["holm"]]
    answer = coast.answer("What happened on 3 June 2024?")
    assert sorted(told(answer)) == [["fixed"], ["paper"], ["wire"]]
    assert answer.filters_from_question
    assert answer.warnings[0] == "only articles of 3 June 2024 and the two days after"


def test_what_happened_then_may_be_told_by_an_article_of_another_time(coast):
    answer = coast.answer("What happened in March 2021?")
    assert told(answer)[0] == ["robbery"]
    assert "nothing fits in articles of March 2021" in answer.warnings[0]
    assert coast.answer("What happened in March 1921?").grade == "none"


def test_what_was_in_the_news_is_how_the_articles_of_that_time_begin(coast):
    answer = coast.answer("What was in the news in February 2024?")
    assert told(answer) == [["verdict"], ["strike"], ["deal"]]
    answer = coast.answer("What was in the news on 13 February 2024?")
    assert "nothing fits in articles of 13 February 2024" in answer.warnings[0]


def test_a_change_between_two_times_is_told_by_what_is_of_each(coast):
    answer = coast.answer("How did rents in Lindo change between April 2022 and September 2022?")
    assert told(answer) == [["rents up"], ["rents down"]]


def test_two_people_of_one_name_are_both_shown(coast):
    answer = coast.answer("Who is Anne Dale?")
    assert sorted(told(answer)) == [["chess"], ["chief"]]
    assert "different people of this name" in answer.warnings[0]
    alone = coast.answer("Who is Leif Brand?")
    assert not any("different people" in warning for warning in alone.warnings)


def test_what_is_of_another_year_may_answer_and_is_never_said_to(coast):
    answer = coast.answer("How many visitors came to the folk fair of Vinje in 2023?")
    assert told(answer) == [["fair"]]
    answer = coast.answer("How many visitors came to the folk fair of Vinje in 2021?")
    assert not answer.answered
    assert answer.candidates[0].doubt == "it is of another time"


def test_a_publisher_that_says_nothing_of_the_matter_leaves_it_to_the_others(coast):
    answer = coast.answer("What did fair press report about the mountain pass at Skar?")
    assert answer.warnings[0] == (
        "nothing fits in articles by fair press, so all articles were searched"
    )
    assert ["open"] in told(answer)
    assert not answer.filters
    answer = coast.answer("What did fair press report about the folk fair of Vinje?")
    assert told(answer) == [["fair"]]
    assert answer.filters.sources == ("fair press",)


def test_a_sentence_is_of_the_time_that_the_one_before_it_gives(coast):
    answer = coast.answer("What happened in Gramvik in 2021?")
    assert answer.answered
    assert answer.text.startswith("In March 2021, two men robbed the bank")
    assert "one of the robbers drowned" in answer.text
    assert not coast.answer("What happened in Gramvik in 2015?").answered


def test_a_day_is_given_before_its_month(coast):
    answer = coast.answer("When did the tug Alma sink off Brek?")
    assert answer.short_answer == "May 9"


def test_the_date_of_a_weekday_is_told_where_it_is_that_of_the_article(coast):
    answer = coast.answer("When did Duke Aron die?")
    assert answer.short_answer == "Saturday"
    assert answer.warnings == ("Saturday is 6 January 2024, the day of the article",)


def test_nobody_has_won_yet_what_comes_after_the_newest_article(coast):
    answer = coast.answer("Who won the 2030 election in Osen?")
    assert answer.grade == "none"
    assert "the newest article is of 3 September 2024" in answer.warnings[0]


def test_a_day_without_its_year_is_found_in_an_undated_article(coast):
    assert "The ferry Una" in coast.answer("What happened on August 12?").text
