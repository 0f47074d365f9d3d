"""``/model``: which model answers, and on which server."""

from __future__ import annotations

from rag.terminal.chat import ChatState
from rag.terminal.chat.command import parse
from rag.terminal.chat.commands import all_commands


def obey(doubles, line):
    screen = doubles.Screen()
    backend = doubles.ScriptedBackend(doubles.ScriptedPipeline())
    state = ChatState(backend, console=screen.console, filters=None, recorder=doubles.Recorder())
    invocation = parse(line, all_commands())
    invocation.command.run(state, invocation.argument)
    return backend, screen.read()


def test_a_model_is_named_with_the_address_of_its_server(doubles):
    backend, said = obey(doubles, "/model openai:tiny http://localhost:8080/v1")
    assert (backend.pipeline.model, backend.server) == ("openai:tiny", "http://localhost:8080/v1")
    assert said == "The answers are by openai:tiny, at http://localhost:8080/v1.\n"


def test_a_server_alone_is_asked_which_of_its_models(doubles):
    backend, said = obey(doubles, "/model http://localhost:8080/v1")
    assert backend.pipeline.model != "http://localhost:8080/v1"
    assert "which of its models" in said
    assert "/model openai:NAME http://localhost:8080/v1" in said
