from __future__ import annotations

import time

import httpx
import pytest
from tricky_server import TRICKS, answer, elsewhere, slowly, tricky_server

from index.http_limits import LimitedClient


def get(address, **limits):
    with LimitedClient(**{"seconds": 0.3, "most_bytes": 1_000_000, **limits}) as client:
        return client.get(address)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_answer_takes_long(trick):
    began = time.monotonic()
    with tricky_server([TRICKS[trick]()]) as (address, _), pytest.raises(httpx.HTTPError):
        get(address)
    assert time.monotonic() - began < 5


def test_an_answer_may_take_its_time_where_it_comes_at_all():
    parts = [
        answer(b"[" + b"0," * 100_000 + b"0]")[0][at : at + 20_000]
        for at in range(0, 200_100, 20_000)
    ]
    with tricky_server([slowly(parts)]) as (address, _):
        assert len(get(address, seconds=0.2).json()) == 100_001


def test_a_stream_may_be_slow():
    parts = [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", *(b"word " for _ in range(12))]
    with tricky_server([slowly(parts)]) as (address, _):
        assert get(address, seconds=0.3, streams=True).text == "word " * 12


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_sent_to_another_server(status):
    with (
        tricky_server([answer(b"{}")]) as (other, asked),
        tricky_server([elsewhere(other, status)]) as (address, _),
    ):
        assert get(address).status_code == status
    assert asked == []


def test_a_proxy_of_the_environment_is_limited_too(monkeypatch):
    with tricky_server([TRICKS["a byte of the body now and then"]()]) as (address, asked):
        monkeypatch.setenv("HTTP_PROXY", address)
        with pytest.raises(httpx.TimeoutException):
            get("http://nowhere.example/")
    assert asked[0].startswith(b"GET http://nowhere.example/")
