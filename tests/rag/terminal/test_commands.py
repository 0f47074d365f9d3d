from __future__ import annotations

import pytest

from rag.terminal.commands import ALIASES, COMMANDS, Command, Question, UnknownCommand, parse


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("", None),
        ("  \t ", None),
        ("Who won? ", Question(text="Who won?")),
        ("first\nsecond", Question(text="first\nsecond")),
        ("/help", Command(name="help")),
        (" /SOURCES  2 ", Command(name="sources", argument="2")),
        ("/quit", Command(name="exit")),
        ("/etc/hosts says what?", Question(text="/etc/hosts says what?")),
        ("/sorces 1", UnknownCommand(name="sorces", nearest="sources")),
        ("/xyzzy", UnknownCommand(name="xyzzy", nearest=None)),
        ("/", UnknownCommand(name="", nearest=None)),
        ("is 3/4 right?", Question(text="is 3/4 right?")),
    ],
)
def test_what_a_line_means(line, meaning):
    assert parse(line) == meaning


def test_every_command_is_understood_by_its_name():
    for command in COMMANDS:
        assert parse("/" + command.name) == Command(name=command.name)
    assert set(ALIASES.values()) <= {command.name for command in COMMANDS}
