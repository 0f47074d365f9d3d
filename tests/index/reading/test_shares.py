import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.shares import Share


@given(name=st.text(), of=st.integers(1, 50))
def test_exactly_one_share_has_a_name(name, of):
    shares = [Share(number=number + 1, of=of) for number in range(of)]
    assert sum(share.holds(name) for share in shares) == 1


def test_shares_are_about_as_large_as_one_another():
    counts = [
        sum(Share(number=number + 1, of=4).holds(f"/news/{name}.txt") for name in range(4_000))
        for number in range(4)
    ]
    assert min(counts) > 900


@pytest.mark.parametrize("text", ["", "2", "0/4", "5/4", "a/b", "1/0", "-1/4", "1/2/3", "²/4"])
def test_what_is_no_share(text):
    with pytest.raises(ValueError, match="is no share such as 2/4"):
        Share.parse(text)


def test_a_share_is_written_as_it_was_read():
    assert str(Share.parse(" 2/4 ")) == "2/4"
