"""What a shell completes, asked as bash asks, and once by a bash itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from terminals import Pseudo

pytestmark = pytest.mark.model

ODD = "$(touch gone)`touch gone` 'News' \"of\" Tirana"


@pytest.fixture(scope="module")
def library(index_folder, tmp_path_factory):
    """Articles of publishers with ordinary and with odd names."""
    folder = tmp_path_factory.mktemp("articles")
    names = ["Tirana Times", "Tirana Post", "Koha", ODD, "Новости"]
    (folder / "wire.jsonl").write_text(
        "".join(
            json.dumps({"id": number, "title": f"Title {name}", "text": "Snow.", "source": name})
            + "\n"
            for number, name in enumerate(names)
        )
    )
    return index_folder([folder], tmp_path_factory.mktemp("library") / "one")


@pytest.fixture
def completed(process):
    """Return what is offered for the last of these words."""

    def run(*words):
        environ = {
            "COMP_WORDS": "\n".join(map(str, ("rag", *words))),
            "COMP_CWORD": str(len(words)),
            "_RAG_COMPLETE": "complete_bash",
        }
        return process(status=None, **environ).out.split()

    return run


def test_commands_and_options(completed):
    assert completed("sess") == ["sessions"]
    assert completed("sessions", "") == ["list", "show", "save", "remove"]
    assert "--continue" in completed("ask", "--con")


def test_ids_of_articles(completed, rag, library):
    listed = rag("articles", "list", "--json", "--library", library).json["articles"]
    ids = [one["article_id"] for one in listed]
    assert completed("articles", "show", "--library", library, "") == ids
    assert completed("articles", "remove", "--library", library, ids[2][:8]) == [ids[2]]


def test_publishers_by_words_of_their_names(completed, library):
    offered = completed("ask", "--library", library, "--source", "")
    assert offered == ["Koha", "News", "Post", "Times", "Tirana", "gone", "touch", "Новости"]
    assert completed("search", "--library", library, "--source", "ti") == ["times", "tirana"]


def test_collections_and_sessions(completed, rag, library):
    rag("ask", "When did it snow?", "--library", library, status=3)
    (session,) = rag("sessions", "list", "--json").json["sessions"]
    assert completed("ask", "--library", library, "--collection", "") == ["articles"]
    assert completed("chat", "--resume", "") == [session["id"]]
    assert completed("sessions", "show", session["id"][:3]) == [session["id"]]


def test_without_a_library_nothing_is_offered(completed, tmp_path):
    assert completed("articles", "show", "--library", tmp_path / "x", "") == []
    assert completed("ask", "--library", tmp_path / "x", "--source", "") == []


def test_it_is_quick_since_it_loads_next_to_nothing(library, command_environment):
    program = (
        "import sys\nfrom rag.cli import main\ntry:\n    main()\nfinally:\n"
        "    sys.stderr.write(' '.join(name for name in sys.modules if '.' not in name))\n"
    )
    words = f"rag\narticles\nshow\n--library\n{library}\n"
    environ = {"COMP_WORDS": words, "COMP_CWORD": "5", "_RAG_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        env=command_environment(**environ),
        check=False,
        timeout=60,
    )
    loaded = set(done.stderr.split())
    assert "sqlite3" in loaded, "it has looked"
    assert not {"chromadb", "numpy", "onnxruntime", "prompt_toolkit", "langchain"} & loaded


@pytest.mark.terminal
def test_bash_installs_and_completes(library, command_environment, tmp_path):
    bash, folder = shutil.which("bash"), Path(sys.executable).parent
    if not bash or not (folder / "rag").exists():
        pytest.skip("needs bash and the installed command")
    environ = command_environment(
        HOME=str(tmp_path), PATH=f"{folder}:/usr/bin:/bin", PS1="ready> ", TERM="dumb"
    )
    shell = Pseudo(bash, "--norc", "-i", environ=environ)
    try:
        shell.until("ready> ")
        shell.press("rag --install-completion && . ~/.bashrc\n")
        shell.until("Completion will take effect")
        shell.until("ready> ", times=2)
        shell.press(f"rag articles list --library {library} --source Ti\t\t")
        shell.until("Times", seconds=30)
        shell.press("m\t")
        shell.until("mes ", seconds=30)
        shell.press("\n")
        shell.until("Title Tirana Times")
        assert "Title Tirana Post" not in shell.drawn
    finally:
        shell.close()
    assert not (tmp_path / "gone").exists()
