"""The commands, in whole transcripts."""

from __future__ import annotations

import base64
import sys

import pytest

from rag.errors import SettingsError
from rag.terminal.chat.command import by_name
from rag.terminal.chat.commands import all_commands

QUESTION = "How many soldiers does Italy send to the mission?"


def after(transcript, line):
    """Return what stands between a line and the next one."""
    return transcript.partition(f"> {line}\n")[2].partition("\n> ")[0].strip("\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/sources", "There are no sources: nothing was asked yet."),
        ("/passages", "There are no passages: nothing was asked, or nothing was found."),
        ("/why", "Nothing was asked yet."),
        ("/retry", "Nothing was asked yet."),
        ("/copy", "There is no answer to copy yet."),
        ("/open", "There are no sources: nothing was asked yet."),
        ("/filter", "No filter: the answers come from all 4 articles."),
        ("/model", "The answers are by extractive: the articles' own sentences."),
        ("/index", "Error: /index needs a file or a folder.\nHint: /index ~/articles"),
        ("/index /nowhere", "Error: There is no '/nowhere'.\nHint: Tab completes names."),
        (
            "/edit",
            "Error: There is no terminal to edit on.\nHint: Write the question as a line.",
        ),
    ],
)
def test_commands_before_any_question(converse, line, said):
    assert converse(line) == f"> {line}\n{said}\n\n"


def test_what_was_found_and_why(converse):
    said = converse(QUESTION, "/passages", "/passages 1", "/passages 9", "/why", width=100)
    listed = after(said, "/passages")
    assert listed.startswith("1. Who keeps the peace (score ")
    assert "\n2. " in listed
    assert after(said, "/passages 1").endswith(
        "/kfor.txt:3\n   Italy sends 852 soldiers to the mission. "
        "The United States follow with 612."
    )
    count = listed.count("(score ")
    assert (
        after(said, "/passages 9") == f"Error: There is no passage '9'.\nHint: There are {count}."
    )
    why = after(said, "/why").splitlines()
    assert why[0] == f"Asked: {QUESTION}"
    assert why[1].startswith("Answered by extractive, confidence 0.")
    assert why[3].split()[:7] == ["rank", "used", "score", "dense", "cosine", "text", "BM25"]
    assert why[4].split()[:2] == ["1", "[1]"]
    assert why[5].split()[:2] == ["2", "-"]
    assert "Found and not used, the nearest:" in why
    assert why[-1].startswith("Time: load ")


def test_why_tells_how_a_follow_up_was_read_and_what_was_refused(converse):
    said = converse(QUESTION, "and the United States?", "/why", "Who won the cup?", "/why")
    assert "Read as: How many soldiers does the United States send to the mission?" in said
    assert "Perhaps answered by extractive, confidence 0." in said.rpartition("> /why\n")[2]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("source=balkan", "The answers come from 2 of 4 articles: balkan."),
        ('source="Balkan Wire" since=2025', "The answers come from 1 of 4 articles: Balkan Wire,"),
        ("source=Balkan Wire until=2024-12", "The answers come from 1 of 4 articles: Balkan Wire,"),
        ("source=balkan source=tirana", "3 of 4 articles: balkan or tirana."),
        ("since=2025-13", "Error: since '2025-13' is not a date\nHint: Write 2025-01-13,"),
        ("since=2025 until=2024", "Error: since 2025 is after until 2024: no article can be both"),
        ("source=Tirna Tims", "No article is by a publisher 'Tirna Tims'.\nHint: Did you mean"),
        ("source=xyzzy", "Hint: The publishers are Balkan Wire, Tirana Times."),
        ("sauce=koha", "Error: 'sauce=koha' is not a filter.\nHint: /filter source=NAME"),
        ("koha", "Error: 'koha' is not a filter.\nHint: /filter source=NAME"),
    ],
)
def test_filters(converse, argument, said):
    assert said in after(converse(f"/filter {argument}"), f"/filter {argument}")


def test_a_filter_holds_until_it_is_changed_or_ended(converse):
    said = converse(
        "/filter source=tirana since=2024",
        "When did the harbour open?",
        "/filter source= until=2025-01",
        "/filter nonsense",
        "/filter",
        "/filter off",
        "When did the harbour open?",
        width=100,
    )
    *_, rest = said.partition("> When did the harbour open?\n")
    assert rest.startswith("The articles do not answer this question.")
    assert after(said, "/filter") == (
        "The answers come from 2 of 4 articles: since 1 January 2024, until 31 January 2025."
    )
    assert said.rstrip().endswith("wire.jsonl:1")


def test_a_model_that_cannot_be_had_changes_nothing(doubles, converse, newsroom, pipeline):
    other = doubles.ScriptedPipeline(doubles.events_of(doubles.answer()))
    other.model, other.library = "ollama:tiny", pipeline.library
    newsroom._models = {"ollama:tiny": other, "bad": SettingsError("No such.", hint="Name it.")}
    said = converse("/model bad", "/model", QUESTION, "/model ollama:tiny", "Who sends most?")
    assert after(said, "/model bad") == "Error: No such.\nHint: Name it."
    assert after(said, "/model") == "The answers are by extractive: the articles' own sentences."
    assert after(said, "/model ollama:tiny") == "The answers are by ollama:tiny."
    [(_, history, _)] = other.asked
    assert [turn.question for turn in history] == [QUESTION]


def test_retry_asks_again_in_place_of_the_last_question(doubles, converse, newsroom, pipeline):
    first = doubles.answer()
    second = doubles.answer(question="And who?", standalone_question="And who?")
    again = doubles.ScriptedPipeline(*map(doubles.events_of, (first, second, second)))
    again.library = pipeline.library
    newsroom.pipeline = again
    said = converse("Who sends most?", "And who?", "/retry")
    assert "> /retry\n> And who?\n" in said
    assert [len(history) for _, history, _ in again.asked] == [0, 1, 1]


def test_what_is_indexed_is_seen_at_once(converse, corpus, monkeypatch):
    monkeypatch.chdir(corpus.parent)  # a whole path may be longer than the line
    (corpus / "light.txt").write_text("Coast\n\nThe lighthouse was repaired by Agim Deda.\n")
    said = converse("Who repaired the lighthouse?", f"/index {corpus.name}", "/retry", width=100)
    assert "The articles do not answer" in after(said, "Who repaired the lighthouse?")
    indexed = after(said, f"/index {corpus.name}").splitlines()
    assert indexed[0].startswith("Went through 4 files: 1 passage embedded in ")
    assert (
        indexed[1:]
        == [
            "Articles: 1 added, 0 updated, 3 unchanged, 0 removed.",
            "The library holds 5 articles.",
        ]
        or indexed[2] == "The library holds 5 articles."
    )
    assert "The lighthouse was repaired by Agim Deda. [1]" in said


def test_index_says_what_it_could_not_read(converse, tmp_path):
    empty = tmp_path / "nothing here"
    empty.mkdir()
    said = converse(f"/index '{empty}'", width=300)
    assert f"There is nothing to read in {str(empty)!r}." in said
    (empty / "bad.pdf").write_bytes(b"%PDF-1.4 no")
    assert "Not read (1):" in converse(f'/index "{empty}"', width=300)


def test_paths_are_completed(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "notes.txt").touch()
    (tmp_path / ".hidden").touch()
    command = by_name(all_commands())["index"]
    assert list(command.complete(None, f"{tmp_path}/n")) == [
        f"{tmp_path}/news/",
        f"{tmp_path}/notes.txt",
    ]
    assert list(command.complete(None, f"{tmp_path}/.h")) == [f"{tmp_path}/.hidden"]
    assert list(command.complete(None, f"{tmp_path}/")) == [
        f"{tmp_path}/news/",
        f"{tmp_path}/notes.txt",
    ]
    assert list(command.complete(None, f"{tmp_path}/no/such/")) == []


@pytest.fixture
def no_clipboard(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform in {"darwin", "win32"}:
        pytest.skip("the clipboard of this platform is always there")


def test_copy_without_a_clipboard_says_so(converse, no_clipboard):
    said = after(converse(QUESTION, "/copy"), "/copy")
    assert said.splitlines()[0] == "Error: There is no clipboard to copy to."


def test_copy_through_the_terminal_is_not_sure_of_itself(converse, no_clipboard):
    drawn = converse(QUESTION, "/copy", "/copy 1", "/copy 7", terminal=True, width=200)
    sent = [base64.b64decode(part.partition("\x07")[0]).decode() for part in osc52(drawn)]
    answer, quote = sent
    assert answer.startswith("Italy sends 852 soldiers to the mission. [1]\n\n[1] Who keeps")
    assert quote == "Italy sends 852 soldiers to the mission."
    assert drawn.count("which copies it if it is set to; it does") == 2
    assert "There is no source '7'." in drawn


def osc52(drawn):
    return drawn.split("\x1b]52;c;")[1:]


def test_a_program_that_takes_the_clipboard_is_named(converse, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\ncat > {kept}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    if sys.platform != "linux":
        pytest.skip("Wayland is a matter of Linux")
    assert "The quote is on the clipboard (wl-copy)." in converse(QUESTION, "/copy 1")
    assert kept.read_text() == "Italy sends 852 soldiers to the mission."


def test_clear_begins_a_new_session(doubles, converse):
    recorder = doubles.Recorder()
    converse(QUESTION, "/clear", recorder=recorder)
    assert recorder.kept[0] == QUESTION
    assert recorder.kept[-1] == "renewed"


def test_an_address_is_fetched_but_not_from_this_machine(converse):
    said = converse("/index http://127.0.0.1:9/story", width=200)
    assert "http://127.0.0.1:9/story: 127.0.0.1 is at 127.0.0.1, which is no public address" in said
