"""Commands about conversations as wholes: ``/save``, ``/sessions``, ``/resume``, ``/new``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rag.sessions import Session, SessionRecorder, SessionStore
from rag.terminal import sessions as kept
from rag.terminal.chat.command import ChatCommand, Next
from rag.terminal.chat.state import ChatState

SHOWN = 12
"""Sessions that ``/sessions`` lists; ``rag sessions list`` lists all."""
_FORCE = "--force"


def take_up(state: ChatState, session: Session) -> None:
    """Let what is asked from now on lean on a session."""
    state.replace(session.answered)
    state.question = session.turns[-1].question if session.turns else ""


def _save(state: ChatState, argument: str) -> Next:
    from rag.terminal.saving import document, save  # it is rarely asked for

    name = argument.removesuffix(_FORCE).removeprefix(_FORCE).strip().strip("\"'")
    if not state.turns:
        state.complain("There is nothing to save yet.", "Ask something first.")
    elif not name:
        state.complain("/save needs a name.", "Such as /save talk.md, talk.html or talk.json.")
    else:
        path = Path(name).expanduser()
        today = datetime.now().astimezone().date()
        save(document(state.turns, today=today), path, force=_FORCE in argument)
        count = len(state.turns)
        what = "1 answer and its" if count == 1 else f"{count} answers and their"
        state.remark(f"Saved {what} sources in {path}.")
    return None


def _sessions(state: ChatState, _argument: str) -> Next:
    if store := _store(state):
        current = state.recorder.session_id if isinstance(state.recorder, SessionRecorder) else None
        found = store.summaries()
        state.say(kept.table(found[:SHOWN], now=datetime.now(UTC), current=current))
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
        take_up(state, session)
        state.say(*kept.taken_up(session, now=datetime.now(UTC)))
    return None


def _new(state: ChatState, _argument: str) -> Next:
    state.replace(())
    state.recorder.renew()
    state.remark("A new conversation: nothing said before is taken into account.")
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
        does="save the conversation with its references, as .md, .html or .json",
        run=_save,
    ),
    ChatCommand(
        name="sessions", usage="/sessions", does="list the conversations kept so far", run=_sessions
    ),
    ChatCommand(
        name="resume",
        usage="/resume ID",
        does="go on with one of them",
        run=_resume,
        complete=_session_ids,
    ),
    ChatCommand(name="new", usage="/new", does="begin a new conversation", run=_new),
)
