"""``/quotes``: who is quoted as saying what."""

from __future__ import annotations


def test_who_and_what_about(converse):
    said = converse("/quotes nobody about gas", "/quotes about gas")
    assert "The articles quote no remark by nobody about gas.\n" in said
    assert "> /quotes about gas\nThe articles quote no remark about gas.\n" in said


def test_the_latest_of_many_are_shown(converse, newsroom, tmp_path):
    said = (f'"The bridge number {n} was closed at noon," said Ann Brown.\n' for n in range(25))
    (tmp_path / "bridges.txt").write_text("\n".join(said))
    shown = converse(f"/index {tmp_path / 'bridges.txt'}", "/quotes Brown")
    assert "number 24 was closed" in shown
    assert "number 4 was closed" not in shown
    assert "5 earlier remarks; /quotes WHO about TOPIC narrows it down" in shown
