"""The tools and resources, as the protocol shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from inspect import getdoc
from typing import Annotated, Any

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.mcpserver.prompts import Prompt
from mcp.types import CallToolResult, Resource, TextContent, ToolAnnotations
from pydantic import Field

import prompts
from index.catalog import ArticleEntry
from index.errors import ArticleNotFoundError, LibraryError
from index.text.visible import json_text, one_line
from rag.dateline import Dateline
from rag.errors import RagError
from rag.mcp_server.desk import Desk, Object

INSTRUCTIONS = """\
A library of news articles on this machine. Nothing but the articles answers, and everything that is
returned cites them: title, publisher, date, file, line and the exact words.

ask answers a question; search finds passages; quotes finds who said what; timeline orders events;
check compares a draft with the articles; article returns one whole.

Quote a citation's words to the letter. Do not present a statement whose verdict is partial or
unsupported, nor an answer of the grade possible, as what the articles say.
"""
ADDRESS = "dateline://articles/"
LISTED = 100
"""Articles that a list of resources names; any other is read by its id."""
_MIME = "text/plain"


class _Server(MCPServer[Any]):
    """A server that lists the library's newest articles as resources."""

    def __init__(self, news: Dateline) -> None:
        super().__init__(
            name="dateline",
            title="Dateline",
            version=version("dateline"),
            instructions=INSTRUCTIONS,
            log_level="WARNING",
        )
        self._news = news

    async def list_resources(self) -> list[Resource]:
        try:
            entries = await anyio.to_thread.run_sync(self._news.articles)
        except LibraryError as exc:
            raise ResourceError(_told(exc)) from exc
        return [_resource(entry) for entry in entries[:LISTED]]


def build_server(news: Dateline, *, allow_index: bool = False) -> MCPServer[Any]:
    """Return the server that answers from a library, which it opens when it is first asked.

    ``allow_index`` lets its clients add files of this machine to the library.
    """
    server, desk = _Server(news), Desk(news)
    for title, tool in (
        ("Search the articles", desk.search),
        ("Ask the articles", desk.ask),
        ("Who said what", desk.quotes),
        ("Check a draft", desk.check),
        ("What happened when", desk.timeline),
        ("Read an article", desk.article),
    ):
        reads = ToolAnnotations(
            title=title, read_only_hint=True, destructive_hint=False, open_world_hint=False
        )
        server.add_tool(_reporting(tool), title=title, annotations=reads, structured_output=True)

    if allow_index:
        title = "Index files"
        writes = ToolAnnotations(title=title, read_only_hint=False, destructive_hint=False)
        server.add_tool(
            _reporting(desk.index), title=title, annotations=writes, structured_output=True
        )

    for title, prompt in (
        ("Answer from the articles", answer),
        ("Check a draft", check_draft),
        ("Background to a subject", background),
    ):
        server.add_prompt(Prompt.from_function(prompt, title=title))

    @server.resource(
        ADDRESS + "{article_id}", name="article", title="An article's text", mime_type=_MIME
    )
    def article_text(article_id: str) -> str:
        """Return the text of the article whose id is given, or begins so."""
        try:
            return str(desk.article(article_id)["text"])
        except ArticleNotFoundError as exc:
            raise ResourceNotFoundError(_told(exc)) from exc
        except (LibraryError, RagError) as exc:
            raise ResourceError(_told(exc)) from exc

    return server


def answer(question: Annotated[str, Field(description="The question.")]) -> str:
    """Have a question answered with its sources."""
    return prompts.fill("agent_answer", question=question)


def check_draft(draft: Annotated[str, Field(description="The text, plain or Markdown.")]) -> str:
    """Have a draft checked sentence by sentence, and corrections proposed."""
    return prompts.fill("agent_check", draft=draft)


def background(topic: Annotated[str, Field(description="The subject.")]) -> str:
    """Have the background to a subject written: what happened, and who said what."""
    return prompts.fill("agent_background", topic=topic)


def _reporting(tool: Callable[..., Object]) -> Callable[..., CallToolResult]:
    """Return the tool with our errors as the protocol's, which an agent reads.

    What it finds is told as an object and, for clients that only show it, as text.
    """

    @wraps(tool)
    def run(**arguments: Any) -> CallToolResult:
        try:
            found = tool(**arguments)
        except (LibraryError, RagError) as exc:
            raise ToolError(_told(exc)) from exc
        text = TextContent(type="text", text=json_text(found))
        return CallToolResult(content=[text], structured_content=found)

    run.__doc__ = getdoc(tool)  # an agent reads it, without the indentation of the code
    return run


def _told(error: LibraryError | RagError) -> str:
    return f"{error.message}\nHint: {error.hint}" if error.hint else error.message


def _resource(entry: ArticleEntry) -> Resource:
    known = (entry.source, entry.published.isoformat() if entry.published else None)
    return Resource(
        uri=ADDRESS + entry.id,
        name=entry.id,
        title=one_line(entry.title),
        description=one_line(", ".join(filter(None, known))) or None,
        mime_type=_MIME,
    )
