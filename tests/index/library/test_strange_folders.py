"""A working folder of a stranger's: what lies in it is not obeyed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OPENS = """
import sys
from pathlib import Path
from index.settings import Location
from index.chroma import VectorStore
with VectorStore(Location(directory=Path(sys.argv[1])), "news", create=True) as store:
    print(store.count(), "planted" in sys.modules)
"""


@pytest.mark.parametrize(
    "line",
    [
        "CHROMA_SERVER_HTTP_PORT=none",
        "CHROMA_API_IMPL=planted.Planted",
        "CHROMA_PRODUCT_TELEMETRY_IMPL=planted.Planted",
    ],
)
def test_chroma_reads_no_env_file(tmp_path, line):
    folder = tmp_path / "strange"
    folder.mkdir()
    (folder / ".env").write_text(f"{line}\n")
    (folder / "planted.py").write_text("class Planted: pass\n")
    # The folder is where Python looks for modules, as "python -m rag" has it.
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    done = subprocess.run(
        [sys.executable, "-c", OPENS, str(tmp_path / "library")],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.returncode) == ("0 False\n", 0), done.stderr
