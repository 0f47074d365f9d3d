"""The README and the pages of ``docs`` are true: their commands run and print what they show.

``make readme`` runs the commands again and puts what they print into them. A block that is none of
``console``, ``sh``, ``pycon`` and ``python`` is not run: it shows what changes the machine, or what
needs a file, a model or an account of the reader's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from chroma_server import chroma_server

import seeds
from rag.cli.errors import ExitCode
from rag.settings import Settings, masked

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(console|sh|pycon|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HOME = "/home/you"
SERVER = "http://localhost:8000"
REFRESH = os.environ.get("REFRESH_README")

# What differs from one run to the next.
VARIES = (
    (re.compile(r"\b[0-9a-f]{12}\b"), "0" * 12),
    (re.compile(r"\d+\.\d s\b"), "0.0 s"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "2025-01-01 00:00"),
)


def is_run(page):
    return BLOCK.search(page.read_text(encoding="utf-8")) is not None


@pytest.fixture
def shell(model, tmp_path_factory):
    """Run a line as a newcomer does, in a clone, with an empty home; return all it prints."""
    home = tmp_path_factory.mktemp("home")
    clone = tmp_path_factory.mktemp("clone")
    shutil.copytree(seeds.articles(), clone / "seeds" / "articles")
    own = ("RAG_", "XDG_DATA", "XDG_CONFIG")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environ |= {
        "HOME": str(home),
        "COLUMNS": "80",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }

    def run(line, stdin="", server=SERVER):
        done = subprocess.run(
            ["bash", "-c", line.replace(SERVER, server)],
            cwd=clone,
            env=environ,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        # Every one of them works; a question may go unanswered.
        assert done.returncode in {ExitCode.DONE, ExitCode.NOT_ANSWERED}, done.stdout
        return done.stdout.replace(str(home), HOME).replace(server, SERVER)

    return run


def rerun(kind, content, shell):
    """Return a block as it would be written today."""
    if kind == "pycon":  # run already
        return content
    if kind == "python":
        shell("python -W error -", stdin=content)
        return content
    if kind == "sh":
        for line in content.splitlines():
            shell(line)
        return content
    lines = [line for line in content.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{line}\n{shell(line.removeprefix('$ '))}" for line in lines)


def steady(text):
    for pattern, instead in VARIES:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in PAGES if is_run(page)], ids=lambda page: str(page.relative_to(ROOT))
)
def test_the_commands_print_what_the_page_shows(page, shell, tmp_path):
    text = page.read_text(encoding="utf-8")
    if SERVER in text:  # a reader has started one
        with chroma_server(tmp_path / "server") as server:
            current = of_today(
                text, lambda line, **more: shell(line, server=server.address, **more)
            )
    else:
        current = of_today(text, shell)
    if REFRESH and steady(current) != steady(text):
        page.write_text(current, encoding="utf-8")
    else:
        assert steady(current) == steady(text), "make readme brings it up to date"


def of_today(text, shell):
    session = "\n".join(block[2] for block in BLOCK.finditer(text) if block[1] == "pycon")
    if session:  # one session a page; doctest says what differs
        shell("cat > session.txt && python -m doctest session.txt", stdin=session)
    return BLOCK.sub(lambda block: f"```{block[1]}\n{rerun(block[1], block[2], shell)}```", text)


def rows(page, heading):
    """Return the cells of the table under a heading or after a sentence."""
    after = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(heading)[2]
    table = re.search(r"^\|(?:.*\n)+?(?=\n)", after, re.MULTILINE)
    lines = [line.strip("|").split("|") for line in table[0].splitlines()[2:]]
    return [[cell.strip() for cell in line] for line in lines]


def test_every_setting_is_in_the_table_with_its_default():
    listed = rows("reference/settings.md", "# Settings")
    table = {name.strip("`"): default.strip("`") for name, default, _ in listed}
    assert set(table) == set(Settings.model_fields)
    in_words = {"library", "chroma", "model"}
    for name, default in table.items():
        if default != "none" and name not in in_words:
            assert default == masked(name, Settings.model_fields[name].default)


def test_every_exit_status_is_in_the_table():
    listed = rows("reference/json.md", "The exit status says")
    assert [int(status) for status, _ in listed] == list(ExitCode)


def test_every_help_is_on_the_page_of_commands():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    shown = re.findall(r'^--8<-- "(.+)"$', page, re.MULTILINE)
    helps = (ROOT / "tests" / "rag" / "cli" / "help").glob("*.txt")
    assert sorted(shown) == sorted(file.relative_to(ROOT).as_posix() for file in helps)
