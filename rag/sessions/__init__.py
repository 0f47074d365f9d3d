"""The kept conversations: what was asked and answered, on the disk after every question.

One file of JSON lines for each session, in the user's data folder. Not one SQLite file for all of
them: a line that is added at the end and seen to the disk is whole or absent after any kind of end,
two chats never wait for each other, damage stays within one session, and whoever keeps notes can
read, search, copy and delete a session with the tools for text.
"""

from rag.sessions.recorder import NullRecorder, Recorder, SessionRecorder
from rag.sessions.session_file import Kind, Unanswered
from rag.sessions.store import Session, SessionStore, SessionSummary

__all__ = [
    "Kind",
    "NullRecorder",
    "Recorder",
    "Session",
    "SessionRecorder",
    "SessionStore",
    "SessionSummary",
    "Unanswered",
]
