"""What somebody is, whole."""

from __future__ import annotations

import pytest

from rag.answering.extractive.evidence.roles import whole_role
from rag.answering.extractive.question import parse_question


@pytest.mark.parametrize(
    ("question", "text", "read", "whole"),
    [
        ("Who is Rita Holm?", "Nordic Union Secretary General Rita Holm spoke.", "Secretary",
         "Nordic Union Secretary General"),
        ("Who is Holm?", "Nordic Union Secretary General Rita Holm spoke.", "Secretary",
         "Nordic Union Secretary General"),
        ("Who is Rita Holm?", "Former Danish Prime Minister Rita Holm won.", "Prime Minister",
         "Former Danish Prime Minister"),
        ("Who is Rita Holm?", "On Monday President Rita Holm won.", "President", "President"),
        ("Who is Rita Holm?", "The former banker Rita Holm won.", "banker", "former banker"),
        ("Who is Rita Holm?", "Rita Holm, mayor of Sula, won.", "mayor", "mayor of Sula"),
        ("Who is Rita Holm?", "Rita Holm’s uncle won.", "uncle", None),
        ("Who is Rita Holm?", "Rita Holm met her wife, Ada Holm, there.", "Ada Holm", None),
        ("Who is Rita Holm?", "Rita Holm is a singer.", "a singer", "a singer"),
    ],
)  # fmt: skip
def test_a_part_of_an_office_becomes_the_whole(question, text, read, whole):
    start = text.index(read)
    found = whole_role(parse_question(question), text, start, start + len(read))
    assert (found and text[slice(*found)]) == whole
