"""What Tab offers in the chat: commands, what may follow them, publishers and titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from index.errors import LibraryError
from rag.terminal.chat.command import ChatCommand
from rag.terminal.chat.parsing import SLASH, by_name
from rag.terminal.chat.registry import COMMANDS
from rag.terminal.chat.state import ChatState
from rag.terminal.text import one_line

_SHORTEST = 3
"""Letters from which on a name in a question is completed."""
_MOST_WORDS = 6
"""Words before the cursor that may begin a name."""
_MOST_NAMES = 20_000
"""Articles whose titles are offered; more are not looked through at every Tab."""
_MOST_OFFERED = 50


class ChatCompleter(Completer):
    """Completes a line of the chat."""

    def __init__(self, state: ChatState) -> None:
        self._state = state
        self._names: tuple[str, ...] = ()
        self._revision: int | None = None

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """Yield what may be meant; names within a question only when they are asked for."""
        text = document.text_before_cursor
        try:
            if text.startswith(SLASH):
                yield from self._of_command(text)
            elif event.completion_requested:
                yield from self._of_question(text)
        except LibraryError:
            return  # the answer will say what is the matter with the library

    def _of_command(self, text: str) -> Iterator[Completion]:
        name, space, argument = text.removeprefix(SLASH).partition(" ")
        if not space:
            yield from (
                _completion(SLASH + command.name, text, meta=command.does)
                for command in COMMANDS
                if _is_meant(command, name.lower())
            )
            return
        named = by_name(COMMANDS).get(name.lower())
        argument = argument.lstrip()
        for whole in named.complete(self._state, argument) if named else ():
            if whole.casefold().startswith(argument.casefold()) and whole != argument:
                yield _completion(one_line(whole) + whole[len(whole.rstrip()) :], argument)

    def _of_question(self, text: str) -> Iterator[Completion]:
        if not text.strip():
            yield from (_completion(question, text) for question in self._state.suggestions)
            return
        tails = [tail for tail in _tails(text) if len(tail) >= _SHORTEST]
        for tail in tails:
            meant = [name for name in self._known() if _has_word_starting(name, tail)]
            if meant:
                yield from (_completion(name, tail) for name in meant[:_MOST_OFFERED])
                return

    def _known(self) -> tuple[str, ...]:
        """Return publishers and titles; they are read anew when the library has changed."""
        library = self._state.desk.pipeline.library
        if library.revision != self._revision:
            self._revision = library.revision
            titles: Iterable[str] = ()
            if library.counts()[0] <= _MOST_NAMES:
                titles = (entry.title for entry in library.entries())
            names = map(one_line, (*library.catalog.articles.sources(), *titles))
            self._names = tuple(dict.fromkeys(name for name in names if name))
        return self._names


def _completion(text: str, typed: str, *, meta: str | None = None) -> Completion:
    return Completion(text, start_position=-len(typed), display_meta=meta)


def _is_meant(command: ChatCommand, typed: str) -> bool:
    return any(name.startswith(typed) for name in (command.name, *command.aliases))


def _tails(text: str) -> Iterator[str]:
    """Yield the ends of a text that begin with a word, the longest first."""
    words = text.split(" ")
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        yield " ".join(words[-count:]).lstrip("\"'“‘(")


def _has_word_starting(name: str, typed: str) -> bool:
    """Whether a name goes on, from one of its words, as it was typed."""
    return f" {typed.casefold()}" in f" {name.casefold()}"
