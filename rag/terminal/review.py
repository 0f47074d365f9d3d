"""Reviewing proposed questions one by one: each is accepted, edited, rejected or skipped."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from rag.evaluation.metrics import contains_answer
from rag.evaluation.proposing import EvidenceNames, GrowingTestSet, Proposal, case_of
from rag.terminal.layout import BLANK, Block, show
from rag.terminal.render import messages
from rag.terminal.render.articles import byline, references
from rag.terminal.text import one_line

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings

_ASKS = "accept, edit, reject, skip or quit? [a/e/r/s/q] "
_BETWEEN_ANSWERS = "|"
_INDENT = "   "


class Choice(StrEnum):
    """What is to become of a proposal; each begins with the key it is chosen with."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    SKIP = "skip"
    QUIT = "quit"


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What a review came to."""

    accepted: int = 0
    unanswerable: int = 0
    """Of those accepted."""
    rejected: int = 0
    interrupted: bool = False
    exhausted: bool = False
    """Whether the articles gave no more proposals."""


class Reviewer(Protocol):
    """Decides on proposals: a person at a terminal, or lines in a pipe."""

    def choose(self) -> Choice:
        """Return what is to become of the proposal that was shown.

        Raises KeyboardInterrupt; the end of the input is ``QUIT``.
        """

    def edit(self, label: str, text: str) -> str:
        """Return the edited ``text`` on one line. Raises KeyboardInterrupt."""


def reviewer_for(stdin: TextIO, console: Console) -> Reviewer:
    """Return a reviewer who presses keys, or one that reads the lines of a pipe."""
    if stdin.isatty() and console.file.isatty():
        return KeyReviewer()
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(errors="replace")
    return LineReviewer(stdin, console)


def review(
    proposals: Iterable[Proposal],
    testset: GrowingTestSet,
    names: EvidenceNames,
    *,
    console: Console,
    reviewer: Reviewer,
) -> Reviewed:
    """Show proposals until there are no more or it is enough; every decision is kept at once.

    Raises TestSetError where the file cannot be written.
    """
    done = Reviewed()
    try:
        for number, proposal in enumerate(proposals, start=1):
            show(console, shown(proposal, number))
            choice, decided = _decided(proposal, reviewer, console)
            show(console, BLANK)
            if choice is Choice.QUIT:
                break
            if choice is Choice.REJECT:
                testset.reject(proposal.question)
                done = replace(done, rejected=done.rejected + 1)
            if choice is Choice.ACCEPT and testset.add(case_of(decided, names)):
                if decided.question != proposal.question:
                    testset.reject(proposal.question)  # as it was, it is not wanted
                done = _with(done, decided)
        else:
            done = replace(done, exhausted=True)
    except KeyboardInterrupt:
        return replace(done, interrupted=True)
    return done


def take(
    proposals: Iterable[Proposal], testset: GrowingTestSet, names: EvidenceNames, *, count: int
) -> Reviewed:
    """Accept the first ``count`` proposals, 1 or more, unseen. Raises TestSetError."""
    done = Reviewed()
    for proposal in proposals:
        if testset.add(case_of(proposal, names)):
            done = _with(done, proposal)
        if done.accepted >= count:
            return done
    return replace(done, exhausted=True)


def _with(done: Reviewed, accepted: Proposal) -> Reviewed:
    return replace(
        done,
        accepted=done.accepted + 1,
        unanswerable=done.unanswerable + (not accepted.answerable),
    )


def shown(proposal: Proposal, number: int) -> Group:
    """Return a proposal with what it rests on."""
    article = proposal.article
    lead = f"{number}. "
    question = Block(Text(one_line(proposal.question), style="heading"), lead=lead)
    parts: list[RenderableType] = [question]
    if proposal.altered_from is not None:
        origin = "No article answers this, as far as their words tell. It was made from:"
        parts.append(Block(Text(origin, style="warning"), lead=_INDENT))
        parts.append(Block(Text(one_line(proposal.altered_from), style="note"), lead=_INDENT))
        return Group(*parts)
    parts.append(Block(Text(_joined(proposal.answers), style="short"), lead=f"{_INDENT}Answer: "))
    parts.append(Block(Text(f"“{one_line(proposal.quote)}”", style="quote"), lead=_INDENT))
    parts.append(Block(byline(article), lead=_INDENT))
    parts += references(article, proposal.start, indent=_INDENT)
    return Group(*parts)


def summary(done: Reviewed, testset: GrowingTestSet) -> Iterator[str]:
    """Yield what a review came to, in sentences."""
    added = "1 question was" if done.accepted == 1 else f"{done.accepted} questions were"
    of_them = f"{done.unanswerable} of them " if done.accepted > 1 else ""
    without = f", {of_them}without an answer" if done.unanswerable else ""
    yield f"{added} added to {testset.path}{without}; it has {len(testset)} now."
    if done.exhausted:
        yield "The articles give no more questions."
    if done.rejected:
        yield f"What was rejected is not proposed again: it stands in {testset.rejected_path}."


def _decided(proposal: Proposal, reviewer: Reviewer, console: Console) -> tuple[Choice, Proposal]:
    """Return the choice and the proposal as it was edited, which counts as accepted."""
    choice = reviewer.choose()
    if choice is not Choice.EDIT:
        return choice, proposal
    edited = _edited(proposal, reviewer)
    if not edited.question:
        show(console, messages.error("A question needs words.", "The proposal is left as it was."))
        return _decided(proposal, reviewer, console)
    if edited.answers and not contains_answer(edited.quote, edited.answers):
        show(console, messages.note("none of these answers stands in the quote"))
    return Choice.ACCEPT, edited


def _edited(proposal: Proposal, reviewer: Reviewer) -> Proposal:
    question = reviewer.edit("Question: ", one_line(proposal.question))
    if not proposal.answerable:
        return replace(proposal, question=question)
    typed = reviewer.edit(f"Answers, with {_BETWEEN_ANSWERS} between: ", _joined(proposal.answers))
    answers = (one.strip() for one in typed.split(_BETWEEN_ANSWERS))
    return replace(proposal, question=question, answers=tuple(filter(None, answers)))


def _joined(answers: Iterable[str]) -> str:
    return f" {_BETWEEN_ANSWERS} ".join(map(one_line, answers))


def _choice(typed: str) -> Choice | None:
    word = typed.strip().lower()
    return next((one for one in Choice if word and one.startswith(word)), None)


class LineReviewer:
    """Decides by the lines of a pipe, each echoed; an edit takes the lines that follow it."""

    def __init__(self, lines: Iterable[str], console: Console) -> None:
        self._lines = iter(lines)
        self._console = console

    def choose(self) -> Choice:
        """Return the next line's choice; lines that are none are passed over."""
        for line in self._lines:
            show(self._console, Block(Text(one_line(line)), lead=_ASKS))
            if choice := _choice(line):
                return choice
        return Choice.QUIT

    def edit(self, label: str, text: str) -> str:
        """Return the next line; a blank one, or none, leaves the text as it is."""
        typed = one_line(next(self._lines, "")) or text
        show(self._console, Block(Text(typed), lead=label))
        return typed


class KeyReviewer:
    """Decides by a key, and edits a line that is there already; Ctrl-D is enough."""

    def __init__(self) -> None:
        # Imported here: it takes 0.3 s, which only a review at a terminal should pay.
        from prompt_toolkit import PromptSession

        self._keys: PromptSession[Choice] = PromptSession(key_bindings=_choice_keys())
        self._lines: PromptSession[str] = PromptSession()

    def choose(self) -> Choice:
        """Return the choice of the key that is pressed."""
        try:
            return self._keys.prompt(_ASKS)
        except EOFError:
            return Choice.QUIT

    def edit(self, label: str, text: str) -> str:
        """Return the line once Enter is pressed; Ctrl-D leaves it as it was."""
        try:
            return one_line(self._lines.prompt(label, default=text))
        except EOFError:
            return text


def _choice_keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def _(event: KeyPressEvent) -> None:
        choice = _choice(event.data)
        if choice:
            event.current_buffer.insert_text(choice)  # what was chosen stays on the screen
            event.app.exit(result=choice)

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        """Do nothing: a choice is worth a key of its own."""
        event.app.invalidate()

    return bindings
