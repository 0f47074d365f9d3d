"""Kinds of requests over a few made-up articles, with the models that a user has."""

from __future__ import annotations

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf

ARTICLES = {
    "watch": """
        The Sea Watch has 900 sailors from 14 countries in Bru, where it has guarded the strait
        since the war. Most of them come from Norway, followed by Denmark, Poland and Latvia. The
        Sea Watch lies in the harbour of Bru with nine ships. It is paid by the Sea Union.
        """,
    "raid": """
        In May, gunmen raided the customs post at Hamn on the strait, killing one guard. During the
        ensuing chase in Lund, four gunmen were killed. Police closed the road to Hamn for a day.
        """,
    "union": """
        Ada Holm, the Secretary General of the Sea Union, opened the fair of Bru on Monday. “The
        strait is calmer than a year ago, and we will keep it so,” Holm said.
        """,
    "envoy": """
        The Secretary General of the Sea Union met the envoy Karl Ness in Bru. A student asked him
        whether the US would give up its base on the strait, as there were rumours of a new policy.
        “I have no reason to believe that the base will go,” Ness replied. Ness also said that the
        strait is a place of growing danger for every ship.
        """,
    "werft": """
        Die Werft Nord liegt im Hafen von Kiel und hat 70 Schlosser aus 3 Ländern. Sie wird von der
        Stadt bezahlt.
        """,
    "links": """
        Fair of Bru draws record crowd

        What you need to know about the fair of Bru

        Why the fair of Bru was not opened by the mayor

        More:Mayor of Bru opens the fair with a speech

        The fair of Bru drew 12,000 visitors on its first day, the town said on Tuesday.
        """,
}


@pytest.fixture(scope="module")
def strait(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("strait")
    for name, text in ARTICLES.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (folder / f"{name}.md").write_text(lines, encoding="utf-8")
    location = Location(directory=tmp_path_factory.mktemp("library"))
    list(update([folder], location, IndexSettings(), embedder=model))
    with Library(location, IndexSettings(), embedder=model) as library:
        reader = load_reader("dateline")
        answerer = ExtractiveAnswerer(
            lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
        )
        yield Pipeline(library, answerer, top_k=8)


def test_an_office_is_nobody_who_holds_it(strait):
    answer = strait.answer("Who leads the Sea Union?")
    assert answer.short_answer == "Ada Holm"
    assert answer.warnings == ()


def test_a_number_of_some_is_not_how_many_there_were(strait):
    answer = strait.answer("How many people were killed in Lund?")
    assert "one guard" in answer.text
    assert "four gunmen were killed" in answer.text
    assert answer.short_answer is None


def test_a_list_is_the_sentence_that_names_several(strait):
    answer = strait.answer("Which countries contribute to the Sea Watch?")
    assert answer.answered
    assert "Norway, followed by Denmark, Poland and Latvia" in answer.text
    assert "nine ships" not in answer.text


def test_a_command_for_a_list_asks_as_a_question_does(strait):
    answer = strait.answer("List the countries whose sailors serve in the Sea Watch")
    assert "Norway, followed by Denmark, Poland and Latvia" in answer.text


def test_that_others_ask_is_no_answer_to_yes_or_no(strait):
    answer = strait.answer("Is it true that the US will give up its base on the strait?")
    told = answer.statements or answer.candidates
    assert "no reason to believe that the base will go" in told[0].text


def test_a_comparison_of_words_has_the_words_of_both(strait):
    answer = strait.answer("Compare what Holm and Ness said about the strait")
    assert "calmer than a year ago" in answer.text
    assert "growing danger" in answer.text
    assert "raided" not in answer.text


def test_a_digest_leaves_out_headlines(strait):
    answer = strait.answer("Tell me about the fair of Bru")
    assert "12,000 visitors" in answer.text
    assert "What you need to know" not in answer.text


def test_whether_somebody_said_so_is_told_by_their_words(strait):
    answer = strait.answer("Did Ness say that the strait is calmer?")
    told = answer.statements or answer.candidates
    assert "growing danger" in told[0].text


def test_what_is_so_according_to_somebody_is_told_by_their_words(strait):
    danger = strait.answer("Is the strait in growing danger according to Ness?")
    assert danger.answered
    assert all("Ness also said" in one.text for one in danger.statements)
    assert not strait.answer("Is the strait in growing danger according to Lind?").answered
    calm = strait.answer("Is the strait in growing danger according to Holm?")
    told = calm.statements or calm.candidates
    assert "calmer than a year ago" in told[0].text


def test_no_first_word_of_a_clause_is_what_a_sentence_lacks(strait):
    answer = strait.answer("Although police closed the road to Hamn, who paid the guards of Lund?")
    doubts = [one.doubt for one in answer.candidates]
    assert doubts
    assert not any("Although" in doubt for doubt in doubts)


def test_a_sentence_without_the_names_asked_about_is_not_sure_to_answer(strait):
    assert not strait.answer("Is Finland a member of the Sea Union?").answered


def test_what_cannot_be_surveyed_may_still_be_a_fact(strait):
    answer = strait.answer("How did the police respond to the raid at Hamn?")
    told = " ".join(one.text for one in (*answer.statements, *answer.candidates))
    assert "closed the road" in told


@pytest.mark.parametrize(
    "question", ["Which countries guard the strait?", "Which countries serve?"]
)
def test_a_list_is_answered_by_the_names(strait, question):
    answer = strait.answer(question)
    assert answer.intent == "list"
    assert "Norway, followed by Denmark, Poland and Latvia" in answer.text
    assert answer.short_answer in {None, "Norway, followed by Denmark, Poland and Latvia"}


def test_a_list_of_those_who_do_something_else_is_no_answer(strait):
    assert not strait.answer("Which countries do not recognise the Sea Union?").answered


def test_whose_figure_it_is_must_be_said(strait):
    assert not strait.answer("How many sailors does Norway send?").answered
    # The line with the sailors is the title: "nine ships" counts something else.
    assert strait.answer("How many sailors does the Sea Watch have?").short_answer is None


def test_what_is_said_off_the_matter_only_may_be_meant(strait):
    answer = strait.answer("What did Ness say about the fishermen of the strait?")
    assert not answer.answered


def test_the_parts_of_a_question_have_each_their_sentence(strait):
    answer = strait.answer("How many guards were killed at Hamn and how many gunmen in Lund?")
    assert "killing one guard" in answer.text
    assert "four gunmen were killed" in answer.text


def test_where_something_is_from_is_not_where_it_is(strait):
    answer = strait.answer("Where do the sailors of the Sea Watch come from?")
    assert "Most of them come from Norway" in answer.text
    assert answer.short_answer in {None, "Norway", "Norway, followed by Denmark, Poland and Latvia"}


def test_a_sentence_without_a_time_is_not_sure_to_say_when(strait):
    assert strait.answer("When did the war end?").grade != "answered"


def test_whether_somebody_said_so_needs_no_name_in_their_words(strait):
    assert strait.answer("Did Ness say that the strait is a place of growing danger?").answered
    assert not strait.answer("Did Holm say that the strait is a place of growing danger?").answered


def test_headings_and_headlines_of_others_tell_nothing(strait):
    answer = strait.answer("Did the mayor open the fair of Bru?")
    told = " ".join(one.text for one in (*answer.statements, *answer.candidates))
    assert "Why the fair" not in told
    assert "Mayor of Bru opens" not in told


def test_what_has_the_words_of_a_question_in_another_language_may_answer_it(strait):
    assert strait.answer("Wo liegt die Werft Nord und der Hafen?").grade != "answered"
    assert strait.answer("Hat die Werft Nord 70 Schlosser aus 3 Ländern?").grade != "answered"
