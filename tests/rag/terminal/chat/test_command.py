from __future__ import annotations

import pytest

from rag.terminal.chat.command import Invocation, Question, UnknownCommand, by_name, parse
from rag.terminal.chat.commands import all_commands

NAMED = by_name(all_commands())


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("", None),
        ("  \t ", None),
        ("Who won? ", Question(text="Who won?")),
        ("first\nsecond", Question(text="first\nsecond")),
        ("/help", Invocation(command=NAMED["help"])),
        (" /SOURCES  2 ", Invocation(command=NAMED["sources"], argument="2")),
        ("/sources\t2", Invocation(command=NAMED["sources"], argument="2")),
        ("/quit", Invocation(command=NAMED["exit"])),
        ("/ sources 2", Invocation(command=NAMED["sources"], argument="2")),
        ("/etc/hosts says what?", Question(text="/etc/hosts says what?")),
        ("/sorces 1", UnknownCommand(name="sorces", nearest="sources")),
        ("/xyzzy", UnknownCommand(name="xyzzy", nearest=None)),
        ("/", UnknownCommand(name="", nearest=None)),
        ("exit", Invocation(command=NAMED["exit"])),
        ("Quit", Invocation(command=NAMED["exit"])),
        (" Bye! ", Invocation(command=NAMED["exit"])),
        ("help", Invocation(command=NAMED["help"])),
        ("?", Invocation(command=NAMED["help"])),
        ("/?", Invocation(command=NAMED["help"])),
        ("why", Question(text="why")),
        ("sources", Question(text="sources")),
        ("exit polls in Kosovo", Question(text="exit polls in Kosovo")),
        ("is 3/4 right?", Question(text="is 3/4 right?")),
    ],
)
def test_what_a_line_means(line, meaning):
    assert parse(line, all_commands()) == meaning


def test_no_two_commands_share_a_name():
    names = [name for command in all_commands() for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))
    assert all(command.usage.startswith(f"/{command.name}") for command in all_commands())
