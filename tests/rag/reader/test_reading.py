"""The best span of a reading: inside what is asked for, forwards, not too long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rag.reader import LONGEST_ANSWER, Reading

OFFSETS = [(0, 5), (6, 9), (10, 14), (15, 20)]


def reading(starts, ends, offsets=OFFSETS, absent=0.0):
    return Reading(
        answerable=0.0,
        absent=absent,
        starts=np.array(starts, dtype=np.float32),
        ends=np.array(ends, dtype=np.float32),
        offsets=np.array(offsets, dtype=np.int64).reshape(-1, 2),
    )


@pytest.mark.parametrize(
    ("starts", "ends", "within", "expected"),
    [
        ([0, 5, 0, 0], [0, 0, 4, 0], (0, None), (6, 14)),
        ([0, 5, 0, 0], [0, 0, 4, 0], (10, None), (10, 14)),
        ([0, 5, 0, 0], [0, 0, 4, 0], (0, 9), (6, 9)),
        ([0, 1, 5, 0], [0, 9, 0, 1], (0, None), (6, 9)),  # an end before its start is no span
        ([0, 1, 0, 0], [0, 1, 0, 0], (7, 12), None),  # no token whole inside
    ],
)
def test_the_best_span(starts, ends, within, expected):
    span = reading(starts, ends).best(*within)
    assert (span and (span.start, span.end)) == expected


def test_a_span_is_compared_with_there_being_none():
    assert reading([0, 5, 0, 0], [0, 0, 4, 0], absent=7.0).best().score == 2.0


def test_a_passage_without_tokens_has_no_span():
    assert reading([], [], offsets=[]).best() is None


def test_an_answer_has_an_end():
    tokens = 2 * LONGEST_ANSWER
    starts, ends = np.zeros(tokens), np.zeros(tokens)
    starts[0] = ends[-1] = 9.0
    span = reading(starts, ends, [(n, n + 1) for n in range(tokens)]).best()
    assert span.end - span.start <= LONGEST_ANSWER


def test_a_sentence_is_evident_as_the_mean_of_its_tokens():
    made = replace(reading([0] * 4, [0] * 4), evidence=np.array([1, 3, -2, 0], dtype=np.float32))
    assert made.evident(0, 9) == 2.0
    assert made.evident(10, 20) == -1.0
    assert made.evident(7, 8) is None


def test_a_reader_need_not_know_of_evidence():
    assert reading([0] * 4, [0] * 4).evident(0, 9) is None
