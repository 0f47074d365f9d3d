from __future__ import annotations

from dataclasses import replace

from index.errors import ReadingError
from index.reading import ReadingNote
from index.repair import Problem
from index.sync.report import BuildReport
from rag.settings import SettingRow
from rag.terminal.render import library


def test_indexing_says_what_became_of_the_articles(draw):
    report = BuildReport(
        added=2, updated=1, unchanged=0, removed=4, passages=9, failed=(), seconds=1.5
    )
    counts = "Articles: 2 added, 1 updated, 0 unchanged, 4 removed.\n"
    assert draw(library.build_report(report)) == counts
    failed = (ReadingError("a\x1b.pdf", "no text"), ReadingError("b.txt", "empty"))
    assert draw(library.build_report(replace(report, failed=failed))) == (
        counts + "Not read (2):\n  a.pdf: no text\n  b.txt: empty\n"
    )


def test_notes_come_before_failures_and_are_not_endless(draw):
    notes = tuple(ReadingNote(path=f"{number}.md", text="cut off") for number in range(13))
    report = BuildReport(
        added=1,
        updated=0,
        unchanged=0,
        removed=0,
        passages=1,
        failed=(ReadingError("b.txt", "empty"),),
        seconds=1.5,
        notes=notes,
    )
    lines = draw(library.build_report(report)).splitlines()
    assert lines[1:3] == ["Notes (13):", "  0.md: cut off"]
    assert lines[-3:] == ["  3 more, which --json lists", "Not read (1):", "  b.txt: empty"]


def test_a_failure_is_one_line_where_it_is_not_read_on_a_terminal(draw):
    reason = "it is a page without anything that could be read " * 4
    report = BuildReport(
        added=0,
        updated=0,
        unchanged=0,
        removed=0,
        passages=0,
        failed=(ReadingError("a.html", reason.strip()),),
        seconds=1.5,
    )
    assert draw(library.build_report(report)).splitlines()[2:] == [f"  a.html: {reason.strip()}"]


def test_settings(draw):
    rows = [
        SettingRow(name="base_url", value="", origin="default"),
        SettingRow(name="top_k", value="3", origin="RAG_TOP_K"),
    ]
    assert draw(library.settings(rows)) == (
        "setting   value  from\nbase_url  -      default\ntop_k     3      RAG_TOP_K\n"
    )


def test_a_checkup_says_what_was_mended_and_what_mends_the_rest(draw):
    assert draw(library.checkup((), ())) == "The library is whole.\n"
    problems = [Problem(text="3 vectors are missing"), Problem(text="it is old", mend=None)]
    assert draw(library.checkup(["2 passages put back"], problems)) == (
        "Mended: 2 passages put back\n"
        "Problem: 3 vectors are missing\nHint: rag doctor --repair\n"
        "Problem: it is old\n"
    )
