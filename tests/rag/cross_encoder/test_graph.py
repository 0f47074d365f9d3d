"""A graph and its weights are two files, both checked, and computing leaves little memory taken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from index.embedding.onnx import cores
from rag.cross_encoder.export import seal
from rag.cross_encoder.graph import PairGraph
from rag.errors import ReaderError
from rag.reader.graph import READER
from rag.reader.sources import SHIPPED

GREW = """
import random
from pathlib import Path
from rag.conversation.carried_words import follow_up_model
from rag.reader.sources import SHIPPED, GraphReader

reader, follow_up, rng = GraphReader(SHIPPED), follow_up_model(), random.Random(3)
def own_memory():
    status = Path("/proc/self/status").read_text()
    return int(status.split("RssAnon:")[1].split()[0]) // 1024
before = own_memory()
for _ in range(20):
    passages = ["Over 4,600 soldiers are there. " * rng.randrange(2, 40) for _ in range(4)]
    reader.read("How many soldiers are there?", [("KFOR", passage) for passage in passages])
    follow_up.weigh("And who leads them?", passages[:2])
print(own_memory() - before)
"""


@pytest.fixture
def folder(tmp_path):
    """The reader that ships, in a folder of its own."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def logits(folder):
    graph = PairGraph(folder, READER)
    return graph.run(graph.tokenizer.encode([("Who leads it?", "Barduani leads it.")], skip=[0]))


def test_one_file_is_read_as_two(folder):
    """As a model was before, and as another program may write it."""
    two = logits(folder)
    card = replace(READER.card(folder), weights_sha256="")
    onnx.save(onnx.load(folder / READER.graph_file), folder / READER.graph_file)
    (folder / READER.weights_file).unlink()
    seal(folder, READER, card)
    assert READER.card(folder).weights_sha256 == READER.card(SHIPPED).weights_sha256
    for one, other in zip(logits(folder), two, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("file", [READER.graph_file, READER.weights_file])
def test_each_of_both_is_checked(folder, file):
    content = bytearray((folder / file).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / file).write_bytes(content)
    with pytest.raises(ReaderError, match=f"checksum of {file}"):
        PairGraph(folder, READER)
    (folder / file).unlink()
    with pytest.raises(ReaderError, match=file):
        PairGraph(folder, READER)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_passages_of_any_length_take_little_memory():
    """Two graphs that read 120 texts; without an arena in common they took 71 to 75 MB."""
    done = subprocess.run(
        [sys.executable, "-c", GREW],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert int(done.stdout) < 30 + 15 * min(cores(), 4)  # each core reads one of four passages
