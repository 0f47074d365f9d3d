"""``/check``: a draft, sentence by sentence, against the articles."""

from __future__ import annotations

from pathlib import Path

from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.commands.index import complete_path, typed_path
from rag.terminal.chat.state import ChatState
from rag.terminal.progress import gather

_FORCE = "--force"
_SAVE = "--save"


def _check(state: ChatState, argument: str) -> Next:
    # With them come all the checks, and few chats have a draft.
    from rag.drafts import CheckedDraft, read_draft
    from rag.terminal.render.drafts import checked_draft
    from rag.terminal.saving import check_draft_place, save_draft

    force = _FORCE in argument.split()
    name, _, saving = argument.replace(_FORCE, "").partition(_SAVE)
    if name.strip() in {"", "-"}:
        state.complain("/check needs a draft.", "Such as /check draft.md --save checked.html.")
        return None
    draft = typed_path(name.strip())
    place: Path | None = typed_path(saving.strip()) if saving.strip() else None
    if place:
        check_draft_place(place, force=force)
    read = read_draft(draft)
    state.finish_loading()
    state.backend.pipeline.library.refresh()
    checking = state.backend.draft_checker(state.filters).check(read)
    sentences = gather(checking, state.console, total=len(read.sentences), doing="Checking")
    checked = CheckedDraft(draft=read, sentences=tuple(sentences))
    state.say(checked_draft(checked))
    if place:
        save_draft(checked, draft, place, force=force)
        state.remark(f"Saved the draft with its notes in {place}.")
    return None


COMMANDS = (
    ChatCommand(
        name="check",
        usage="/check DRAFT [--save FILE]",
        does="check a draft of yours against the articles",
        topic=Topic.ARTICLES,
        run=_check,
        complete=complete_path,
    ),
)
