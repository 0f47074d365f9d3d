"""A command of an installation that lacks a parser says so, and ends with an error."""

import os

from rag.cli.errors import ExitCode

LACKING = """
import sys

class Lacking:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "lxml_html_clean":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Lacking)
"""


def test_web_pages_are_not_refused_in_silence(process, command_environment, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LACKING)
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>The bridge over the Ibar was opened again.</p></body></html>")
    path = os.pathsep.join([str(tmp_path), command_environment()["PYTHONPATH"]])
    done = process(
        *("index", "--dry-run", page, "--library", tmp_path / "library"),
        status=ExitCode.FAILED,
        PYTHONPATH=path,
    )
    assert "the installation is incomplete" in done.err
    assert "pip install trafilatura lxml_html_clean" in done.err
    assert "Traceback" not in done.err
