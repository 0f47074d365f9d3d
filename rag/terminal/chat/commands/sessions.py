"""Whole conversations: ``/save``, ``/sessions``, ``/resume``, ``/new``, ``/clear``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rag.sessions import Session, SessionRecorder, SessionStore
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.render.sessions import resumed, session_list

SHOWN = 12
"""Sessions that ``/sessions`` lists; ``rag sessions list`` lists all."""
_FORCE = "--force"


def resume(state: ChatState, session: Session) -> None:
    """Go on from a kept session: what is asked next may lean on it."""
    state.replace(session.answered)
    state.question = session.turns[-1].question if session.turns else ""


def _save(state: ChatState, argument: str) -> Next:
    from rag.terminal.saving import (
        document,
        provenance,
        save,
    )  # takes 0.1 s, and few conversations are saved

    name = argument.removesuffix(_FORCE).removeprefix(_FORCE).strip().strip("\"'")
    if not state.turns:
        state.complain("There is nothing to save yet.", "Ask something first.")
    elif not name:
        state.complain("/save needs a name.", "Such as /save talk.md, talk.html or talk.json.")
    else:
        path = Path(name).expanduser()
        today = datetime.now().astimezone().date()
        made = provenance(state.backend.pipeline.library, state.turns)
        save(document(state.turns, today=today, made=made), path, force=_FORCE in argument)
        count = len(state.turns)
        what = "1 answer and its" if count == 1 else f"{count} answers and their"
        state.remark(f"Saved {what} sources in {path}.")
    return None


def _sessions(state: ChatState, _argument: str) -> Next:
    if store := _store(state):
        current = state.recorder.session_id if isinstance(state.recorder, SessionRecorder) else None
        found = store.summaries()
        state.say(session_list(found[:SHOWN], now=datetime.now(UTC), current=current))
        if len(found) > SHOWN:
            state.remark(f"{len(found) - SHOWN} older ones: rag sessions list")
    return None


def _resume(state: ChatState, prefix: str) -> Next:
    recorder = state.recorder
    if not isinstance(recorder, SessionRecorder):
        return _not_kept(state)
    if not prefix:
        state.complain("/resume needs the id of a session.", "/sessions lists them.")
    elif (session_id := recorder.store.find(prefix)) == recorder.session_id:
        state.remark("That is this conversation.")
    else:
        session = recorder.resume(session_id)
        resume(state, session)
        state.say(*resumed(session, now=datetime.now(UTC)))
    return None


def _new(state: ChatState, _argument: str) -> Next:
    state.replace(())
    state.recorder.renew()
    state.remark("A new conversation: nothing said before is taken into account.")
    return None


def _clear(state: ChatState, _argument: str) -> Next:
    state.replace(())
    state.recorder.renew()
    if state.console.is_terminal:
        state.console.clear()
    state.remark("The conversation is forgotten.")
    return None


def _store(state: ChatState) -> SessionStore | None:
    if isinstance(state.recorder, SessionRecorder):
        return state.recorder.store
    _not_kept(state)
    return None


def _not_kept(state: ChatState) -> Next:
    state.complain(
        "No sessions are kept.", "Start without --no-history, and without history = false."
    )
    return None


def _session_ids(state: ChatState, typed: str) -> Iterable[str]:
    if not isinstance(state.recorder, SessionRecorder):
        return ()
    return [one.id for one in state.recorder.store.summaries() if one.id.startswith(typed)]


COMMANDS = (
    ChatCommand(
        name="save",
        usage="/save FILE",
        does="save it with its references: .md, .docx, .json, .bib ...",
        topic=Topic.CONVERSATION,
        run=_save,
    ),
    ChatCommand(
        name="sessions",
        usage="/sessions",
        does="list the conversations kept so far",
        topic=Topic.CONVERSATION,
        run=_sessions,
    ),
    ChatCommand(
        name="resume",
        usage="/resume ID",
        does="go on with one of them",
        topic=Topic.CONVERSATION,
        run=_resume,
        complete=_session_ids,
    ),
    ChatCommand(
        name="clear",
        usage="/clear",
        does="forget the conversation, empty the screen",
        topic=Topic.CONVERSATION,
        run=_clear,
    ),
    ChatCommand(
        name="new",
        usage="/new",
        does="begin a new conversation",
        topic=Topic.CONVERSATION,
        run=_new,
    ),
)
