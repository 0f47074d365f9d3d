"""What a sentence joins."""

from __future__ import annotations

import pytest

from rag.drafts.parts import parts


@pytest.mark.parametrize(
    ("sentence", "joined"),
    [
        ("Brown voted against it, while Reid of Iowa voted for it.",
         ["Brown voted against it", "Reid of Iowa voted for it."]),
        ("Ann Brown said that the northern basin was closed.",
         ["Ann Brown", "the northern basin was closed."]),
        ("In Banjska on September 24, dozens of soldiers were hurt.",
         ["In Banjska on September 24, dozens of soldiers were hurt."]),
        ("Brown was 17 when nine people were hurt in the basin.",
         ["Brown was 17", "nine people were hurt in the basin."]),
        ("Carl Reid, Brown's best friend, was 18.", ["Carl Reid, Brown's best friend, was 18."]),
        ("He said “ships, boats and cranes will come back to us”.",
         ["He said “ships, boats and cranes will come back to us”."]),
    ],
)  # fmt: skip
def test_each_part_is_looked_for(sentence, joined):
    assert list(parts(sentence)) == joined
