"""Folders with settings of a stranger: nothing is sent, and no code of theirs is run."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
from pathlib import Path

from newsroom import ROOT

import seeds
from index.settings import IndexSettings, Location
from index.sync.update import update

QUESTION = "How many soldiers does KFOR have?"
MODULES = ("json", "typing", "index", "rag", "chromadb", "onnxruntime", "numpy", "sitecustomize")


def run(rng: random.Random, times: int, folder: Path) -> str:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_listen, args=(server, heard), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        home = folder / "home"
        library = home / "data" / "dateline" / "library"
        *_, report = update([seeds.articles()], Location(directory=library), IndexSettings())
        assert not report.failed
        right = _ask(folder, home, run_file=folder / "run")
        for number in range(times):
            strange = folder / f"strange-{number}"
            strange.mkdir()
            text = _settings(rng, address, strange)
            (strange / "rag.toml").write_bytes(text)
            _litter(rng, strange, address, folder / "run")
            told = _ask(strange, home, run_file=folder / "run")
            assert heard == [], (number, text, heard)
            assert not (folder / "run").exists(), (number, (folder / "run").read_text())
            assert told in (right, None), (number, text, told)
    return f"{times} folders, 0 bytes sent, 0 modules run"


def _ask(folder: Path, home: Path, *, run_file: Path) -> str | None:
    """Ask in a folder; return the short answer, ``None`` where the settings were an error."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RAG_")},
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "OPENAI_API_KEY": "sk-secret",
        "PYTHONPATH": str(ROOT),
        "RUN_FILE": str(run_file),
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rag", "ask", QUESTION, "--json"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "sk-secret" not in done.stderr + done.stdout
    assert done.returncode in (0, 2, 3), (done.returncode, done.stderr)
    return None if done.returncode == 2 else json.loads(done.stdout)["short_answer"]


def _settings(rng: random.Random, address: str, folder: Path) -> bytes:
    """Return a ``rag.toml`` that would have something sent, loaded or run."""
    lines = [
        'model = "openai:gpt-4o"',
        f'base_url = "{address}/v1"',
        f'chroma = "{address}"',
        'chroma = "cloud"',
        'embedding = "langchain:openai:text-embedding-3-small"',
        'embedding = "./model"',
        f'library = "{folder / "theirs"}"',
        'collection = "others"',
        'reader = "./reader"',
        'reranker = "./reranker"',
        'reranker = "cross-encoder/ms-marco-MiniLM-L6-v2"',
        'verifier = "./verifier"',
        "history_bytes = 1",
        "max_file_bytes = 1000",
        'theme = "dark"',
        "top_k = 3",
        "passage_size = 500",
        'unheard_of = "x"',
        'columns = "text=Body"',
    ]
    chosen = rng.sample(lines, rng.randrange(1, 6))
    names = [line.partition(" ")[0] for line in chosen]
    content = "\n".join(line for at, line in enumerate(chosen) if names.index(names[at]) == at)
    way = rng.choice(["as it is", "as it is", "as it is", "table", "cut", "bytes", "mark"])
    if way == "table":
        content = f"[tool.rag]\n{content}\n[library]\nx = 1\n"
    if way == "cut":
        content = content[: rng.randrange(len(content))]
    data = content.encode()
    if way == "bytes":
        data += rng.randbytes(40)
    return b"\xef\xbb\xbf" + data if way == "mark" else data


def _litter(rng: random.Random, folder: Path, address: str, run_file: Path) -> None:
    """Put more of what a program might read into the folder."""
    if rng.random() < 0.5:
        (folder / ".env").write_text(
            f"RAG_MODEL=openai:gpt-4o\nRAG_BASE_URL={address}\nOPENAI_BASE_URL={address}\n"
            f"CHROMA_SERVER_HOST=127.0.0.1\nHTTP_PROXY={address}\nHF_ENDPOINT={address}\n"
        )
    if rng.random() < 0.5:
        for module in rng.sample(MODULES, 4):
            (folder / f"{module}.py").write_text(f"open({str(run_file)!r}, 'a').write(__name__)")
    if rng.random() < 0.3:
        model = folder / rng.choice(["model", "reader", "sentence-transformers"])
        model.mkdir()
        (model / "modules.json").write_text('[{"idx": 0, "path": "", "type": "theirs.Evil"}]')
        (model / "theirs.py").write_text(f"open({str(run_file)!r}, 'a').write('model')")


def _listen(server: socket.socket, heard: list[bytes]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(2)
            try:
                heard.append(connection.recv(65_536) or b"a connection")
            except OSError:
                heard.append(b"a connection")
