"""What loading says while a chat's prompt is on the screen."""

from __future__ import annotations

import io
import re
import sys

from index.sync.report import BuildReport, Progress
from rag.assembly import Observer
from rag.cli import output
from rag.cli.chat_backend import CommandLineBackend, Notes
from rag.settings import load_settings


def test_a_note_is_kept_for_the_status_line_while_something_loads_and_shown_otherwise():
    printed = []
    notes = Notes(Observer(notify=printed.append))
    backend = CommandLineBackend(None, None, notes, samples=True, strict=False)
    with backend.loading_quietly():
        notes.observer.notify("Preparing the embedding model.")
        assert (backend.note, printed) == ("Preparing the embedding model.", [])
    notes.observer.notify("Another model.")
    assert (backend.note, printed) == ("", ["Another model."])


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_note_stands_above_the_bar_that_is_drawn_meanwhile(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    observer = output.observer(load_settings({}))
    report = BuildReport(
        added=1, updated=0, unchanged=0, removed=0, passages=1, failed=(), seconds=0
    )

    def indexing():
        yield Progress(done=0, total=1, passages=0, path="a.txt")
        observer.notify("Preparing the embedding model.")
        yield report

    assert observer.follow(indexing()) == report
    before, _, after = terminal.getvalue().partition("Preparing the embedding model.")
    line = before.rpartition("\n")[2].rpartition("\x1b[2K")[2]
    assert re.sub(r"\x1b\[[\d;]*m", "", line) == "Note: "
    assert "Indexing" in after
