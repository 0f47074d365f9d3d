from __future__ import annotations

import re
from dataclasses import dataclass

from rag.terminal.progress import track


@dataclass(frozen=True)
class Step:
    done: int
    total: int | None
    passages: int
    path: str


STEPS = (
    Step(0, None, 0, "a.txt"),
    Step(1, 2, 1_500, "\x1b[2Jfolder/b.txt"),
    Step(2, 2, 1_501, "c.txt"),
)


def test_only_a_last_line_where_nobody_watches(doubles):
    screen = doubles.Screen()
    track(iter(STEPS), screen.console)
    assert screen.read() == "Went through 2 files: 1,501 passages.\n"


def test_nothing_to_do(doubles):
    screen = doubles.Screen()
    track((), screen.console)
    assert screen.read() == "Went through 0 files: 0 passages.\n"


def test_the_bar_comes_and_goes_on_a_terminal(doubles):
    screen = doubles.Screen(terminal=True, width=100)
    seen = []

    def steps():
        for step in STEPS:
            yield step
            seen.append(step)

    track(steps(), screen.console)
    assert seen == list(STEPS)
    drawn = screen.read()
    assert "2/2" in drawn
    assert "1,501 passages" in drawn
    assert "\x1b[2J" not in drawn
    assert drawn.endswith("\x1b[2K") or re.search(r"\x1b\[2K[^\w]*$", drawn)
    assert drawn.rindex("\x1b[?25h") > drawn.rindex("\x1b[?25l")
