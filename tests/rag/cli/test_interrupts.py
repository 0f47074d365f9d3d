"""Ctrl-C while the command is loading, and standard streams that are closed."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

INTERRUPTED_AT = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it


module = sys.argv.pop(1)


class Interrupt:
    def find_spec(self, name, path, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)


sys.meta_path.insert(0, Interrupt())
from rag.__main__ import main

main()
"""


@pytest.mark.parametrize("module", ["rag.interrupts", "rag.cli.commands.config", "pydantic"])
def test_an_interrupt_while_modules_are_imported_leaves_no_traceback(module, command_environment):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT, module, "config"],
        capture_output=True,
        env=command_environment(),
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (130, b"\nStopped.\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_error(closed, command_environment):
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m rag config {closed}"],
        capture_output=True,
        env=command_environment(),
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_leaves_early_leaves_no_traceback(reader, command_environment):
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m rag --help | {reader}"],
        capture_output=True,
        env=command_environment(),
        check=True,
        timeout=60,
    )
    assert done.stderr == b""
