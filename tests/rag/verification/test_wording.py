from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.words.thesaurus import alike, contrary, knows
from rag.verification.findings import Weight
from rag.verification.wording import differences, follows, wording

CITED = "The Dutch police seized three boats in the harbour of Rotterdam on Monday morning."


@pytest.mark.parametrize(
    "sentence",
    [
        "The Dutch army seized three boats in the harbour of Rotterdam on Monday morning.",
        "The Dutch police seized three bicycles in the harbour of Rotterdam on Monday morning.",
        "The Dutch police painted three boats in the harbour of Rotterdam on Monday morning.",
        "The Dutch police seized three boats in the museum of Rotterdam on Monday morning.",
        "The Dutch police seized three boats in the harbour of Rotterdam on Monday evening.",
        "The Dutch police seized three boats in the harbour of Utrecht on Monday morning.",
    ],
)
def test_another_word_in_its_place_is_found(sentence):
    (finding,) = wording(sentence, [CITED])
    assert finding.check == "wording"


@pytest.mark.parametrize(
    "sentence",
    [
        CITED,
        "The Dutch police seized three boats in the harbor of Rotterdam on Monday morning.",
        "On Monday morning the Dutch police seized three boats in the harbour of Rotterdam.",
        "The Dutch police confiscated three boats in the harbour of Rotterdam on Monday.",
        "Three boats were seized in the harbour of Rotterdam by the Dutch police.",
        "Police took three vessels from Rotterdam's port.",
        "The weather was fine.",
        "",
    ],
)
def test_the_same_in_other_words_is_not(sentence):
    assert list(wording(sentence, [CITED])) == []


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("Serbia blamed Kosovo for the attack.", "Kosovo blamed Serbia for the attack."),
        (
            "The army attacked the rebels in the old town.",
            "The rebels attacked the army in the old town.",
        ),
        (
            "The bank of Sweden raised its rate and the bank of Norway kept its own.",
            "The bank of Norway raised its rate and the bank of Sweden kept its own.",
        ),
        (
            "It was founded in 1904 and closed in 1886.",
            "It was founded in 1886 and closed in 1904.",
        ),
    ],
)
def test_what_has_changed_places_is_refuted(sentence, cited):
    assert {finding.weight for finding in wording(sentence, [cited])} == {Weight.REFUTED}


def test_the_order_of_a_list_does_not_matter():
    cited = "The talks between Italy, Hungary and Turkey ended in Vienna."
    assert not list(
        wording("The talks between Turkey, Italy and Hungary ended in Vienna.", [cited])
    )


def test_contrary_words_are_refuted_and_merely_other_ones_are_doubted():
    cited = "Prices in the capital rose sharply in the spring."
    (contrary_one,) = wording("Prices in the capital fell sharply in the spring.", [cited])
    (other,) = wording("Prices in the capital rose sharply in the office.", [cited])
    assert (contrary_one.weight, other.weight) == (Weight.REFUTED, Weight.DOUBT)


def test_another_window_may_say_it():
    sentence = "The Dutch army seized three boats in the harbour of Rotterdam."
    again = "The Dutch army seized three boats in the harbour of Rotterdam, too."
    assert list(wording(sentence, [CITED]))
    assert not list(wording(sentence, [CITED, again]))


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        (
            "Kryeministri i vendit vizitoi fshatin e djegur dje pasdite.",
            "Kryeministri i vendit vizitoi katundin e djegur dje pasdite.",
        ),
        (
            "Der Minister besuchte gestern das zerstörte Dorf im Süden.",
            "Der Minister besuchte gestern die zerstörte Ortschaft im Süden.",
        ),
    ],
)
def test_of_a_language_it_does_not_know_it_says_nothing(sentence, cited):
    assert list(wording(sentence, [cited])) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_compared(sentence, text):
    assert 0.0 <= follows(sentence, text) <= 1.0
    assert differences(text, text) == []
    assert list(wording(text, [text])) == []


def test_the_thesaurus_knows_what_words_have_to_do_with_one_another():
    assert alike("attack", "assault")
    assert alike("sold", "sell")
    assert alike("die", "kill")  # who was killed died
    assert not alike("kill", "die")
    assert contrary("rose", "fell")
    assert contrary("deni", "admit")
    assert knows("polic")
    assert not knows("fshatin")
