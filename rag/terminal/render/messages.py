"""Sentences of the program's own: errors, notes, remarks. Without what an answer needs."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from rag.terminal.layout import Block, Definitions
from rag.terminal.text import counted, one_line


def sentence(text: str) -> Block:
    """Return a plain sentence, wrapped to the width."""
    return Block(Text(one_line(text)))


def remark(text: str) -> Block:
    """Return a sentence about the conversation or the program itself, dimmed."""
    return Block(Text(one_line(text), style="note"))


def note(text: str) -> Block:
    """Return a warning."""
    return Block(Text(one_line(text), style="warning"), lead=Text("Note: ", style="warning"))


def error(message: str, hint: str | None) -> Group:
    """Return an error and, below it, the step that mends it."""
    what = Block(Text(one_line(message)), lead=Text("Error: ", style="error"))
    if not hint:
        return Group(what)
    return Group(what, Block(Text(one_line(hint)), lead=Text("Hint: ", style="note")))


def welcome(*, collection: str, articles: int, model: str) -> Block:
    """Return the line that a chat begins with."""
    library = f"{counted(articles, 'article')} in {one_line(collection)!r}"
    return Block(
        Text.assemble(
            ("Dateline", "heading"),
            f" - {library}, answers by {one_line(model)}. /help lists the commands, Ctrl-D leaves.",
        )
    )


def first_steps() -> Group:
    """Return three things that somebody can try who has not chatted before."""
    return Group(
        Block(Text("Three things to try:", style="heading")),
        Definitions(
            (
                ("/articles", "what there is to ask about; /articles TOPIC narrows it down"),
                ("Who said that?", "a question leans on the last one; ask on as you would talk"),
                ("/open 1", "the first source of an answer, at the words it quotes"),
            )
        ),
    )
