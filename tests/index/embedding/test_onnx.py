"""Which texts go through the model together."""

from hypothesis import given
from hypothesis import strategies as some

from index.embedding.onnx import BATCH_TOKENS, batches, cores


@given(some.lists(some.integers(1, 600)))
def test_every_text_is_in_one_batch_and_no_batch_is_too_large(lengths):
    made = list(batches(lengths))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        padded = max(lengths[index] for index in batch) * len(batch)
        assert len(batch) == 1 or padded <= BATCH_TOKENS


def test_texts_of_like_length_stand_together_the_longest_first():
    assert list(batches([20, 300, 21, 160, 160, 19])) == [[1], [3, 4], [2, 0, 5]]


def test_there_is_at_least_one_processor():
    assert cores() >= 1
