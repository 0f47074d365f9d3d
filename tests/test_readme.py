"""The README is true: its commands run, and what it shows is what they print.

``make readme`` runs the commands again and puts what they print into it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import seeds
from rag.cli.errors import ExitCode
from rag.settings import Settings, masked

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"^```(console|sh|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HOME = "/home/you"
REFRESH = os.environ.get("REFRESH_README")

# What differs from one run to the next.
VARIES = (
    (re.compile(r"\b[0-9a-f]{12}\b"), "0" * 12),
    (re.compile(r"\d+\.\d s\b"), "0.0 s"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "2025-01-01 00:00"),
)


@pytest.fixture(scope="module")
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

    def run(line, stdin=""):
        done = subprocess.run(
            ["bash", "-c", line],
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
        return done.stdout.replace(str(home), HOME)

    return run


def rerun(kind, content, shell):
    """Return a block as it would be written today."""
    if kind == "pycon":  # doctest says what differs
        shell("cat > session.txt && python -m doctest session.txt", stdin=content)
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
def test_the_commands_print_what_the_readme_shows(shell):
    text = README.read_text(encoding="utf-8")

    def today(block):
        return f"```{block[1]}\n{rerun(block[1], block[2], shell)}```"

    current = BLOCK.sub(today, text)
    if REFRESH and steady(current) != steady(text):
        README.write_text(current, encoding="utf-8")
    else:
        assert steady(current) == steady(text), "make readme brings it up to date"


def rows(heading):
    """Return the cells of the table under a heading or after a sentence."""
    after = README.read_text(encoding="utf-8").partition(heading)[2]
    table = re.search(r"^\|(?:.*\n)+?(?=\n)", after, re.MULTILINE)
    lines = [line.strip("|").split("|") for line in table[0].splitlines()[2:]]
    return [[cell.strip() for cell in line] for line in lines]


def test_every_setting_is_in_the_table_with_its_default():
    table = {name.strip("`"): default.strip("`") for name, default, _ in rows("## Settings")}
    assert set(table) == set(Settings.model_fields)
    in_words = {"library", "chroma", "columns", "model", "base_url"}
    for name, default in table.items():
        if name not in in_words:
            assert default == masked(name, Settings.model_fields[name].default)


def test_every_exit_status_is_in_the_table():
    assert [int(status) for status, _ in rows("The exit status says")] == list(ExitCode)
