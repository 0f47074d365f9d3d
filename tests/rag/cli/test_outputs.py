"""Whole outputs: help, lists, status, settings; JSON of the commands that answer nothing."""

from __future__ import annotations

import contextlib
import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest
import typer

COMMANDS = (
    "",
    "index",
    "ask",
    "chat",
    "search",
    "quotes",
    "timeline",
    "check",
    "verify",
    "eval",
    "eval compare",
    "eval new",
    "status",
    "doctor",
    "backup",
    "restore",
    "config",
    "config trust",
    "config untrust",
    "articles",
    "articles list",
    "articles names",
    "articles show",
    "articles edit",
    "articles remove",
    "mcp",
    "sessions",
    "sessions list",
    "sessions show",
    "sessions save",
    "sessions remove",
)
HELP = Path(__file__).parent / "help"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or "rag")
def test_help(capsys, command):
    """``tests/rag/cli/help`` holds what is printed on 80 columns, a file a command."""
    from rag.cli import app

    with pytest.raises(SystemExit, match="0"):  # typer's own runner has another width
        app([*command.split(), "--help"], prog_name="rag")
    shown = capsys.readouterr().out
    file = HELP / f"{command.replace(' ', '-') or 'rag'}.txt"
    assert shown == file.read_text(encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= 80
    assert examples_in(shown)


def examples_in(shown):
    """Return the commands that stand below a help, without what the shell does with them."""
    below = re.search(r"^ *Examples?:(.*)\Z", shown, re.MULTILINE | re.DOTALL)[1]
    lines = [
        re.sub(r"^(\w+=\S+ |echo .*\| )| [<>] \S+", "", line.strip()) for line in below.split("\n")
    ]
    return [line for line in lines if line]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or "rag")
def test_examples_are_commands(command):
    """Every example of a help can be said so; whether it works is the README's test's affair."""
    from typer.main import get_command

    from rag.cli import app

    for example in examples_in((HELP / f"{command.replace(' ', '-') or 'rag'}.txt").read_text()):
        program, *words = shlex.split(example)
        assert program == "rag", example
        named = get_command(app)
        while words and words[0] in getattr(named, "commands", {}):
            named = named.commands[words.pop(0)]
        with contextlib.suppress(typer.Exit):  # one that asks for help
            named.make_context(example, words)


def test_every_command_is_in_this_test():
    from typer.main import get_command

    from rag.cli import app

    named = set(get_command(app).commands)
    assert named == {command for command in COMMANDS if command and " " not in command}


def test_version(rag):
    assert re.fullmatch(r"rag \d+\.\d+\.\d+\n", rag("--version").out)


@pytest.mark.parametrize("arguments", [["--nothing"], ["ask", "--nothing"], ["nothing"]])
def test_usage_errors(rag, arguments):
    done = rag(*arguments, status=2)
    assert done.out == ""
    assert done.err.startswith("Usage: rag")
    assert "Error: No such " in done.err


def test_config(rag, monkeypatch):
    monkeypatch.setenv("RAG_BASE_URL", "http://me:secret@localhost:8000/v1?key=secret")
    monkeypatch.setenv("RAG_CHROMA_TOKEN", "secret")
    Path("rag.toml").write_text('theme = "light"\nlibrary = "lib"\n')
    assert rag("config", "--top-k", "3", "--library", "/news").out == (
        "setting          value                                       from\n"
        "base_url         http://********@localhost:8000/v1?********  RAG_BASE_URL\n"
        "chroma           embedded                                    default\n"
        "chroma_database  -                                           default\n"
        "chroma_tenant    -                                           default\n"
        "chroma_timeout   60.0                                        default\n"
        "chroma_token     ********                                    RAG_CHROMA_TOKEN\n"
        "collection       articles                                    default\n"
        "columns          -                                           default\n"
        "device           auto                                        default\n"
        "embedding        sentence-transformers/all-MiniLM-L6-v2      default\n"
        "embedding_url    -                                           default\n"
        "history          true                                        default\n"
        "history_bytes    50000000                                    default\n"
        "keys             emacs                                       default\n"
        "library          /news                                       --library\n"
        "lock_timeout     5.0                                         default\n"
        "max_file_bytes   50000000                                    default\n"
        "max_text_chars   5000000                                     default\n"
        "model            extractive                                  default\n"
        "model_timeout    120.0                                       default\n"
        "passage_size     1000                                        default\n"
        "reader           dateline                                    default\n"
        "reranker         none                                        default\n"
        "screen           full                                        default\n"
        "theme            light                                       rag.toml\n"
        "top_k            3                                           --top-k\n"
        "verifier         rules                                       default\n"
    )
    rag("config", "trust")
    found = rag("config", "--json").json
    assert found["library"] == {"value": str(Path.cwd() / "lib"), "from": "rag.toml"}
    assert found["top_k"] == {"value": 8, "from": "default"}
    assert found["chroma_token"] == {"value": "********", "from": "RAG_CHROMA_TOKEN"}
    assert found["model"] == {"value": "extractive", "from": "default"}


def test_a_setting_that_is_none_is_refused(rag, monkeypatch):
    monkeypatch.setenv("RAG_TOPK", "3")
    assert rag("config", status=2).err == (
        "Error: The environment variable 'RAG_TOPK' is not a setting.\n"
        "Hint: Did you mean RAG_TOP_K?\n"
    )


@pytest.mark.parametrize("number", ["0", "101", "x", ""])
def test_a_number_that_is_not_allowed_is_refused(rag, number):
    done = rag("ask", "Who?", "--top-k", number, status=2)
    assert done.err == (f"Error: --top-k must be a whole number from 1 to 100, not {number!r}.\n")


@pytest.mark.model
def test_articles_list(rag, sample_library):
    shown = rag("articles", "list", "--library", sample_library).out
    listed = rag("articles", "list", "--library", sample_library, "--json").json["articles"]
    assert [list(entry) for entry in listed] == [
        ["article_id", "title", "source", "published", "path", "url", "passages"]
    ] * 5
    ids = [entry["article_id"] for entry in listed]
    counts = [entry["passages"] for entry in listed]
    assert shown == (
        "id            date        passages  publisher         title\n"
        f"{ids[0]}  2025-01-13  {counts[0]:>8}  Dateline samples  "
        "Kosovo heads for its February ballot under NATO's eye\n"
        f"{ids[1]}  -           {counts[1]:>8}  Dateline samples  "
        "Kosovo and Serbia both hear from NATO ahead of the February 9 vote\n"
        f"{ids[2]}  -           {counts[2]:>8}  Dateline samples  "
        "No vacuum in the Balkans and bigger defense budgets: what Rutte asked for\n"
        f"{ids[3]}  -           {counts[3]:>8}  Dateline samples  "
        "Rutte expects no dramatic American turn and says Kosovo may need a coalition\n"
        f"{ids[4]}  -           {counts[4]:>8}  Dateline samples  "
        "Stoltenberg's year-end message: the wider region needs a secure Kosovo\n"
    )


@pytest.mark.model
def test_articles_show(rag, sample_library):
    entry, *_ = rag("articles", "list", "--library", sample_library, "--json").json["articles"]
    one = ["articles", "show", entry["article_id"][:6], "--library", sample_library]
    found = rag(*one, "--json").json
    assert list(found) == [
        "article_id",
        "title",
        "source",
        "url",
        "authors",
        "published",
        "path",
        "passages",
        "text",
    ]
    assert rag(*one, "--text").out == found["text"]
    shown = rag(*one).out.splitlines()
    assert shown[0] == (
        "Kosovo heads for its February ballot under NATO's eye - Dateline samples, 13"
    )
    assert shown[2] == f"{entry['article_id']}, {entry['passages']} passages"
    assert " ".join(shown[5:]).split() == found["text"].split()


@pytest.mark.model
def test_articles_are_removed_and_their_files_stay(rag, own_library, corpus):
    def listed():
        return rag("articles", "list", "--library", own_library, "--json").json["articles"]

    ids = [entry["article_id"] for entry in listed()]
    where = ["--library", own_library]
    assert (
        "no article has the id 'zzz'"
        in rag("articles", "remove", ids[0], "zzz", *where, status=2).err
    )
    assert len(listed()) == 4  # all or nothing
    assert rag("articles", "remove", ids[0][:8], *where).out == "Articles: 1 removed.\n"
    done = rag("articles", "remove", ids[1], ids[2], "--json", *where).json
    assert done == {"removed": 2, "ids": [ids[1], ids[2]]}
    assert [entry["article_id"] for entry in listed()] == ids[3:]
    assert len(list(corpus.iterdir())) == 3
    assert rag("index", corpus, "--json", *where).json["added"] == 3


@pytest.mark.model
def test_status(rag, sample_library):
    found = rag("status", "--library", sample_library, "--json").json
    assert list(found) == [
        "library",
        "articles",
        "passages",
        "sources",
        "first_published",
        "last_published",
        "undated",
        "embedding",
        "dimension",
        "passage_size",
        "changed",
    ]
    changed = datetime.fromisoformat(found["changed"])
    assert rag("status", "--library", sample_library).out == (
        f"library       {sample_library}\n"
        "articles      5\n"
        f"passages      {found['passages']}\n"
        "publishers    1\n"
        "dates         2025-01-13 to 2025-01-13, 4 undated\n"
        "embedding     sentence-transformers/all-MiniLM-L6-v2 (384 dimensions)\n"
        "passage size  1,000 characters\n"
        f"changed       {changed:%Y-%m-%d %H:%M}\n"
    )


@pytest.mark.model
def test_index_says_what_it_did(rag, corpus, tmp_path):
    place = ["--library", tmp_path / "new"]
    (corpus / "broken.jsonl").write_text("{")
    preview = rag("index", corpus, "--dry-run", *place, status=6)
    assert not (tmp_path / "new").exists()
    done = rag("index", corpus, *place, status=6)
    assert preview.out == done.out
    assert done.out.splitlines()[:2] == [
        "Articles: 4 added, 0 updated, 0 unchanged, 0 removed.",
        "Not read (1):",
    ]
    [failure] = done.out.splitlines()[2:]  # one line, however long
    assert "broken.jsonl: line 1: not valid JSON (Expecting property name" in failure
    assert re.fullmatch(r"Went through 4 files: 4 passages embedded in \d+\.\d s\.\n", done.err)
    (corpus / "broken.jsonl").unlink()
    (corpus / "kfor.txt").unlink()
    (corpus / "rates.md").write_text("---\ntitle: It moves\n---\n\nThe rate fell to 2 percent.\n")
    found = rag("index", corpus, "--prune", "--json", *place).json
    assert list(found) == [
        "added",
        "updated",
        "unchanged",
        "removed",
        "failed",
        "notes",
        "articles",
        "passages",
        "seconds",
    ]
    assert [found[key] for key in ("added", "updated", "unchanged", "removed")] == [0, 1, 2, 1]
    assert (found["articles"], found["failed"]) == (3, [])
    missing = rag("index", "nowhere", "--json", *place, status=6).json
    assert missing["failed"] == [{"path": "nowhere", "reason": "no such file or folder"}]


@pytest.mark.model
def test_search(rag, sample_library):
    place = ["--library", sample_library, "--top-k", "2"]
    query = "explosion at the canal"
    found = rag("search", query, *place, "--json").json
    assert list(found) == ["query", "passages"]
    assert found["query"] == query
    assert "trace" not in found["passages"][0]
    explained = rag("search", query, *place, "--json", "--explain").json
    for plain, told in zip(found["passages"], explained["passages"], strict=True):
        trace = told.pop("trace")
        assert told == plain
        assert list(trace)[:4] == ["dense_rank", "dense_score", "text_rank", "text_score"]
    assert list(explained) == ["query", "passages", "explanation"]
    told = explained["explanation"]
    assert told["terms"] == ["explosion", "canal"]
    assert told["filters"] == {"sources": [], "since": None, "until": None}
    assert told["preferences"] == {"sources": [], "since": None, "until": None, "newest": False}
    for missed in told["near_misses"]:
        assert missed["why"] == "below"
        assert missed["reason"]
        assert set(found["passages"][0]) < set(missed)
    shown = rag("search", query, *place, "--explain").out
    assert shown.startswith("1. Kosovo and Serbia both hear from NATO ahead of the February 9 vote")
    assert "\nWords: explosion, canal\n\nrank   score  dense  cosine  text  BM25  words" in shown
    assert "\nNot shown, the nearest:\n- " in shown
