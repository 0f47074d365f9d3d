"""Hold a conversation that is kept; say after every answer which session and question it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rag.answers import Turn
from rag.sessions import Kind, SessionRecorder, SessionStore
from rag.sessions.stored_answers import from_record

folder, kept, times, *resumed = sys.argv[1:]
turn = Turn.of(from_record(json.loads(Path(kept).read_text())))
recording = SessionRecorder(
    SessionStore(Path(folder), most_bytes=10**9), kind=Kind.CHAT, library="", notify=sys.exit
)
for session_id in resumed:
    recording.resume(session_id)
for number in range(int(times)):
    recording.asked(f"Question {number}?")
    recording.record(turn)
    print(recording.session_id, number, flush=True)
