"""What a command loads: neither a model nor Chroma where they are not needed."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "langchain")

UNUSED_BY_AN_ANSWER = {
    "index.reading",
    "langchain_core",
    "rag.answering.suggestions",
    "rag.conversation",
    "rag.directory",
    "rag.quotes",
    "rag.terminal.chat",
    "rag.timeline",
    "rag.verification.verifier",
    "rich.progress",
    "tomllib",
}
"""What only a chat, a request of another kind, a language model or an indexing needs."""

LOADED = """
import sys
from rag.cli import main
try:
    main()
finally:
    sys.stdout.flush()
    sys.stderr.write("\\n".join(sys.modules))
"""

STARTED = """
import gc, os, sys
from rag.cli import main
try:
    main()
finally:
    names = ("PYDANTIC_DISABLE_PLUGINS", "OPENBLAS_NUM_THREADS")
    sys.stderr.write(" ".join([str(gc.get_threshold()[0]), *map(os.environ.get, names)]))
"""


@pytest.fixture
def loaded_by(command_environment):
    """Return the modules that a command has loaded when it ends."""

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", LOADED, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=command_environment(),
            check=False,
            timeout=120,
        )
        assert done.returncode in {0, 3}, done.stderr  # answered, or not
        return set(done.stderr.split())

    return run


def heavy(names):
    return sorted(name for name in names if name.startswith(HEAVY))


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["config"]])
def test_what_asks_nothing_loads_nothing(loaded_by, arguments):
    names = loaded_by(*arguments)
    assert "rag" in names
    assert not heavy(names)
    assert not {"chromadb", "onnxruntime", "numpy", "sqlite3"} & names


def test_what_is_not_called_is_not_loaded(loaded_by):
    names = loaded_by("--version")
    assert "typer" in names
    assert not {"pydantic", "rich", "numpy"} & names


def test_a_command_starts_lean_and_leaves_to_the_user_what_the_user_has_set(command_environment):
    done = subprocess.run(
        [sys.executable, "-c", STARTED, "--version"],
        capture_output=True,
        encoding="utf-8",
        env=command_environment() | {"OPENBLAS_NUM_THREADS": "3"},
        check=True,
        timeout=60,
    )
    assert done.stderr == "50000 1 3"


@pytest.mark.model
def test_an_answer_without_a_language_model_loads_none(loaded_by, sample_library):
    question = "Which country provides the most soldiers to KFOR?"
    names = loaded_by("ask", question, "--library", str(sample_library))
    assert not heavy(names)
    assert "onnxruntime" in names  # the real thing answered
    assert "chromadb" not in names  # of some hundred vectors all are compared
    assert not UNUSED_BY_AN_ANSWER & names


@pytest.mark.model
def test_thanks_load_nothing_that_names_or_dates(loaded_by, sample_library):
    names = loaded_by("ask", "Thanks!", "--library", str(sample_library))
    assert "rag.answering.direct" in names
    assert not UNUSED_BY_AN_ANSWER & names


@pytest.mark.model
def test_json_is_printed_without_what_draws(loaded_by, sample_library):
    question = "Which country provides the most soldiers to KFOR?"
    names = loaded_by("ask", question, "--json", "--library", str(sample_library))
    assert "rag.answering.extractive.answerer" in names
    assert not {"rich", *UNUSED_BY_AN_ANSWER} & names


@pytest.mark.model
def test_a_search_loads_nothing_that_answers(loaded_by, sample_library):
    names = loaded_by("search", "soldiers", "--json", "--library", str(sample_library))
    assert "rag.retrieval" in names
    unused = {"rich", "rag.answering.extractive.answerer", "rag.language.values", "rag.sessions"}
    assert not (unused | {"filelock"} | UNUSED_BY_AN_ANSWER) & names
    assert not {name for name in names if name.startswith("rag.reader")}


@pytest.mark.model
def test_a_question_that_comes_again_needs_no_embedding_model(
    loaded_by, sample_library, monkeypatch
):
    monkeypatch.setenv("RAG_READER", "none")
    question = "Which country provides the most soldiers to KFOR?"
    loaded_by("ask", question, "--library", str(sample_library))
    names = loaded_by("ask", question, "--library", str(sample_library))
    assert "numpy" in names
    assert not {"chromadb", "onnxruntime", "tokenizers"} & names


@pytest.mark.model
@pytest.mark.parametrize("seconds_old", [0, 100])
def test_to_find_everything_unchanged_loads_neither_a_model_nor_chroma(
    loaded_by, tmp_path, seconds_old
):
    article = tmp_path / "snow.txt"
    article.write_text("Snow\n\nSnow closed the northern road.\n")
    then = time.time() - seconds_old
    os.utime(article, (then, then))
    library = str(tmp_path / "library")
    assert {"chromadb", "onnxruntime"} <= loaded_by("index", str(article), "--library", library)
    names = loaded_by("index", str(article), "--library", library)
    assert "sqlite3" in names
    assert not {"chromadb", "onnxruntime", "tokenizers", "langchain_text_splitters"} & names
    if seconds_old:  # younger than two seconds it is read again, by the writer
        assert not {"numpy", "filelock", "charset_normalizer", "yaml"} & names
        assert not {"rich.progress", "rag.answers", "rag.terminal.render.answers"} & names
