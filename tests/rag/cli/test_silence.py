"""Nothing leaves the machine: no packet is sent, and nobody is told who uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

COUNTED = """
ip link set lo up && ip route add local 0.0.0.0/0 dev lo && "$@" >&2
awk '/lo:/ {print $11}' /proc/net/dev
"""
"""Runs a command where every address is this machine, and prints how many packets it sent."""

LOOKS_UP = "import socket; socket.getaddrinfo('example.org', 80)"
LINGERS = "from index.embedding.onnx import OnnxEmbedder; import onnxruntime, time; time.sleep(15)"
"""onnxruntime makes its first report after some ten seconds."""


def packets(arguments, **environment):
    done = subprocess.run(
        ["unshare", "--net", "--map-root-user", "sh", "-c", COUNTED, "sh", *map(str, arguments)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
        timeout=250,
    )
    return int(done.stdout), done.stderr.decode()


@pytest.fixture(scope="session")
def _alone():
    """Skip where no network can be made that belongs to one process."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("unshare and ip (of Linux) are needed to count packets")
    try:
        sent, _ = packets([sys.executable, "-c", LOOKS_UP], **os.environ)
    except ValueError:
        pytest.skip("this user may not make a network namespace")
    assert sent, "a look-up of a name is to be seen"


@pytest.fixture
def new_cache(tmp_path):
    """A cache folder with the exported models, and nothing of anybody else."""
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "dateline").symlink_to(Path(os.environ["XDG_CACHE_HOME"]) / "dateline")
    return folder


@pytest.mark.usefixtures("_alone")
@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["index", "ARTICLES"],
        ["ask", "How many soldiers does Italy send?"],
        ["search", "rate"],
        ["timeline", "harbour"],
        ["quotes"],
        ["doctor"],
        ["status"],
        ["config"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_sends_no_packet(arguments, corpus, own_library, command_environment):
    arguments = [str(corpus) if one == "ARTICLES" else one for one in arguments]
    command = [sys.executable, "-m", "rag", *arguments]
    sent, told = packets(command, **command_environment(RAG_LIBRARY=str(own_library)))
    assert "Traceback" not in told
    assert sent == 0


def test_no_module_of_the_working_folder_is_run(sample_library, command_environment, tmp_path):
    folder, ran = tmp_path / "strange", tmp_path / "ran"
    folder.mkdir()
    ours = {"rag", "index", "prompts", "seeds", "numpy", "onnxruntime", "typer", "chromadb"}
    for name in sys.stdlib_module_names | ours:
        (folder / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r} + ' ')")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rag", "ask", "Who leads NATO?", "--library", sample_library],
        cwd=folder,
        env=command_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode in {0, 3}, done.stderr
    assert not ran.exists(), ran.read_text()


@pytest.mark.usefixtures("_alone")
@pytest.mark.slow
def test_a_program_that_stays_open_sends_no_packet(command_environment, new_cache):
    command = [sys.executable, "-c", LINGERS]
    assert packets(command, **command_environment(XDG_CACHE_HOME=str(new_cache))) == (0, "")


def test_no_package_notes_who_its_user_is(process, sample_library, new_cache):
    process("ask", "Who leads NATO?", "--library", sample_library, XDG_CACHE_HOME=new_cache)
    assert [path.name for path in new_cache.iterdir()] == ["dateline"]
