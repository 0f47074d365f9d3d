"""The wheel: everything is in it, and it works from any folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("index", "prompts", "rag", "seeds")
MODELS = {"rag/reader": "reader", "rag/conversation": "follow_up"}
"""The models that ship: where each lies, and what its files are named after."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, built with what is installed, as there may be no network."""
    place = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*command, "--wheel-dir", str(place), str(ROOT)], check=True, timeout=300)
    (built,) = place.glob("dateline-*.whl")
    return built


def tracked(*patterns):
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_everything_is_in_it_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = tracked(*(f"{package}/**/*.py" for package in PACKAGES), "*/py.typed")
    expected |= tracked("prompts/*.txt", "seeds/articles/*.md", "seeds/questions.jsonl")
    expected |= tracked("rag/evaluation/reporting/templates/*", "rag/terminal/saving/*.html")
    expected |= tracked("rag/terminal/saving/*.css")
    expected |= tracked("rag/language/**/*.txt", "rag/language/**/*.LICENSE", "rag/requests/*.npz")
    expected |= tracked("index/reading/metadata/*.txt")
    expected |= tracked(*(f"index/embedding/shipped/*.{kind}" for kind in ("json", "npy", "onnx")))
    expected |= {f"{folder}/CARD.md" for folder in MODELS}
    for folder, stem in MODELS.items():
        own = (f"{stem}.json", f"{stem}.onnx", f"{stem}.weights")
        files = (*own, "tokenizer.json", "training.json")
        expected |= {f"{folder}/model/{name}" for name in files}
    assert names == expected
    assert {f"{package}/py.typed" for package in PACKAGES} <= names
    assert len([name for name in names if name.endswith(".md")]) == 7


def test_its_metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode("utf-8")
        (entry,) = [one for one in archive.namelist() if one.endswith("entry_points.txt")]
        assert "rag = rag.__main__:main" in archive.read(entry).decode("utf-8")
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert "# Dateline" in metadata  # the README is its description


@pytest.mark.model
def test_it_works_from_any_folder(wheel, model, tmp_path):
    """Installed elsewhere and run among folders with the names of ours, it takes its own."""
    place, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target"]
    subprocess.run([*install, str(place), str(wheel)], check=True, timeout=300)
    for name in PACKAGES:
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "decoy.md").write_text("The decoy has 12 soldiers.\n")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RAG_")}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=elsewhere,
            env=environ | {"PYTHONPATH": str(place), "COLUMNS": "80"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = run("-m", "rag", "ask", "--samples", "How many soldiers does KFOR have?")
    assert "4,600" in asked
    assert f"{place}/seeds/articles/" in asked
    assert re.fullmatch(r"rag \d+\.\d+\.\d+\n", run("-m", "rag", "--version"))
    where = "import prompts, seeds; print(seeds.articles()); print(prompts.fill)"
    assert str(place) in run("-c", where)
