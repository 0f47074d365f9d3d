"""``/index``: further articles, which the next answer sees."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.articles import is_address
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.render.library import build_report
from rag.terminal.text import counted

_MOST_COMPLETIONS = 200


def _index(state: ChatState, argument: str) -> Next:
    if not argument:
        state.complain("/index needs a file or a folder.", "/index ~/articles")
        return None
    path = argument if is_address(argument) else typed_path(argument)
    if isinstance(path, Path) and not path.exists():
        state.complain(f"There is no {str(path)!r}.", "Tab completes names.")
        return None
    state.finish_loading()  # the writer embeds with the model that is being opened
    report = state.backend.index(path, state.console)
    library = state.backend.pipeline.library
    library.refresh()
    state.say(build_report(report))
    if not (report.failed or report.added or report.updated or report.unchanged):
        state.remark(f"There is nothing to read in {str(path)!r}.")
    state.remark(f"The library holds {counted(library.counts()[0], 'article')}.")
    return None


def typed_path(argument: str) -> Path:
    """Return the path, which may be quoted, as a shell would have it."""
    quoted = len(argument) > 1 and argument[0] == argument[-1] and argument[0] in "\"'"
    try:
        return Path(argument[1:-1] if quoted else argument).expanduser()
    except RuntimeError:  # "~nobody": a user who has no home
        return Path(argument)


def complete_path(_state: ChatState, typed: str) -> Iterable[str]:
    """Yield the folder's files and folders as they would be typed on."""
    typed_folder, slash, start = typed.rpartition("/")
    folder = typed_path(typed_folder + slash) if slash else Path()
    try:
        names = sorted(folder.iterdir())[:_MOST_COMPLETIONS]
    except OSError:
        return
    for path in names:
        if path.name.startswith(start) and (start or not path.name.startswith(".")):
            yield f"{typed_folder}{slash}{path.name}{'/' if path.is_dir() else ''}"


COMMANDS = (
    ChatCommand(
        name="index",
        usage="/index PATH",
        does="add a file, a folder or a page of the web; the next answer sees it",
        topic=Topic.ARTICLES,
        run=_index,
        complete=complete_path,
    ),
)
