"""What is shown in rows: hits, articles, settings, and what indexing came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Answer, Citation, Hit
from rag.settings import SettingRow
from rag.terminal.counting import counted
from rag.terminal.explanations import traces
from rag.terminal.layout import BLANK, Block, Columns, Either
from rag.terminal.render import NEAREST_LENGTH, NEAREST_SHOWN, note, passage
from rag.terminal.text import one_line

if TYPE_CHECKING:
    from index.catalog import ArticleEntry
    from index.library import Status
    from index.repair import Problem
    from rag.answering.chat_model.providers import Reachability

EXCERPT_LENGTH = 300
_NARROW = 72
"""Columns below which the rows of articles become paragraphs."""


def hits(found: Sequence[Hit]) -> Group:
    """Return ranked passages."""
    if not found:
        return Group(_sentence("No passage was found."))
    parts: list[RenderableType] = []
    for hit in found:
        parts += [passage(hit, length=EXCERPT_LENGTH, score=True), BLANK]
    return Group(*parts[:-1])


def reasons(answer: Answer) -> Group:
    """Return how an answer came about: how it was read, what was found, used and left out."""
    used = {hit.rank: _markers(hit, answer.citations) for hit in answer.passages}
    missed = [hit for hit in answer.passages if not used[hit.rank]]
    became = "Answered" if answer.answered else "Refused"
    parts: list[RenderableType] = [
        Block(Text(one_line(answer.question)), lead="Asked: "),
        *_searched_for(answer),
        _sentence(f"{became} by {one_line(answer.model)}, confidence {answer.confidence:.2f}."),
    ]
    parts += [note(warning) for warning in answer.warnings]
    if answer.passages:
        parts += [BLANK, traces(answer.passages, used=used)]
    if missed:
        parts += [BLANK, Text("Found and not used, the nearest:", style="heading")]
        parts += [passage(hit, length=NEAREST_LENGTH, score=True) for hit in missed[:NEAREST_SHOWN]]
    timings = ", ".join(f"{stage} {spent:.2f} s" for stage, spent in answer.timings.items())
    if timings:
        parts += [BLANK, _sentence(f"Time: {timings}.")]
    return Group(*parts)


def _searched_for(answer: Answer) -> list[RenderableType]:
    read = one_line(answer.standalone_question)
    return [] if read == one_line(answer.question) else [Block(Text(read), lead="Read as: ")]


def _markers(hit: Hit, citations: Sequence[Citation]) -> str:
    """Return the markers of what is quoted from a passage, "[1][3]"."""
    found = hit.passage
    quoted = [
        cited
        for cited in citations
        if cited.article.id == found.article_id
        and cited.start < found.end
        and found.start < cited.end
    ]
    return "".join(f"[{cited.marker}]" for cited in quoted)


def articles(entries: Iterable[ArticleEntry]) -> Either:
    """Return the articles of a library, each with the number of its passages."""
    table = Columns("id", "date", "passages", "publisher", "title", right=("passages",))
    listed: list[RenderableType] = []
    for entry in entries:
        published = entry.published.isoformat() if entry.published else ""
        publisher, title = one_line(entry.source or ""), one_line(entry.title)
        table.add(entry.id, published or "-", str(entry.passages), publisher or "-", title)
        known = f"{published or 'undated'}, {counted(entry.passages, 'passage')}"
        listed += [
            Block(Text(known), lead=f"{entry.id}  "),
            Block(Text(title, style="heading"), lead="  "),
            Block(Text(publisher or "publisher unknown"), lead="  "),
        ]
    return Either(table, Group(*listed), width=_NARROW)


def status(found: Status) -> Columns:
    """Return what a library holds and what it was made with."""
    table = Columns("library", one_line(found.location))
    made_with = found.manifest
    table.add("articles", f"{found.articles:,}")
    table.add("passages", f"{found.passages:,}")
    table.add("publishers", f"{found.sources:,}")
    first, last = found.dates
    dated = f"{first.isoformat()} to {last.isoformat()}" if first and last else "none"
    table.add("dates", f"{dated}, {found.undated:,} undated")
    if made_with:
        table.add("embedding", f"{made_with.embedding} ({made_with.dimension} dimensions)")
        table.add("passage size", f"{made_with.passage_size:,} characters")
    table.add("changed", f"{found.changed:%Y-%m-%d %H:%M}" if found.changed else "never")
    return table


def checkup(
    mended: Sequence[str], problems: Sequence[Problem], model: Reachability | None = None
) -> Group:
    """Return what was mended and what is still wrong with a library, and how its model does."""
    parts = [Block(Text(one_line(step)), lead="Mended: ") for step in mended]
    for problem in problems:
        parts.append(Block(Text(one_line(problem.text)), lead=Text("Problem: ", style="error")))
        if problem.mend:
            parts.append(Block(Text(one_line(problem.mend)), lead=Text("Hint: ", style="note")))
    if not problems:
        parts.append(_sentence("The library is whole."))
    if model:
        lead = Text("Model: ") if model.reachable else Text("Problem: ", style="error")
        parts.append(Block(Text(one_line(f"{model.model}: {model.detail}")), lead=lead))
    return Group(*parts)


def settings(rows: Iterable[SettingRow]) -> Columns:
    """Return the settings in force and where each came from."""
    table = Columns("setting", "value", "from", narrowest=60)
    for row in rows:
        table.add(row.name, one_line(row.value) or "-", one_line(row.origin))
    return table


def _sentence(text: str) -> Block:
    return Block(Text(text))
