"""What a draft says of one thing and the articles say of another."""

from __future__ import annotations

import pytest

from rag.drafts.contrasts import denial, of_another, possibility, shares


@pytest.mark.parametrize(
    ("sentence", "evidence", "of"),
    [
        ("Aurora cut 1,200 jobs.", ["Meridian said it was cutting 1,200 jobs."], "Meridian"),
        ("Aurora cut 1,200 jobs.", ["Aurora said it was cutting 1,200 jobs."], None),
        ("Aurora cut 1,200 jobs.", ["It is cutting 1,200 jobs."], None),
        ("Aurora owns 40 ships.", ["The Danish company owns 40 ships."], None),
        ("Aurora cut 1,200 jobs.",
         ["Meridian cut 1,200 jobs.", "Aurora, too, cut 1,200 jobs."], None),
        ("The firm cut 1,200 jobs.", ["Meridian said it was cutting 1,200 jobs."], None),
        ("More than 150 helpers came to Aurora House.",
         ["Ann Brown chose the theme, and more than 150 helpers came."], None),
    ],
)  # fmt: skip
def test_a_figure_of_another_name(sentence, evidence, of):
    found = list(of_another(sentence, evidence))
    assert [one.reason.rpartition(" of ")[2] for one in found] == ([of] if of else [])


@pytest.mark.parametrize(
    ("sentence", "told", "denied"),
    [
        ("Brown called off the harbour fair.", "Brown did not cancel the harbour fair.", True),
        ("Brown called off the fair.", "Brown cancelled the fair when Reid would not come.", False),
        ("Nobody led the harbour board before Brown.", "Brown first led the harbour board.", False),
    ],
)
def test_a_denial_is_one_of_the_same_matter(sentence, told, denied):
    assert bool(list(denial(sentence, [told]))) is denied


def test_what_was_only_attempted_was_not_done():
    told = ["Aurora only attempted to recover two of the boosters."]
    assert list(possibility("Aurora recovered two of the boosters.", told))


@pytest.mark.parametrize(("share", "wrong"), [("7.46", False), ("4.61", True)])
def test_a_share_of_a_list_is_the_one_beside_the_name(share, wrong):
    told = ["The Alliance received 7.46 percent of the vote and the List received 4.61 percent."]
    assert bool(list(shares(f"The Alliance won {share} percent.", told))) is wrong
