"""The chat as a whole, on a real terminal and in a pipe, with articles in many scripts."""

from __future__ import annotations

import json
import re

import pytest

CTRL_C, CTRL_D = "\x03", "\x04"
OURS = re.compile(r"\x1b\[[\d;?]*[A-Za-z]|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)|\x1b[=>]")
"""The sequences of our own: colours, links, and the prompt's movements."""


@pytest.fixture
def many_scripts(corpus):
    """Add an article that has what a newsroom's mail brings, and something hostile."""
    text = (
        "Çmimi i bukës u rrit me 12 për qind në Gjakovë.\n\n"
        "Косово је 2008. године имало 38 општина.\n\n"
        "日本語の記事 has 14 pages 😀 about snow.\n\n"
        "The evil\x1b[2J\x1b[31m\u202e boat carried 51 sailors\u2066 across the bay.\n"
    )
    record = {"id": "m", "title": "Dëbora \x1b]0;owned\x07", "text": text, "source": "Koha Ditore"}
    (corpus / "mail.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    return corpus


def test_a_conversation_on_a_terminal(on_terminal, many_scripts, own_library):
    first = "How many soldiers does Italy send to the mission?"
    chat = on_terminal("chat", *first.split(), "--library", own_library, TERM="xterm-256color")
    chat.until("answers by extractive.")
    chat.until(f"> {first}")
    chat.until("kfor.txt:3")
    chat.prompted(1)
    chat.press("How many sailors did the boat carry?\r")
    chat.until("mail.jsonl:")
    chat.prompted(2)
    chat.press("How many pages has 日本語の記事?\r")
    chat.until("😀", times=2)
    chat.prompted(3)
    chat.press("/sources 1\r")
    chat.until(">>")
    chat.prompted(4)
    chat.press("/filter source=koha\r")
    chat.until("The answers come from 1 of 5 articles")
    chat.prompted(5)
    chat.press(CTRL_D)
    drawn = chat.finish()
    assert chat.process.returncode == 0
    assert "Italy sends \x1b[1m852\x1b[0m soldiers to the mission. \x1b[1;36m[1]" in drawn
    assert re.search(r"\x1b\]8;[^;]*;file:///[^\x1b]*/kfor\.txt\x1b", drawn)
    left = OURS.sub("", drawn)
    assert "\x1b" not in left
    assert not {"\u202e", "\u2066", "\x07"} & set(left)
    assert "Dëbora ]0;owned" in left


def test_a_conversation_in_a_pipe(process, many_scripts, own_library):
    questions = "Çmimi i bukës u rrit?\nКолико општина?\n/why\n\n/exit\nnever asked\n"
    done = process("chat", "--library", own_library, stdin=questions.encode())
    assert done.err == ""
    assert "> Çmimi i bukës u rrit?\n" in done.out
    assert "> Колико општина?\n" in done.out
    assert "never asked" not in done.out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.out)


def test_plain_lines_on_a_terminal(on_terminal, own_library):
    chat = on_terminal("chat", "--plain", "--library", own_library, TERM="xterm-256color")
    chat.until("\n> ")
    chat.press("When did the harbour open?\n")
    chat.until("wire.jsonl:1\r\n\r\n> ")
    chat.press(CTRL_D)
    assert "\x1b" not in chat.finish()
    assert chat.process.returncode == 0
