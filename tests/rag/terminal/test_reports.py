from __future__ import annotations

from dataclasses import replace

from index.errors import ReadingError
from index.sync.report import BuildReport
from rag.terminal.layout import show
from rag.terminal.reports import build_report


def drawn(doubles, part):
    screen = doubles.Screen()
    show(screen.console, part)
    return screen.read()


def test_indexing_says_what_became_of_the_articles(doubles):
    report = BuildReport(
        added=2, updated=1, unchanged=0, removed=4, passages=9, failed=(), seconds=1.5
    )
    counts = "Articles: 2 added, 1 updated, 0 unchanged, 4 removed.\n"
    assert drawn(doubles, build_report(report)) == counts
    failed = (ReadingError("a\x1b.pdf", "no text"), ReadingError("b.txt", "empty"))
    assert drawn(doubles, build_report(replace(report, failed=failed))) == (
        counts + "Not read (2):\n  a.pdf: no text\n  b.txt: empty\n"
    )
