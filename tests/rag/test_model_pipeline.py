"""A conversation across models: the history of one is good for another, and survives a failure."""

from __future__ import annotations

from functools import partial

import pytest
from model_server import ModelServer, Says

from rag.answering.chat_model.answerer import ChatModelAnswerer
from rag.answering.chat_model.providers import load_chat_model
from rag.answering.chat_model.rewriting import rewrite
from rag.answers import Turn
from rag.errors import ModelError
from rag.pipeline import Pipeline


@pytest.fixture
def answered_by(newsroom, monkeypatch):
    """A pipeline over the newsroom with the model that a server plays."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def _answered_by(server, name):
        model = load_chat_model(f"openai:{name}", base_url=server.url, timeout=20)
        answerer = ChatModelAnswerer(model, name=f"openai:{name}")
        return Pipeline(
            newsroom, answerer, top_k=3, rewrite=partial(rewrite, model, name=answerer.name)
        )

    return _answered_by


def prompt_of(request):
    return " ".join(str(message["content"]) for message in request["messages"])


def test_another_model_reads_what_the_first_one_answered(answered_by, pipeline):
    question = "Who leads NATO?"
    with (
        ModelServer(Says("Mark Rutte leads NATO [1].")) as first,
        ModelServer(Says("Where is Mark Rutte from?"), Says("He is Dutch [1].")) as second,
    ):
        told = answered_by(first, "one").answer(question)
        history = (Turn.of(told), Turn.of(pipeline.answer(question)))
        answer = answered_by(second, "two").answer("Where is he from?", history=history)
    assert (told.model, answer.model) == ("openai:one", "openai:two")
    assert answer.standalone_question == "Where is Mark Rutte from?"
    assert "Mark Rutte leads NATO" in prompt_of(second.requests[0])
    # And back to no model at all.
    back = pipeline.answer("Where is he from?", history=(Turn.of(told), Turn.of(answer)))
    assert back.model == "extractive"


def test_a_model_that_breaks_off_leaves_the_conversation_usable(answered_by):
    with (
        ModelServer(Says("Mark Rutte leads NATO [1]. He said so", dies=True)) as dying,
        ModelServer(Says("Mark Rutte leads NATO [1].")) as living,
    ):
        stream = answered_by(dying, "dying").stream("Who leads NATO?")
        shown = []
        with pytest.raises(ModelError, match="broke off in the middle"):
            shown.extend(stream)
        answer = answered_by(living, "living").answer("Who leads NATO?")
    assert answer.text.startswith("Mark Rutte leads NATO")
