"""Questions made from sentences, and asked before they are suggested."""

from __future__ import annotations

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answering import NullAnswerer
from rag.answering.suggestions import suggestions_from
from rag.answers import Hit
from rag.pipeline import Pipeline


def hit_on(text):
    article = Article(origin="/a.txt", path="a.txt", title="A", text=text)
    passage = Passage(
        id="a-0", article_id=article.id, position=0, start=0, end=len(text), text=text
    )
    return Hit(rank=1, score=1.0, passage=passage, article=article)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Kosovo is set to hold regular elections on February 9.",
            "When is Kosovo set to hold regular elections?",
        ),
        (
            "The harbour office was moved to Durrës in May 2024.",
            "When was the harbour office moved to Durrës?",
        ),
        (
            "Over 4,600 soldiers are currently stationed in Kosovo.",
            "How many soldiers are stationed in Kosovo?",
        ),
        (
            "The court held Milan Radoičić, former leader of a party, responsible.",
            "Who is Milan Radoičić?",
        ),
        (
            "“The Western Balkans matter to us,” said Mark Rutte.",
            "What did Mark Rutte say about the Western Balkans?",
        ),
        # Questions that would not be understood, or are no English.
        ("The other was the Banjska incident in 2023.", None),
        ("Another is the Banjska monastery in the north, attacked in September 2023.", None),
        ("This group was blamed for the Banjska incident in 2023.", None),
        ("The mission was there in 2019.", None),
        ("He was elected to the assembly in 2021.", None),
        ("It is far from over in Kosovo.", None),
        ("Snow fell.", None),
        ("", None),
    ],
)
def test_a_question_from_a_sentence(sentence, question):
    found = [one.question for one in suggestions_from([hit_on(sentence)], near="")]
    assert found == ([question] if question else [])


def test_what_shares_words_with_the_question_comes_first():
    text = (
        "Kosovo is set to hold elections on February 9. "
        "Over 4,600 soldiers are currently stationed in Kosovo. "
        "The bank was moved to Tirana in May 2024."
    )
    found = suggestions_from([hit_on(text)], near="Why was a bank moved to Kosovo?")
    assert found[0].question == "When was the bank moved to Tirana?"
    made = [one for one in found if one.hit]
    assert {text[one.start : one.end].split()[0] for one in made} == {"Kosovo", "Over", "The"}


def test_what_is_said_of_a_name_that_was_asked_about_comes_last():
    text = "Kosovo is set to hold elections on February 9. Snow fell on the PDK and on Kosovo."
    found = suggestions_from([hit_on(text)], near="What does the PDK's leader want of Kosovo?")
    assert [one.question for one in found] == [
        "When is Kosovo set to hold elections?",
        "What do the articles say about the PDK?",
        "What do the articles say about Kosovo?",
    ]


def test_nobody_is_offered_a_long_question():
    text = (
        "Norway closed the harbour in 2019 because tensions were growing in the mostly empty north."
    )
    assert suggestions_from([hit_on(text)], near="When was the harbour of Norse closed?") == []


def test_what_shares_no_word_with_the_question_is_not_offered():
    text = "Over 4,600 soldiers are stationed in Kosovo. The bank was moved to Tirana in May 2024."
    found = suggestions_from([hit_on(text)], near="Where is the bank of the river?")
    assert [one.question for one in found] == ["When was the bank moved to Tirana?"]


@pytest.fixture
def corpus(corpus):
    """The newsroom's articles and one that questions can be made from."""
    text = "Kosovo votes\n\nKosovo is set to hold regular elections on February 9.\n"
    (corpus / "vote.txt").write_text(text, encoding="utf-8")
    return corpus


def test_what_a_pipeline_suggests_it_answers(pipeline):
    refused = pipeline.answer("Which king of Kosovo painted?")
    assert not refused.answered
    suggested = list(pipeline.suggestions(refused))
    assert suggested
    for question in suggested:
        assert pipeline.answer(question).answered


class Refusing(NullAnswerer):
    """A language model that never answers."""

    name = "ollama:llama3.2"


def test_a_language_model_is_not_asked_for_suggestions(newsroom):
    pipeline = Pipeline(newsroom, Refusing(), top_k=5)
    refused = pipeline.answer("Which king of Kosovo painted?")
    assert list(pipeline.suggestions(refused)) == []


def test_nothing_is_suggested_off_the_subject():
    text = (
        "“The Western Balkans matter to us,” said Mark Rutte. "
        "Over 4,600 soldiers are currently stationed in Kosovo."
    )

    def suggested(near):
        return [one.question for one in suggestions_from([hit_on(text)], near=near)]

    assert suggested("What did Ann Brown say about snow?") == []
    assert suggested("How many of them do?") == []
    assert suggested("How many guns does Kosovo have?")[0].startswith("How many soldiers")


def test_a_name_is_written_as_it_stands_alone():
    text = "The FTX hearings began. The collapse of FTX was sudden. The PDK won."
    found = suggestions_from([hit_on(text)], near="What of the FTX hearings and the PDK?")
    assert [one.question for one in found if one.hit is None] == [
        "What do the articles say about FTX?"
    ]


def test_a_capital_alone_makes_no_name():
    text = (
        "Although snow fell on Dec. 21, Norway voted. The vote of Norway was held. Dec. 21 it was."
    )
    found = suggestions_from([hit_on(text)], near="Although it snowed on Dec. 21, who won Norway?")
    assert [one.question for one in found if one.hit is None] == [
        "What do the articles say about Norway?"
    ]
