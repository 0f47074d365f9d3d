"""Remarks of the sample articles marked by hand.

The rules had been tried on these articles before they were marked, so neither half says how well
other articles are read. ``kept_aside`` is the half that no further rule is to be fitted to.
``words`` are a part of what somebody says, by which it is found again.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import seeds
from rag.quotes import attributions

MARKED = [
    json.loads(line)
    for line in (Path(__file__).parent / "remarks.jsonl").read_text(encoding="utf-8").splitlines()
]
FOUND, RIGHT = 0.8, 0.9
"""Shares of the marked remarks that are found, and of these whose speaker is right."""


@pytest.fixture(scope="module")
def read():
    """Who is said to say what, by article."""
    folder = Path(seeds.articles())
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return {
        name: (text, attributions(text, published=date(2025, 1, 14)))
        for name, text in texts.items()
    }


@pytest.mark.parametrize("kept_aside", [False, True])
def test_marked_remarks(read, kept_aside):
    marked = [one for one in MARKED if one["kept_aside"] is kept_aside]
    speakers = [(_speaker(read, one), one["speaker"]) for one in marked]
    found = [(ours, theirs) for ours, theirs in speakers if ours]
    assert len(found) >= FOUND * len(marked), [one for one in marked if not _speaker(read, one)]
    wrong = [(ours, theirs) for ours, theirs in found if _plain(ours) != _plain(theirs)]
    assert len(wrong) <= (1 - RIGHT) * len(found), wrong


def test_words_are_exact(read):
    for text, found in read.values():
        for one in found:
            first, last = one.sentence
            assert first <= one.start < one.end <= last
            assert (
                text[one.start : one.end] == text[first:last][one.start - first : one.end - first]
            )
            assert not text[one.start : one.end].startswith(" ")


def _speaker(read, one):
    text, found = read[one["article"]]
    start = text.index(one["words"])
    end = start + len(one["words"])
    holding = [other for other in found if other.start < end and start < other.end]
    return holding[0].speaker if holding else None


def _plain(name):
    return name.replace("’", "'")
