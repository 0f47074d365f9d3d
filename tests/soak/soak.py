"""Trials that go on until told to stop: kills, damages, writers at once, hostile files, long use.

    PYTHONPATH=.:tests python tests/soak/soak.py --seed 7 --share 0.1 kills damages

Every trial draws from the seed, so what fails can be run again. It ends with a line of figures, or
at the first thing that is lost, wrong, or ends in a traceback. ``--share`` is the part of the whole
number of times that is run. Without names, all trials are run.
"""

from __future__ import annotations

import argparse
import random
import signal
import tempfile
import time
from pathlib import Path

import concurrency
import damages
import folders
import hostile_files
import kills
import long_use

TRIALS = {
    "kills": (kills.run, 500),
    "damages": (damages.run, 200),
    "concurrency": (concurrency.run, 60),
    "hostile-files": (hostile_files.run, 400),
    "folders": (folders.run, 60),
    "chat": (long_use.chat, 3_000),
    "cycles": (long_use.cycles, 300),
    "watch": (long_use.watch, 2_000),
}
"""Each with the number of times of the whole: kills, damages, rounds, files, folders, questions,
cycles, changes (a file every five minutes of a week)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], metavar="TRIAL")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    # A job in the background of a shell ignores Ctrl-C, and what it starts would, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print(f"seed {given.seed}", flush=True)
    for name in given.trials or TRIALS:
        trial, whole = TRIALS[name]
        times = max(1, round(whole * given.share))
        rng = random.Random(f"{name} {given.seed}")
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            told = trial(rng, times, Path(folder))
        print(f"{name}: {told} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
