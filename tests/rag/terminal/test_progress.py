from __future__ import annotations

import re

import pytest

from index.sync.report import BuildReport, Progress
from rag.terminal.progress import track, watch

STEPS = (
    Progress(done=100, total=None, passages=0, path="", articles=90),
    Progress(done=0, total=2, passages=0, path="a.txt"),
    Progress(done=1, total=2, passages=1_500, articles=300, path="\x1b[2Jfolder/b.txt"),
    Progress(done=2, total=2, passages=1_501, articles=301, path=""),
)
REPORT = BuildReport(
    added=2, updated=0, unchanged=0, removed=0, passages=1_501, failed=(), seconds=2.04
)


def filled(drawn: str) -> int:
    """How many cells of the bar are done in its last picture; the others are grey (237)."""
    *_, last = (picture for picture in drawn.split("\x1b[2K") if "1/4" in picture)
    parts = re.findall(r"\x1b\[38;5;(\d+)m([━╸╺]+)", last)
    return sum(len(cells) for colour, cells in parts if colour != "237")


def test_only_a_last_line_where_nobody_watches(doubles):
    screen = doubles.Screen()
    assert track(iter((*STEPS, REPORT)), screen.console) == REPORT
    assert screen.read() == "Went through 2 files: 1,501 passages embedded in 2.0 s.\n"


def test_the_bar_comes_and_goes_on_a_terminal(doubles):
    screen = doubles.Screen(terminal=True, width=130)
    assert track((*STEPS, REPORT), screen.console) == REPORT
    drawn = screen.read()
    assert "2/2" in drawn
    assert "1,501 passages" in drawn
    assert "301 articles" in drawn
    assert re.search(r"[\d.]+/s ", drawn), "how many passages a second"
    assert "\x1b[2J" not in drawn
    assert drawn.endswith("\x1b[2K")  # the line of the bar, erased
    assert drawn.rindex("\x1b[?25h") > drawn.rindex("\x1b[?25l")  # the cursor is back


def test_the_bar_goes_by_bytes_for_articles_differ_in_size(doubles):
    def drawn(*done_bytes: int) -> str:
        screen = doubles.Screen(terminal=True, width=60)
        steps = [
            Progress(done=1, total=4, passages=n, path="", done_bytes=done, total_bytes=1_000)
            for n, done in enumerate(done_bytes)
        ]
        track((*steps, REPORT), screen.console)
        return screen.read()

    assert "1/4" in drawn(0)
    assert filled(drawn(0)) == 0
    assert 0 < filled(drawn(0, 500)) < filled(drawn(0, 900)) < filled(drawn(0, 1_000))
    assert filled(drawn(0, 2_000)) == filled(drawn(0, 1_000)), "files may grow meanwhile"


def test_the_bar_says_how_many_files_were_found_while_they_are_counted(doubles):
    screen = doubles.Screen(terminal=True, width=60)
    track((STEPS[0], REPORT), screen.console)
    drawn = screen.read()
    assert "100 files" in drawn
    assert "0:00" not in drawn
    assert "/None" not in drawn


@pytest.mark.parametrize(("width", "passages"), [(40, False), (60, True), (90, True), (125, True)])
def test_a_narrow_terminal_sees_the_count_whole(doubles, width, passages):
    screen = doubles.Screen(terminal=True, width=width)
    track((*STEPS, REPORT), screen.console)
    drawn = screen.read()
    assert "Indexing" in drawn
    assert "2/2" in drawn
    assert ("1,501 passages" in drawn) == passages
    assert "…" not in drawn


def test_items_are_run_through_without_a_word_where_nobody_watches(doubles):
    screen, items = doubles.Screen(), iter(range(3))
    watch(items, screen.console, total=3, doing="Asking")
    assert (list(items), screen.read()) == ([], "")


def test_what_was_done_before_counts_on_a_terminal(doubles):
    screen = doubles.Screen(terminal=True, width=60)
    watch(iter(range(3)), screen.console, total=5, doing="Asking", done=2)
    drawn = screen.read()
    assert "Asking" in drawn
    assert "5/5" in drawn
    assert drawn.endswith("\x1b[2K")
