"""Characters as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.characters import as_typed


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("the ﬁreﬁghters' oﬃce", "the firefighters' office"),
        ("the light\xadhouse", "the lighthouse"),
        ("Cafe\u0301 Ade\u0300le", "Café Adèle"),
        ("\ufeffa\u200bb\u2060c", "abc"),
        ("½ of 12 m² …", "½ of 12 m² …"),
    ],
)
def test_what_printing_made_of_them_is_undone(printed, typed):
    assert as_typed(printed) == typed


@given(st.text())
def test_what_is_as_typed_stays(text):
    assert as_typed(as_typed(text)) == as_typed(text)
