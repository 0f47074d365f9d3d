"""Files of test sets, written for a test, and whether their evidence is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.evaluation import articles_of, load_cases
from rag.evaluation.metrics.relevance import names


@pytest.fixture
def write_lines():
    """Write a line of each value, which is JSON but where it is text; return the path."""

    def _write(folder: Path, *lines: object, name: str = "set.jsonl") -> Path:
        path = folder / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return _write


@pytest.fixture
def unmatched():
    """Return the evidence that names none of the articles the test set brings."""

    def _unmatched(path):
        known = set().union(
            *(names(one.id, one.url, one.path, one.origin) for one in articles_of(path))
        )
        every = [one for case in load_cases(path) for one in case.evidence]
        return [one for one in every if one.article not in known]

    return _unmatched
