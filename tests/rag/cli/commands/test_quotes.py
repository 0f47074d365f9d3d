"""``rag quotes`` and ``/quotes`` over the sample articles."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def test_a_speaker_and_a_topic(rag, sample_library):
    shown = rag("quotes", "Rutte", "--about", "vacuum", "--library", sample_library).out
    assert shown.startswith("Mark Rutte, ")
    assert "A vacuum would be accepted neither there" in shown
    assert "rutte-on-defense-budgets.md:" in shown


def test_json_is_what_the_contract_says(rag, sample_library):
    said = rag("quotes", "O'Brien", "--library", sample_library, "--json").json
    assert list(said) == ["speaker", "about", "remarks"]
    remark = said["remarks"][0]
    assert list(remark) == [
        "speaker",
        "role",
        "quote",
        "kind",
        "verb",
        "said_on",
        "citations",
        "variants",
        "independent",
    ]
    assert remark["citations"][0]["quote"] == remark["quote"]


def test_nothing_found(rag, sample_library):
    done = rag("quotes", "Vučić", "--about", "gas", "--library", sample_library, status=3)
    assert done.out == "The articles quote no remark by Vučić about gas.\n"
    assert rag("quotes", " ", "--library", sample_library, status=2).err
