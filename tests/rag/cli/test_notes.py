"""What loading says while a chat's prompt is on the screen."""

from __future__ import annotations

from rag.assembly import Observer
from rag.cli.chat_backend import CommandLineBackend, Notes


def test_a_note_is_kept_for_the_status_line_while_something_loads_and_shown_otherwise():
    printed = []
    notes = Notes(Observer(notify=printed.append))
    backend = CommandLineBackend(None, None, notes, samples=True, strict=False)
    with backend.loading_quietly():
        notes.observer.notify("Preparing the embedding model.")
        assert (backend.note, printed) == ("Preparing the embedding model.", [])
    notes.observer.notify("Another model.")
    assert (backend.note, printed) == ("", ["Another model."])
