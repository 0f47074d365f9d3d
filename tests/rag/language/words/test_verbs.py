"""Verbs and their forms."""

from __future__ import annotations

import pytest

from rag.language.words.verbs import Form, finite, forms_of, is_participle


@pytest.mark.parametrize(
    ("base", "others"),
    [
        ("say", "says said said saying"),
        ("write", "writes wrote written writing"),
        ("deny", "denies denied denied denying"),
        ("stress", "stresses stressed stressed stressing"),
        ("admit", "admits admitted admitted admitting"),
        ("stop", "stops stopped stopped stopping"),
        ("visit", "visits visited visited visiting"),
        ("agree", "agrees agreed agreed agreeing"),
        ("tweet", "tweets tweeted tweeted tweeting"),
        ("have", "has had had having"),
    ],
)
def test_forms(base, others):
    assert forms_of(base) == (base, *others.split())


def test_finite_forms_and_participles():
    assert (finite("found").base, finite("found").form) == ("find", Form.PAST)
    assert finite("controlled").base == "control"
    assert finite("house") is None
    assert is_participle("born")
    assert not is_participle("go")
