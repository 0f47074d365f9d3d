from __future__ import annotations

import pytest

from index.filters import Filters
from rag.answers import Statement, Turn
from rag.errors import ModelError
from rag.terminal.chat import ChatState, chat
from rag.terminal.chat.commands import all_commands
from rag.terminal.chat.state import in_chat
from rag.terminal.input.lines import PipedLines

FILTERS = Filters(sources=("Tirana Times",))
"""Those in force in ``talk``."""

ANSWERED = """\
Italy sends 852 soldiers, the most of all [1]. The mission began in June 1999
[2].

[1] Who keeps the peace - Tirana Times, 13 January 2025
    “Italy sends 852 soldiers, the most of all.”
    news/kfor.txt:3

[2] A note
    “The mission began in June 1999.”
    news/all.jsonl:1
    https://example.org/note?id=7&lang=sq
"""


def test_a_transcript_of_piped_questions(doubles, talk, script):
    second = doubles.answer(
        question="and since when?",
        standalone_question="Since when do they?",
        text="Since 1999 [1].",
        statements=(Statement(text="Since 1999 [1].", markers=(1,)),),
        citations=(doubles.cite(1, doubles.BARE, "in June 1999"),),
    )
    lines = [
        "Who sends most?\n",
        "\n",
        "and since when?\r\n",
        "/sources 2",
        "/sources 1",
        "/exit",
        "x",
    ]
    printed, asked = talk(lines, script(doubles.answer()), script(second))
    assert printed == (
        f"> Who sends most?\n{ANSWERED}\n"
        "> and since when?\n"
        "Read as: Since when do they?\n"
        "\n"
        "Since 1999 [1].\n"
        "\n"
        "[1] A note\n"
        "    “in June 1999”\n"
        "    news/all.jsonl:1\n"
        "    https://example.org/note?id=7&lang=sq\n"
        "\n"
        "> /sources 2\n"
        "Error: There is no source '2'.\nHint: The last answer has 1.\n"
        "\n"
        "> /sources 1\n"
        "[1] A note\n"
        "    news/all.jsonl:1\n"
        "    https://example.org/note?id=7&lang=sq\n"
        "    The mission began >>in June 1999<<.\n"
        "\n"
        "> /exit\n"
    )
    first = Turn.of(doubles.answer())
    assert asked == [("Who sends most?", (), FILTERS), ("and since when?", (first,), FILTERS)]


TRANSCRIPT_80 = f"""\
> Who sends most?
{ANSWERED}
> and who won?
Read as: Who won the most?

The articles do not answer this question.

The nearest articles:
- Who keeps the peace - Tirana Times, 13 January 2025
- A note

The articles do answer:
- When did the mission begin?
- Who follows Italy?
- How many does Italy send?

> who failed?
Error: the model is gone
Hint: ask again, or try another model with /model

> /sorces
Error: There is no command /sorces.
Hint: Did you mean /sources?

> /copy 7
There are no sources: the last answer cites none.

> bye
"""

TRANSCRIPT_40 = """\
> Who sends most?
Italy sends 852 soldiers, the most of
all [1]. The mission began in June 1999
[2].

[1] Who keeps the peace - Tirana Times,
    13 January 2025
    “Italy sends 852 soldiers, the most
    of all.”
    news/kfor.txt:3

[2] A note
    “The mission began in June 1999.”
    news/all.jsonl:1
    https://example.org/note?id=7&lang=sq

> and who won?
Read as: Who won the most?

The articles do not answer this
question.

The nearest articles:
- Who keeps the peace - Tirana Times, 13
  January 2025
- A note

The articles do answer:
- When did the mission begin?
- Who follows Italy?
- How many does Italy send?

> who failed?
Error: the model is gone
Hint: ask again, or try another model
      with /model

> /sorces
Error: There is no command /sorces.
Hint: Did you mean /sources?

> /copy 7
There are no sources: the last answer
cites none.

> bye
"""


@pytest.mark.parametrize(("width", "expected"), [(80, TRANSCRIPT_80), (40, TRANSCRIPT_40)])
def test_a_whole_conversation(doubles, width, expected):
    screen = doubles.Screen(width=width)
    refusal = doubles.refusal(question="and who won?", standalone_question="Who won the most?")
    failure = ModelError("the model is gone", hint="ask again, or try another model with --model")
    pipeline = doubles.ScriptedPipeline(
        doubles.events_of(doubles.answer()),
        doubles.events_of(refusal),
        [failure],
        suggested=(
            "When did the mission begin?",
            "Who follows Italy?",
            "How many does Italy send?",
            "Who is the fourth?",
        ),
    )
    state = ChatState(
        doubles.ScriptedBackend(pipeline),
        console=screen.console,
        filters=Filters(),
        recorder=doubles.Recorder(),
    )
    lines = ["Who sends most?", "and who won?", "who failed?", "/sorces", "/copy 7", "bye", "never"]
    chat(state, PipedLines(lines, screen.console))
    assert screen.read() == expected


@pytest.mark.parametrize(
    ("hint", "in_the_chat"),
    [
        ("rag index PATH...", "/index PATH"),
        ("index long texts with rag index", "index long texts with /index"),
        ("rag sessions list", "/sessions"),
        ("leave out --source", "leave out /filter source=NAME"),
        (
            "check the model's name and --base-url; rag doctor shows what is reachable",
            "check the model's name and the server's address; rag doctor, outside of the chat,"
            " shows what is reachable",
        ),
        ("rag doctor --repair", "outside of the chat, rag doctor --repair"),
        (
            "Save it as .txt, .md or .docx, or pipe its text in: rag check -",
            "Save it as .txt, .md or .docx",
        ),
    ],
)
def test_hints_speak_the_language_of_the_chat(hint, in_the_chat):
    assert in_chat(hint) == in_the_chat


def test_a_person_is_welcomed_and_not_echoed(doubles, talk, script):
    printed, _ = talk(["Who sends most?"], script(doubles.answer()), person=True)
    assert printed == (
        "Dateline - 5 articles in 'news', answers by extractive. /help lists the\n"
        "commands, Ctrl-D leaves.\n\n" + ANSWERED + "\n"
    )


def test_help_and_slips(talk):
    printed, _ = talk(["/help", "/sorces", "/xyzzy", "/quit"])
    told, slips = printed.split("\n\n", maxsplit=1)
    assert told.startswith("> /help\nAsk a question, or give a command:\n")
    assert all(f"\n{command.usage}  " in told for command in all_commands())
    assert slips == (
        "> /sorces\n"
        "Error: There is no command /sorces.\nHint: Did you mean /sources?\n"
        "\n"
        "> /xyzzy\n"
        "Error: There is no command /xyzzy.\nHint: /help lists the commands.\n"
        "\n"
        "> /quit\n"
    )


def test_all_sources_of_the_last_answer(doubles, talk, script):
    printed, _ = talk(["/sources", "q", "/sources"], script(doubles.answer()))
    before, _, after = printed.partition("\n> q\n")
    assert before == "> /sources\nThere are no sources: nothing was asked yet.\n"
    assert after == (
        f"{ANSWERED}\n"
        "> /sources\n"
        "[1] Who keeps the peace - Tirana Times, 13 January 2025\n"
        "    news/kfor.txt:3\n"
        "    Who keeps the peace\n"
        "\n"
        "    >>Italy sends 852 soldiers, the most of all.<< The United States follow with\n"
        "    612.\n"
        "\n"
        "    The mission began in 1999.\n"
        "\n"
        "[2] A note\n"
        "    news/all.jsonl:1\n"
        "    https://example.org/note?id=7&lang=sq\n"
        "    >>The mission began in June 1999.<<\n"
        "\n"
    )


def test_a_refusal_is_a_turn_without_sources(doubles, talk, script):
    refusal = doubles.refusal(passages=())
    printed, asked = talk(["q", "/sources", "r"], script(refusal), script(refusal))
    assert printed == (
        "> q\nThe articles do not answer this question.\n\n"
        "> /sources\nThere are no sources: the last answer cites none.\n\n"
        "> r\nThe articles do not answer this question.\n\n"
    )
    assert [turn.said for turn in asked[1][1]] == [""]  # there is nothing in it to lean on


def test_questions_that_are_answered_are_named_after_a_refusal(doubles):
    screen = doubles.Screen()
    suggested = ("Who sends most?", "When did it begin \x1b[2J?")
    pipeline = doubles.ScriptedPipeline(
        doubles.events_of(doubles.refusal(passages=())), suggested=suggested
    )
    state = ChatState(
        doubles.ScriptedBackend(pipeline),
        console=screen.console,
        filters=FILTERS,
        recorder=doubles.Recorder(),
    )
    chat(state, ["Who sends most?"])
    assert screen.read() == (
        "The articles do not answer this question.\n"
        "\n"
        "The articles do answer:\n"
        "- Who sends most?\n"
        "- When did it begin [2J?\n"
        "\n"
    )
    assert pipeline.refused == ["Who sends most?"]


def test_the_short_answer_is_bold_where_it_first_stands(doubles, talk, script):
    printed, _ = talk(["q"], script(doubles.answer()), terminal=True)
    assert printed.startswith(
        "> q\nItaly sends \x1b[1m852\x1b[0m soldiers, the most of all \x1b[1;36m[1]\x1b[0m."
    )
    assert printed.count("\x1b[1m852") == 1


def test_clear_forgets_the_conversation_and_the_screen(doubles, talk, script):
    scripts = script(doubles.answer()), script(doubles.answer())
    lines = ["q", "/clear", "/sources", "q"]
    printed, asked = talk(lines, *scripts)
    assert [history for _, history, _ in asked] == [(), ()]
    assert "> /clear\nThe conversation is forgotten.\n\n> /sources\nThere are no sources" in printed
    assert "\x1b" not in printed
    on_terminal, _ = talk(["/clear"], terminal=True)
    assert "\x1b[2J\x1b[H\x1b[2mThe conversation is forgotten.\x1b[0m\n" in on_terminal


def test_questions_and_answers_cannot_act_on_the_terminal(doubles, talk, script):
    hostile = "\x1b[2J\x9b\u202e"
    statement = Statement(text=f"So {hostile} [1].", markers=(1,))
    answer = doubles.answer(
        statements=(statement,), standalone_question=hostile, warnings=(hostile,), short_answer=None
    )
    printed, _ = talk([f"what {hostile}?", f"/x{hostile}"], script(answer))
    assert printed.startswith("> what [2J?\nRead as: [2J\n\nSo [2J [1].\n")
    assert not set(printed) & set(hostile) - set("[2J")


@pytest.mark.parametrize(("terminal", "shown"), [(True, True), (False, False)])
def test_what_a_model_writes_is_shown_dimmed_until_it_is_checked(doubles, terminal, shown):
    screen = doubles.Screen(terminal=terminal)
    events = list(doubles.events_of(doubles.answer()))
    words = ["Italy sends ", "852 soldiers. [1]", " And Germany"]
    pipeline = doubles.ScriptedPipeline([events[0], *words, *events[1:]])
    pipeline.model = "openai:m"
    state = ChatState(
        doubles.ScriptedBackend(pipeline),
        console=screen.console,
        filters=Filters(),
        recorder=doubles.Recorder(),
        interactive=terminal,
    )
    chat(state, PipedLines(["How many?"], screen.console))
    written = screen.read()
    assert ("\x1b[2mItaly sends\x1b[0m" in written) is shown
    assert ("\x1b[J" in written) is shown


def test_which_articles_mention_something_leans_on_nothing(doubles, talk, script):
    _, asked = talk(["q", "/articles KFOR"], script(doubles.answer()), script(doubles.answer()))
    assert [(question, len(history)) for question, history, _ in asked] == [
        ("q", 0),
        ("Which articles mention KFOR?", 0),
    ]
