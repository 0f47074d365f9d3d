from __future__ import annotations

import json
import socket

import pytest
from model_server import Fails, ModelServer, Says
from tricky_server import STREAM, answer, elsewhere, slowly, tricky_server

from index.secrets import without_secrets
from rag.answering.chat_model.answerer import ChatModelAnswerer
from rag.answering.chat_model.calls import answer_pieces
from rag.answering.chat_model.failures import model_error
from rag.answering.chat_model.providers import load_chat_model, reachable
from rag.answers import StatementReady
from rag.errors import ModelError, SettingsError

GOOD = "Italy provides the most soldiers to KFOR [1]. KFOR has over 4,600 soldiers [1]."
KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def _keys(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)


@pytest.fixture
def ask(asked, hits):
    """Answer with a server's model; return what was shown and how it ended."""

    def _ask(server, *, timeout=5.0, name="openai:scripted"):
        model = load_chat_model(name, base_url=server.url, timeout=timeout)
        shown = []
        try:
            for item in ChatModelAnswerer(model, name=name).stream(asked, hits):
                shown.append(item)
        except ModelError as exc:
            return [one.statement.text for one in shown], exc
        return [one.statement.text for one in shown if isinstance(one, StatementReady)], shown[-1]

    return _ask


@pytest.fixture
def no_waiting(monkeypatch):
    waited = []
    defaults = {**answer_pieces.__kwdefaults__, "sleep": waited.append}
    monkeypatch.setattr(answer_pieces, "__kwdefaults__", defaults)
    return waited


def test_an_answer_is_streamed_from_a_server(ask):
    with ModelServer(Says(GOOD)) as server:
        shown, composed = ask(server)
    assert len(shown) == 2
    assert composed.answered
    (request,) = server.requests
    assert request["stream"] is True
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert server.keys == [f"Bearer {KEY}"]


def test_a_server_of_ones_own_needs_no_key(ask, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with ModelServer(Says(GOOD)) as server:
        assert ask(server)[1].answered
    assert server.keys == ["Bearer none"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(ask, no_waiting, status):
    with ModelServer(Fails(status), Fails(status), Says(GOOD)) as server:
        assert ask(server)[1].answered
    assert len(server.requests) == 3
    assert no_waiting == [1.0, 2.0]


def test_the_wait_is_the_one_the_server_asks_for(ask, no_waiting):
    with ModelServer(Fails(429, headers={"Retry-After": "7"}), Says(GOOD)) as server:
        assert ask(server)[1].answered
    assert no_waiting == [7.0]


OVERFLOW = "request (9000 tokens) exceeds the available context size (2048 tokens)"
READS = "'openai:scripted' reads"
FAILURES = [
    (Fails(401, f"Incorrect key: {KEY}"), 1, "the key for 'openai:scripted' was refused (401)"),
    (Fails(404), 1, "the provider does not know the model 'openai:scripted' (404)"),
    (Fails(429), 3, "'openai:scripted' refuses more requests for now (429)"),
    (Fails(500), 3, "the server of 'openai:scripted' failed (500)"),
    (Fails(400, OVERFLOW), 3, "the question and its passages are longer than " + READS),
    (Says(""), 1, "'openai:scripted' returned an empty answer"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "calls", "message"), FAILURES)
def test_failures_are_told_in_one_line_with_a_hint(ask, no_waiting, reply, calls, message):
    with ModelServer(reply) as server:
        shown, error = ask(server)
    assert (shown, error.message) == ([], message)
    assert error.hint
    assert "\n" not in error.message + error.hint
    assert KEY not in error.message + error.hint
    assert len(server.requests) == calls


def test_a_prompt_that_is_too_long_is_tried_with_fewer_passages(ask):
    with ModelServer(Fails(400, OVERFLOW), Says(GOOD)) as server:
        assert ask(server)[1].answered
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Says(GOOD + " And so", finish="length"), "was cut off at its length limit"),
        (Says(GOOD + " And so", finish=None), "broke off in the middle of the answer"),
        (Says(GOOD + " And so", dies=True), "broke off in the middle of the answer"),
        (Says(GOOD + " And so", stall=3.0), "did not answer in time"),
    ],
)
def test_what_was_shown_before_an_answer_is_cut_stays(ask, reply, message):
    with ModelServer(reply) as server:
        shown, error = ask(server, timeout=1.0)
    assert message in error.message
    assert shown[0] == "Italy provides the most soldiers to KFOR [1]."
    assert len(server.requests) == 1  # what was shown is not asked for again


def event(text):
    delta = {"index": 0, "delta": {"role": "assistant", "content": text}}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps({**chunk, "choices": [delta]}).encode() + b"\n\n"


EVENTS = [b"{}", b"[]", b"null", b"x", b'{"choices": "x"}', b'{"choices": [{"delta": 5}]}']
TRICKY = [
    (lambda: slowly([STREAM, *[b": still here\n\n"] * 60]), "did not answer in time"),
    (lambda: [STREAM, *[event("word " * 900)] * 50], "does not come to an end"),
    (lambda: [STREAM, event("<think>"), *[event("hm " * 900)] * 80], "does not come to an end"),
    (lambda: elsewhere("http://127.0.0.1:9/v1"), "failed: "),
    *((lambda body=body: answer(body), "") for body in (b"{}", b"[]", b"null", b"3")),
    *((lambda event=event: [STREAM, b"data: %s\n\n" % event], "") for event in EVENTS),
]


@pytest.mark.parametrize(("parts", "message"), TRICKY, ids=range(len(TRICKY)))
def test_a_server_of_tricks_costs_little_time_and_one_line(asked, hits, no_waiting, parts, message):
    with tricky_server([parts()]) as (address, requests):
        model = load_chat_model("openai:m", base_url=f"{address}/v1", timeout=0.6)
        answerer = ChatModelAnswerer(model, name="openai:m", seconds=0.6)
        with pytest.raises(ModelError) as caught:
            list(answerer.stream(asked, hits))
    assert caught.value.message.startswith("'openai:m'") or "broke off" in caught.value.message
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert len(requests) == 1


@pytest.mark.parametrize("wait", ["nan", "-5", "inf", "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_a_wait_that_is_none(ask, no_waiting, wait):
    with ModelServer(Fails(429, headers={"Retry-After": wait}), Says(GOOD)) as server:
        assert ask(server)[1].answered
    assert no_waiting == [1.0]


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for(ask, no_waiting):
    with ModelServer(Fails(429, headers={"Retry-After": "3600"}), Says(GOOD)) as server:
        assert "refuses more requests" in ask(server)[1].message
    assert no_waiting == []


def test_no_server_at_all(asked, hits, no_waiting):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    model = load_chat_model("openai:gone", base_url=url)
    with pytest.raises(ModelError, match="no server answers for 'openai:gone'") as caught:
        list(ChatModelAnswerer(model, name="openai:gone").stream(asked, hits))
    assert "--base-url" in caught.value.hint


# Opening.


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("llama", "'llama' is not of the form provider:name", "ollama:llama3.2"),
        (":x", "not of the form", "openai:"),
        ("openai:", "not of the form", "openai:"),
        # Of the providers' packages, the tests' environment has OpenAI's alone.
        ("anthropic:claude", "needs a package that is not", 'pip install "dateline[anthropic]"'),
        ("ollama:llama3.2", "needs a package that is not", 'pip install "dateline[ollama]"'),
        ("gemini:pro", "needs a package that is not", 'pip install "dateline[google]"'),
        ("mistralai:large", "needs a package that is not", "pip install langchain-mistralai"),
        ("openai:gpt", "needs a key, and OPENAI_API_KEY is not set", "export OPENAI_API_KEY"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_opened(name, message, hint, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(SettingsError, match=message) as caught:
        load_chat_model(name)
    assert hint in caught.value.hint


def test_a_provider_that_does_not_exist():
    with pytest.raises(SettingsError, match="there is no provider 'nosuch'"):
        load_chat_model("nosuch:model")


# Probing.


def test_a_probe_sends_no_question():
    with ModelServer(Says(GOOD)) as server:
        found = reachable("openai:scripted", base_url=server.url)
        other = reachable("openai:other", base_url=server.url)
    assert (found.reachable, server.requests) == (True, [])
    assert "lists scripted, not 'other'" in other.detail


@pytest.mark.parametrize(
    ("body", "there"),
    [(b"3", True), (b'{"data": 5}', True), (b'{"models": [3, {}]}', True), (b"[" * 99_999, False)],
)
def test_a_probe_of_a_server_that_lists_no_models(body, there):
    with tricky_server([answer(body)]) as (address, _):
        assert reachable("openai:x", base_url=f"{address}/v1").reachable == there


def test_a_probe_tells_what_is_missing(monkeypatch):
    assert reachable("openai:x").detail == "OPENAI_API_KEY is set; the provider was not asked"
    assert "not installed; pip install" in reachable("anthropic:x").detail
    gone = reachable("openai:x", base_url="http://user:pw@127.0.0.1:9/v1")
    assert not gone.reachable
    assert "pw" not in gone.detail


@pytest.mark.parametrize(
    "text", [f"bad key {KEY}", "Authorization: Bearer abc.def", "sk-proj-aBc***123 is wrong"]
)
def test_nothing_that_looks_like_a_key_is_told(text):
    shown = without_secrets(text)
    assert "***" in shown
    assert not {KEY, "abc.def", "aBc"} & set(shown.replace("sk-proj-", "").split())


def test_an_unknown_failure_is_told_in_its_own_words():
    error = model_error(RuntimeError(f"odd\nthing {KEY}"), "x:y")
    assert error.message == "'x:y' failed: odd thing ***"
