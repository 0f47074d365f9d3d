"""The shipped weights of intents are those of the examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _beside_the_programs(monkeypatch):
    monkeypatch.syspath_prepend(HERE)


def test_every_intent_has_examples_and_no_question_has_two():
    from fit_intents import examples

    from rag.requests import Intent

    rows = examples()
    intents = dict(rows)
    counted = {intent: sum(one is intent for _, one in rows) for intent in Intent}
    assert min(counted.values()) >= 60
    assert len(rows) >= 900
    assert all(intents[question] is intent for question, intent in rows)


@pytest.mark.model
@pytest.mark.slow
def test_the_shipped_weights_are_those_of_the_examples(model):
    from fit_intents import WEIGHTS, cue_table, default_embed, examples, fitted_to_cues, patterned

    from rag.requests.intents import guess, shipped_weights

    rows, shipped = [*examples(), *patterned()], shipped_weights()
    assert WEIGHTS.stat().st_size < 100_000
    # Both weights are written at once; to fit those of the vectors again takes ten times as long.
    assert cue_table(rows)[0] == shipped.cues
    assert np.abs(fitted_to_cues(rows) - shipped.cues_alone).max() < 0.1
    some = rows[::10]
    pairs = zip(some, default_embed()([question for question, _ in some]), strict=True)
    right = [guess(question, vector).intent is intent for (question, intent), vector in pairs]
    assert np.mean(right) > 0.97
