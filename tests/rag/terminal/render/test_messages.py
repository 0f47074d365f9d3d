from __future__ import annotations

from rag.terminal.render import messages


def test_an_error_is_a_message_and_what_mends_it(draw):
    assert draw(messages.error("No library.", "Run 'rag index'.")) == (
        "Error: No library.\nHint: Run 'rag index'.\n"
    )
    assert draw(messages.error("No library.", None)) == "Error: No library.\n"


def test_the_welcome_says_what_is_asked(draw):
    assert draw(messages.welcome(collection="news", articles=1, model="extractive")) == (
        "Dateline - 1 article in 'news', answers by extractive. /help lists the commands,\n"
        "Ctrl-D leaves.\n"
    )
