"""One way to check drafts: the command line, the chat and agents find the same."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from index.filters import Filters
from rag import Dateline
from rag.assembly import Observer, open_library, open_pipeline
from rag.assembly.checking import draft_checker
from rag.cli import app
from rag.cli.chat_backend import CommandLineBackend, Notes
from rag.drafts import Format, draft_of
from rag.mcp_server.desk import Desk
from rag.settings import load_settings

LOOSE = "Belgrade promised to look into what had happened."
"""Of which the rules find only a part: the article says that it would investigate the incident."""


@pytest.fixture(scope="module")
def folder(model, tmp_path_factory):
    """A library of the sample articles."""
    import seeds

    place = tmp_path_factory.mktemp("samples") / "library"
    with Dateline.open(place) as news:
        assert not news.index([seeds.articles()]).failed
    return place


def verdicts(checker):
    return [str(one.verdict) for one in checker.check(draft_of(LOOSE.encode(), Format.TEXT))]


@pytest.mark.model
class TestOurReaderIsAsked:
    """About what the rules leave open, unless the settings leave the reader out."""

    @pytest.mark.parametrize(
        ("reader", "verdict"), [("dateline", "supported"), ("none", "partial")]
    )
    def test_as_the_settings_say(self, folder, reader, verdict):
        effective = load_settings({"library": folder, "reader": reader})
        with open_library(effective) as library:
            assert verdicts(draft_checker(effective.settings, library)) == [verdict]

    def test_by_the_command(self, folder, tmp_path):
        draft = tmp_path / "draft.txt"
        draft.write_text(LOOSE)
        run = CliRunner().invoke(app, ["check", str(draft), "--library", str(folder), "--json"])
        assert json.loads(run.stdout)["counts"]["supported"] == 1
        assert run.exit_code == 0

    def test_by_the_chat(self, folder):
        effective = load_settings({"library": folder})
        with open_pipeline(effective) as pipeline:
            notes = Notes(Observer())
            backend = CommandLineBackend(effective, pipeline, notes, samples=False, strict=False)
            assert verdicts(backend.draft_checker(Filters())) == ["supported"]

    def test_by_an_agent(self, folder):
        with Dateline.open(folder) as news:
            assert Desk(news).check(LOOSE)["counts"]["supported"] == 1
