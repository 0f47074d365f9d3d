"""The documentation builds as a site: every link leads somewhere, and nothing is fetched."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site as ``make docs`` does; a warning fails."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.mark.slow
def test_the_pages_load_nothing_from_the_web(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        loaded = re.findall(
            r"""<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=["']?(?:https?:)?//[^\s"'>]+""",
            page.read_text(encoding="utf-8"),
        )
        assert loaded == []
    [picture] = site.rglob("chat.svg")
    assert "url(" not in re.sub(r"url\(#[^)]*\)", "", picture.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_reference_is_made_of_help_and_docstrings(site):
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert "--shard I/N" in commands
    python = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert "Return the passages that fit best." in python
    assert python.count("index_documents") > 1
    assert "<blockquote>" not in python
