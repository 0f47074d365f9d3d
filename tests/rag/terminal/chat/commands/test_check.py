"""``/check``: a draft against the articles."""

from __future__ import annotations


def test_a_draft(converse, tmp_path):
    (tmp_path / "draft.md").write_text("Is this a question?\n")
    place = tmp_path / "checked.md"
    said = converse(f"/check {tmp_path / 'draft.md'} --save {place}")
    assert "Is this a question? [-]" in said
    assert "1 sentence: 1 not checked." in said
    assert place.read_text().startswith("Is this a question? *\\[not checked\\]*")


def test_what_is_no_draft(converse, tmp_path):
    said = converse("/check", f"/check {tmp_path / 'none.md'}", "/check -")
    assert said.count("/check needs a draft.") == 2
    assert "there is no draft" in said
