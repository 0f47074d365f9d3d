"""The command as its user meets it: in this process for speed, in its own where it counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from terminals import Pseudo
from typer.testing import CliRunner

ROOT = Path(__file__).parents[3]
SHARED_ARTICLES = ROOT.parent / "shared" / "articles"
RAG = [sys.executable, "-m", "rag"]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch, tmp_path):
    """Work in an empty folder, on 80 columns, with no settings but the tests' own."""
    for name in [name for name in os.environ if name.startswith("RAG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def rag():
    """Run a command in this process."""

    def run(*arguments, stdin=None, status=0):
        from rag.cli import app

        result = CliRunner().invoke(app, [*map(str, arguments)], input=stdin, prog_name="rag")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        done = Done(status=result.exit_code, out=result.stdout, err=result.stderr)
        assert done.status == status, done
        return done

    return run


@pytest.fixture
def command_environment():
    """Return this process's environment, in which ``python -m rag`` finds the source."""

    def build(**changes):
        return {**os.environ, "PYTHONPATH": str(ROOT), **changes}

    return build


@pytest.fixture
def process(command_environment):
    """Run a command in a process of its own, its stdin empty unless given.

    ``status`` is the exit status to be asserted, ``None`` where any will do.
    """

    def run(*arguments, stdin=b"", status=0, **changes):
        done = subprocess.run(
            [*RAG, *(one if isinstance(one, bytes) else str(one) for one in arguments)],
            input=stdin,
            capture_output=True,
            env=command_environment(**changes),
            check=False,
            timeout=120,
        )
        told = Done(
            status=done.returncode,
            out=done.stdout.decode("utf-8"),
            err=done.stderr.decode("utf-8"),
        )
        assert status is None or told.status == status, told
        return told

    return run


@pytest.fixture
def on_terminal(command_environment):
    """Start the command on a pseudo-terminal."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are a matter of POSIX")
    started = []

    def start(*arguments, **changes):
        command = [sys.executable, "-m", "rag", *map(str, arguments)]
        started.append(Pseudo(*command, environ=command_environment(**changes)))
        return started[-1]

    yield start
    for pseudo in started:
        pseudo.close()


@pytest.fixture(scope="session")
def index_folder(model):
    """Index files and folders into a new library, with the real embedding model."""

    def index(paths, directory):
        from index.settings import IndexSettings, Location
        from index.sync.update import update

        place = Location(directory=directory)
        *_, report = update(paths, place, IndexSettings(), embedder=model)
        assert not report.failed
        return directory

    return index


@pytest.fixture(scope="session")
def sample_library(index_folder, tmp_path_factory):
    """The folder of a library of the sample articles, which no test may change."""
    import seeds

    return index_folder([seeds.articles()], tmp_path_factory.mktemp("samples") / "library")


@pytest.fixture(scope="session")
def shared_library(index_folder, tmp_path_factory):
    """The folder of a library of articles as they come, where they lie beside the repository."""
    if not SHARED_ARTICLES.exists():
        pytest.skip("no articles beside the repository")
    return index_folder([SHARED_ARTICLES], tmp_path_factory.mktemp("shared") / "library")


@pytest.fixture
def own_library(index_folder, corpus, tmp_path):
    """The folder of a small library, which a test may change."""
    return index_folder([corpus], tmp_path / "own")
