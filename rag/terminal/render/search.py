"""Passages that were found, how they came to rank so, and how an answer came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from index.articles import Article
from rag.answers import Answer, Citation, Grade, Hit, Trace
from rag.terminal.layout import BLANK, Block, Columns, Either, indent_of
from rag.terminal.render.articles import byline, references
from rag.terminal.render.messages import note, sentence
from rag.terminal.text import one_line, plain, shortened

if TYPE_CHECKING:
    from index.filters import Filters
    from rag.retrieval import Explanation, Miss

_EXCERPT_LENGTH = 300
_UNUSED_LENGTH = 200
_MISS_LENGTH = 100
"""Characters that are shown of a passage found, of one not used by an answer, of a near miss."""
_UNUSED_SHOWN = 3
_SIGNALS: tuple[tuple[str, str, str], ...] = (
    ("dense", "dense_rank", ""),
    ("cosine", "dense_score", ".4f"),
    ("text", "text_rank", ""),
    ("BM25", "text_score", ".2f"),
    ("words", "coverage", ".2f"),
    ("sentence", "sentence", ".2f"),
    ("pairs", "adjacency", ".2f"),
    ("preferred", "preferred", "+.2f"),
    ("before", "rerank_before", ""),
    ("reranker", "rerank_score", ".4f"),
)
"""Headings, the fields of a trace, and how a value is written."""
_OUTCOMES = {
    Grade.ANSWERED: "Answered",
    Grade.POSSIBLE: "Perhaps answered",
    Grade.NONE: "Refused",
}
_ALWAYS_SHOWN = 4
"""How many of the signals have a column even if it is empty."""


def hits(hits: Sequence[Hit]) -> Group:
    """Return ranked passages."""
    if not hits:
        return Group(sentence("No passage was found."))
    parts = [part for hit in hits for part in (passage(hit, length=_EXCERPT_LENGTH), BLANK)]
    return Group(*parts[:-1])


def passage(hit: Hit, *, length: int) -> Group:
    """Return a ranked passage, its text cut to about ``length`` characters."""
    lead = f"{hit.rank}. "
    indent = indent_of(lead)
    return Group(
        Block(_scored(hit), lead=Text(lead, style="number")),
        Block(Text(shortened(hit.passage.text, length)), lead=indent),
        *(Block(_also_in(copy), lead=indent) for copy in hit.copies),
        *references(hit.article, hit.passage.start, indent=indent),
    )


def whole_passage(hit: Hit) -> Group:
    """Return a passage with its own line breaks."""
    lead = f"{hit.rank}. "
    return Group(
        Block(byline(hit.article), lead=Text(lead, style="number")),
        *references(hit.article, hit.passage.start, indent=indent_of(lead)),
        Block(Text(plain(hit.passage.text)), lead=indent_of(lead)),
    )


def explanation(explanation: Explanation) -> Group:
    """Return ranked passages, how they came to rank so, and the best that are not shown."""
    found = explanation.retrieval.hits
    parts: list[RenderableType] = [hits(found), BLANK, *_reading(explanation)]
    if found:
        parts += [BLANK, traces(found)]
    if explanation.misses:
        parts += [BLANK, Text("Not shown, the nearest:", style="heading")]
        parts += map(_miss, explanation.misses)
    return Group(*parts)


def reasons(answer: Answer) -> Group:
    """Return how an answer came about: how it was read, what was found, used and left out."""
    used = {hit.rank: _markers(hit, answer.every_citation) for hit in answer.passages}
    unused = [hit for hit in answer.passages if not used[hit.rank]]
    outcome = _OUTCOMES[answer.grade]
    parts: list[RenderableType] = [
        Block(Text(one_line(answer.question)), lead="Asked: "),
        *_searched_for(answer),
        sentence(f"{outcome} by {answer.model}, confidence {answer.confidence:.2f}."),
        *map(note, answer.warnings),
    ]
    if answer.passages:
        parts += [BLANK, traces(answer.passages, used=used)]
    if unused:
        parts += [BLANK, Text("Found and not used, the nearest:", style="heading")]
        parts += [passage(hit, length=_UNUSED_LENGTH) for hit in unused[:_UNUSED_SHOWN]]
    timings = ", ".join(f"{stage} {spent:.2f} s" for stage, spent in answer.timings.items())
    if timings:
        parts += [BLANK, sentence(f"Time: {timings}.")]
    return Group(*parts)


def traces(hits: Sequence[Hit], *, used: Mapping[int, str] | None = None) -> Either:
    """Return every signal of the passages' ranks; where it is narrow, those that a passage has.

    ``used`` holds, by rank, the markers of the sources that quote a passage.
    """
    shown = [
        signal
        for number, signal in enumerate(_SIGNALS)
        if number < _ALWAYS_SHOWN or any(getattr(hit.trace, signal[1]) is not None for hit in hits)
    ]
    headings = ("rank", *(["used"] if used else []), "score", *(name for name, _, _ in shown))
    table = Columns(*headings, right=headings)
    rows: list[Block] = []
    for hit in hits:
        values = (_value(hit.trace, field, layout) for _, field, layout in shown)
        markers = [used[hit.rank] or "-"] if used else []
        cells = (*markers, f"{hit.score:.4f}", *values)
        table.add(str(hit.rank), *cells)
        told = (
            f"{name} {cell}" for name, cell in zip(headings[1:], cells, strict=True) if cell != "-"
        )
        rows.append(Block(Text(", ".join(told)), lead=f"{hit.rank}. "))
    return Either(table, Group(*rows), width=8 * len(headings) - 8)


def _value(trace: Trace, field: str, layout: str) -> str:
    value = getattr(trace, field)
    return "-" if value is None else format(value, layout)


def _scored(hit: Hit) -> Text:
    return Text.assemble(byline(hit.article), (f" (score {hit.score:.2f})", "note"))


def _also_in(article: Article) -> Text:
    return Text.assemble(("Also in: ", "note"), byline(article))


def _reading(explanation: Explanation) -> Iterator[Block]:
    """Yield the words that were looked for, the filters and what the question prefers."""
    labelled: tuple[tuple[str, Iterable[str]], ...] = (
        ("Filters: ", _filters(explanation.filters)),
        ("Preferred: ", explanation.preference.named()),
    )
    yield Block(Text(one_line(", ".join(explanation.terms)) or "none"), lead="Words: ")
    for label, parts in labelled:
        if text := one_line(", ".join(parts)):
            yield Block(Text(text), lead=label)


def _filters(filters: Filters) -> Iterator[str]:
    if filters.sources:
        yield f"published by {' or '.join(filters.sources)}"
    if filters.since:
        yield f"since {filters.since}"
    if filters.until:
        yield f"until {filters.until}"


def _miss(miss: Miss) -> Group:
    return Group(
        Block(_scored(miss.hit), lead="- "),
        Block(Text(shortened(miss.hit.passage.text, _MISS_LENGTH)), lead="  "),
        Block(Text(one_line(miss.reason)), lead=Text(f"  {miss.why}: ", style="note")),
    )


def _searched_for(answer: Answer) -> list[Block]:
    read = one_line(answer.standalone_question)
    return [] if read == one_line(answer.question) else [Block(Text(read), lead="Read as: ")]


def _markers(hit: Hit, citations: Sequence[Citation]) -> str:
    """Return the markers of what is quoted from a passage, "[1][3]"."""
    passage = hit.passage
    return "".join(
        f"[{cited.marker}]"
        for cited in citations
        if cited.article.id == passage.article_id
        and cited.start < passage.end
        and passage.start < cited.end
    )
