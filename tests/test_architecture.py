"""The house: who may import whom, how long a module is, what it exports."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "prompts", "rag", "seeds")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST = 400


def name_of(path):
    return str(path.relative_to(ROOT))


def test_imports_follow_the_contracts(monkeypatch, capsys):
    # import-linter 2.16 draws its own progress; what it prints is shown when it fails.
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_named_after_what_it_holds(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "types"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_prints_past_the_consoles(path):
    calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
    assert not [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"print", "breakpoint", "input"}
    ]


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem == "__init__"], ids=name_of)
def test_what_a_package_exports_is_sorted_and_there(path):
    module = importlib.import_module(".".join(path.parent.relative_to(ROOT).parts))
    exported = getattr(module, "__all__", [])
    # As ruff sorts them: constants, then classes, then functions.
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(module, name) for name in exported)
