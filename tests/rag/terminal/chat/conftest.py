"""A conversation about the small newsroom, with everything real but the models."""

from __future__ import annotations

import contextlib

import pytest

from index.filters import Filters
from index.sync.update import update
from rag.drafts import DraftChecker
from rag.terminal.chat import ChatState, chat
from rag.terminal.input.lines import PipedLines
from rag.terminal.progress import track
from rag.terminal.render.messages import welcome

FILTERS = Filters(sources=("Tirana Times",))
WELCOME = welcome(collection="news", articles=5, model="extractive")


class NewsroomBackend:
    """The newsroom as a chat works with it: indexing is real, models are what the test says."""

    collection = "news"

    def __init__(self, pipeline, location, settings, embedder, models=()):
        self.pipeline = pipeline
        self._writing = location, settings, embedder
        self._models = dict(models)

    note = ""

    def draft_checker(self, filters):
        return DraftChecker(self.pipeline.library, filters=filters)

    def loading_quietly(self):
        return contextlib.nullcontext()

    def switch_model(self, name, base_url=None):
        self.server = base_url
        found = self._models[name]
        if isinstance(found, Exception):
            raise found
        self.pipeline = found

    def index(self, path, console):
        location, settings, embedder = self._writing
        return track(update([path], location, settings, embedder=embedder), console)


@pytest.fixture
def newsroom(pipeline, location, settings, embedder):
    return NewsroomBackend(pipeline, location, settings, embedder)


@pytest.fixture
def converse(doubles, newsroom):
    """Hold a conversation of these lines; return the transcript, or each answer by its line."""

    def _converse(*lines, interactive=False, backend=newsroom, recorder=None, **screen):
        screen = doubles.Screen(**screen)
        state = ChatState(
            backend,
            console=screen.console,
            filters=Filters(),
            recorder=recorder or doubles.Recorder(),
            interactive=interactive,
        )
        chat(state, PipedLines(lines, screen.console))
        return screen.read()

    return _converse


@pytest.fixture
def talk(doubles):
    """Hold a chat with scripted answers; return what was printed and the pipeline's log."""

    def _talk(lines, *scripts, person=False, recorder=None, **screen):
        screen = doubles.Screen(**screen)
        pipeline = doubles.ScriptedPipeline(*scripts)
        state = ChatState(
            doubles.ScriptedBackend(pipeline),
            console=screen.console,
            filters=FILTERS,
            recorder=recorder or doubles.Recorder(),
            interactive=person,
        )
        chat(state, lines if person else PipedLines(lines, screen.console), welcome=WELCOME)
        return screen.read(), pipeline.asked

    return _talk


@pytest.fixture
def script(doubles):
    return doubles.events_of
