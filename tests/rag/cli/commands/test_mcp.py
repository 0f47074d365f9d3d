"""``rag mcp``: the protocol's own client asks the program as it is installed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from terminals import HEARS_CTRL_C

from rag.cli.errors import ExitCode

pytestmark = pytest.mark.model

RAG = [*HEARS_CTRL_C, sys.executable, "-m", "rag", "mcp"]


@pytest.fixture
def over_stdio(command_environment):
    """Do something with a client of the program, which is started for it."""

    def talk(doing, *arguments):
        program = StdioServerParameters(
            command=RAG[0], args=[*RAG[1:], *map(str, arguments)], env=command_environment()
        )

        async def session():
            async with Client(program, read_timeout_seconds=120) as client:
                return await doing(client)

        return asyncio.run(session())

    return talk


@pytest.fixture
def over_http(command_environment):
    """Start the server on a free port; return its process, its address and what it says first."""
    with contextlib.ExitStack() as running:

        def start(*arguments, **changes):
            command = [*RAG, *map(str, arguments), "--http", "0"]
            server = running.enter_context(
                subprocess.Popen(
                    command,
                    env=command_environment(**changes),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                )
            )
            running.callback(server.kill)
            address, token = (server.stderr.readline().split(": ")[1].strip() for _ in range(2))
            return server, address, token

        yield start


def bearing(token):
    return httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=120)


def test_the_tools_return_what_the_commands_print(rag, over_stdio, sample_library, tmp_path):
    draft = "KFOR has 9,000 soldiers."
    file = tmp_path / "draft.md"
    file.write_text(draft)
    calls = {
        "ask": ({"question": "Who leads NATO?", "since": "2025"}, ["Who leads NATO?"]),
        "search": ({"query": "canal", "top_k": 2, "since": "2025"}, ["canal", "--top-k", "2"]),
        "quotes": ({"speaker": "Rutte", "since": "2025"}, ["Rutte"]),
        "timeline": ({"topic": "Kosovo", "limit": 3, "since": "2025"}, ["Kosovo", "--top-k", "3"]),
        "check": ({"draft": draft, "since": "2025"}, [file]),
    }

    async def all_of_them(client):
        return {name: await client.call_tool(name, given) for name, (given, _) in calls.items()}

    told = over_stdio(all_of_them, "--library", sample_library)
    common = ["--since", "2025", "--library", sample_library, "--json"]
    for name, (_, arguments) in calls.items():
        assert not told[name].is_error
        status = ExitCode.NOT_ANSWERED if name == "check" else ExitCode.DONE
        printed = rag(name, *arguments, *common, status=status).json
        assert steady(told[name].structured_content) == steady(printed)
    assert told["ask"].structured_content["citations"]


def steady(printed):
    """Return an object without what differs from one answer to the next."""
    return {key: value for key, value in printed.items() if key not in {"asked_at", "timings"}}


def test_articles_are_read_by_tool_and_as_resources(rag, over_stdio, sample_library):
    async def read(client):
        resources = (await client.list_resources()).resources
        (content,) = (await client.read_resource(resources[0].uri)).contents
        found = await client.call_tool("article", {"article_id": resources[0].name})
        with pytest.raises(MCPError, match="no article has the id 'zzz'\nHint: "):
            await client.read_resource("dateline://articles/zzz")
        return resources, content.text, found.structured_content

    resources, text, found = over_stdio(read, "--library", sample_library)
    listed = rag("articles", "list", "--json", "--library", sample_library).json["articles"]
    assert [one.name for one in resources] == [one["article_id"] for one in listed]
    shown = rag("articles", "show", resources[0].name, "--json", "--library", sample_library).json
    assert found == shown
    assert text == shown["text"]


def test_errors_of_ours_say_what_happened_and_what_mends_it(over_stdio, sample_library):
    async def ask(client):
        tools = (await client.list_tools()).tools
        assert all(tool.annotations.read_only_hint for tool in tools)
        assert not any("\n  " in tool.description for tool in tools)
        return [
            (await client.call_tool(name, given)).content[0].text
            for name, given in (
                ("article", {"article_id": "zzz"}),
                ("search", {"query": "canal", "since": "soon"}),
                ("quotes", {"speaker": " "}),
                ("check", {"draft": ""}),
            )
        ]

    article, since, speaker, draft = over_stdio(ask, "--library", sample_library)
    assert article.endswith("no article has the id 'zzz'\nHint: rag articles list")
    assert since.endswith("since 'soon' is not a date\nHint: Write 2025-01-13, 2025-01 or 2025.")
    assert "speaker is empty\nHint: " in speaker
    assert draft.endswith("the draft has no sentence in it")


def test_a_library_that_is_not_there_is_told_to_whoever_asks(over_stdio, tmp_path):
    async def ask(client):
        return await client.call_tool("ask", {"question": "Who leads NATO?"})

    told = over_stdio(ask, "--library", tmp_path / "nowhere")
    assert told.is_error
    assert "nowhere" in told.content[0].text
    assert "\nHint: rag index" in told.content[0].text


def test_http_asks_for_the_token(over_http, sample_library):
    server, address, token = over_http("--library", sample_library)

    async def session():
        refused = []
        async with httpx2.AsyncClient() as anybody:
            for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": token}):
                answer = await anybody.post(address, json={}, headers=headers)
                refused.append(answer.status_code)
        async with bearing(token) as http:
            elsewhere = await http.post(address, json={}, headers={"Host": "news.example"})
            async with Client(streamable_http_client(address, http_client=http)) as client:
                questions = "Who leads NATO?", "How many soldiers does KFOR have?"
                answers = await asyncio.gather(
                    *(client.call_tool("ask", {"question": one}) for one in questions)
                )
        assert elsewhere.status_code == 421  # another site's page, whose name leads here
        return refused, [one.structured_content["answered"] for one in answers]

    assert asyncio.run(session()) == ([401, 401, 401], [True, True])
    server.send_signal(signal.SIGINT)
    out, err = server.communicate(timeout=30)
    assert (server.returncode, out) == (ExitCode.INTERRUPTED, "")
    assert "Traceback" not in err


def test_the_token_of_the_environment_is_taken_and_not_shown(over_http, sample_library):
    token = "of-the-newsroom"
    _, address, shown = over_http("--library", sample_library, RAG_MCP_TOKEN=token)

    async def session():
        async with (
            bearing(token) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return len((await client.list_tools()).tools)

    assert asyncio.run(session()) == 6
    assert shown == "RAG_MCP_TOKEN's"


def test_a_port_that_is_taken(process, over_http, sample_library):
    _, address, _ = over_http("--library", sample_library)
    port = address.rpartition(":")[2].partition("/")[0]
    done = process("mcp", "--library", sample_library, "--http", port, status=ExitCode.USAGE)
    assert f"port {port} of this machine cannot be listened on" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
def test_ctrl_c_ends_it_while_it_waits(command_environment, sample_library):
    hello = (
        '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion":'
        ' "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}}\n'
    )
    with subprocess.Popen(
        [*RAG, "--library", sample_library],
        env=command_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        server.stdin.write(hello)
        server.stdin.flush()
        assert '"serverInfo"' in server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == ExitCode.INTERRUPTED
        assert server.stderr.read() == "\nStopped.\n"


def test_without_the_package(process, command_environment, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Lacking:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name == 'mcp':\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Lacking)\n"
    )
    path = os.pathsep.join([str(tmp_path), command_environment()["PYTHONPATH"]])
    done = process("mcp", "--samples", status=ExitCode.FAILED, PYTHONPATH=path)
    assert "'mcp' cannot be imported" in done.err
    assert 'Hint: pip install "dateline[mcp]"' in done.err


def test_prompts_name_the_tools_and_hold_what_was_given(over_stdio, sample_library):
    given = {"answer": "question", "check_draft": "draft", "background": "topic"}

    async def read(client):
        names = {one.name for one in (await client.list_prompts()).prompts}
        texts = {
            name: (await client.get_prompt(name, {argument: "Kosovo & KFOR?"})).messages
            for name, argument in given.items()
        }
        tools = {tool.name for tool in (await client.list_tools()).tools}
        return names, texts, tools

    names, texts, tools = over_stdio(read, "--library", sample_library)
    assert names == set(given)
    assert "index" not in tools
    for [message] in texts.values():
        assert "Kosovo & KFOR?" in message.content.text
        assert any(f"Call {tool}" in message.content.text for tool in tools)


def test_files_are_indexed_only_where_that_was_allowed(over_stdio, tmp_path):
    (tmp_path / "mine.txt").write_text("Harbour\n\nThe harbour opened in May.\n")

    async def index(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        done = [
            await client.call_tool("index", {"paths": paths})
            for paths in ([str(tmp_path / "mine.txt")], ["https://example.org/"], [])
        ]
        found = await client.call_tool("search", {"query": "harbour"})
        return tools["index"].annotations, done, found.structured_content["passages"]

    hints, (done, web, empty), found = over_stdio(
        index, "--allow-index", "--library", tmp_path / "news"
    )
    assert not hints.read_only_hint
    assert done.structured_content["added"] == done.structured_content["articles"] == 1
    assert "nothing is fetched for an agent" in web.content[0].text
    assert "paths is empty" in empty.content[0].text
    assert [one["title"] for one in found] == ["Harbour"]
