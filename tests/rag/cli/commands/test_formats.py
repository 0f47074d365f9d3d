"""Files of other programs, from the folder to the citation."""

import pytest
from documents import lines, pdf

BRIDGE = [
    "The council met on Monday. It had nothing on its agenda but the snow.",
    "The bridge over the Ibar has cost the town two million euros, said the mayor.",
]
QUESTION = "How much has the bridge over the Ibar cost?"


@pytest.fixture
def report(rag, tmp_path):
    """A library of one PDF of two pages."""
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf([lines(page) for page in BRIDGE]))
    rag("index", file, "--library", "library")
    return file


def test_a_citation_names_the_page(rag, report):
    [cited] = rag("ask", QUESTION, "--library", "library", "--json").json["citations"]
    assert cited["page"] == 2
    text = rag("articles", "show", cited["article_id"], "--text", "--library", "library").out
    assert text[cited["start"] : cited["end"]] == cited["quote"] == BRIDGE[1]
    assert f"{report}, p. 2" in rag("ask", QUESTION, "--library", "library").out


def test_a_kept_answer_still_names_it(rag, report):
    rag("ask", QUESTION, "--library", "library", "--save", "answer.md")
    report.unlink()
    [session] = rag("sessions", "list", "--json").json["sessions"]
    assert f"{report}, p. 2" in rag("sessions", "show", session["id"]).out


def test_an_article_without_pages_has_none(rag, own_library):
    found = rag("ask", "How many soldiers does Italy send?", "--library", own_library, "--json")
    assert all("page" not in cited for cited in found.json["citations"])
