"""Names in the place of another, as the reader that ships finds them."""

from __future__ import annotations

import pytest

from rag.drafts.slots import others_in_place
from rag.reader.sources import load_reader
from rag.settings import Settings

TEXT = (
    "In a memo on Monday, Brown announced that Carl Stone, the chief of the harbour, would be "
    "leaving the company. Brown added that she had asked Dana Reid to work on a new structure."
)


@pytest.fixture(scope="module")
def reader():
    return load_reader(Settings().reader)


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        (
            "Brown told the staff in a memo that Dana Reid would be leaving the company.",
            "Carl Stone",
        ),
        ("Brown told the staff in a memo that Carl Stone would be leaving the company.", None),
    ],
)
def test_who_leaves(reader, sentence, instead):
    found = list(others_in_place(sentence, TEXT, reader))
    assert [one.articles_say for one in found] == ([instead] if instead else [])
