"""A short part of every trial; ``make soak`` runs them whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.slow]
PROGRAM = Path(__file__).with_name("soak.py")
SHORT = {
    "kills": 0.006,
    "damages": 0.01,
    "concurrency": 0.02,
    "hostile-files": 0.05,
    "folders": 0.05,
    "chat": 0.004,
    "cycles": 0.02,
    "watch": 0.02,
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("trial", SHORT)
def test_a_short_part_of(trial):
    done = subprocess.run(
        [sys.executable, PROGRAM, "--seed", "1", "--share", str(SHORT[trial]), trial],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PROGRAM.parents[1:3]))},
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(rf"seed 1\n{trial}: \d+ .*\n", done.stdout)
