"""Answers, their sources, and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Answer, Citation, Grade, Hit, Statement
from rag.terminal.layout import BLANK, Block, indent_of
from rag.terminal.render.articles import byline, references
from rag.terminal.render.messages import note, remark, sentence
from rag.terminal.text import counted, one_line, plain

SUGGESTIONS_HEADING = (BLANK, Text("The articles do answer:", style="heading"))

_NUMBERED = frozenset({"count", "list"})
"""Intents whose answers say themselves how many articles there are."""
_TALK = "talk"
"""The intent of what is no question to articles: greetings, thanks."""

_NEAREST = 3
"""Articles that a refusal names."""
_MARKER = re.compile(r"\[(\d+)\]")
_PARENTHESES = re.compile(r"(?<=”) \([^()]*(?:\([^()]*\)[^()]*)*\)(?=(?: \[\d+\])+$)")
"""The publisher and the date behind a title."""
_QUOTATION_MARKS = frozenset('"“”„‟«»')


def whole_answer(answer: Answer) -> Group:
    """Return all that ``rag ask`` shows of an answer: prose, sources or refusal, warnings."""
    stated = [Block(prose(answer))] if answer.answered and not _is_list(answer) else []
    read = reading(answer.question, answer.standalone_question)
    return Group(*read, *stated, below_prose(answer))


def only_names(stated: Statement, citations: Iterable[Citation]) -> bool:
    """Whether a statement only gives the title of its source, which the sources give anyway."""
    title = next((one.article.title for one in citations if one.marker in stated.markers), None)
    text = _MARKER.sub("", _PARENTHESES.sub("", one_line(stated.text))).strip()
    return title is not None and text == f"“{one_line(title)}”"


def _is_list(answer: Answer) -> bool:
    """Whether an answer only names articles."""
    stated = answer.statements if answer.answered else ()
    return bool(stated) and all(only_names(one, answer.citations) for one in stated)


def below_prose(answer: Answer) -> Group:
    """Return what follows the statements: agreement, sources, what may answer, warnings."""
    parts: list[RenderableType] = []
    if _is_list(answer):
        parts.append(sentence(f"{counted(len(answer.statements), 'article')}:"))
    if answer.grade is Grade.POSSIBLE:
        parts.append(possible(answer))
    elif answer.grade is Grade.NONE:
        parts.append(refusal(answer))
    parts += agreement(answer)
    parts += sources(answer.citations)
    if answer.warnings:
        parts += [BLANK, *(note(warning) for warning in answer.warnings)]
    return Group(*parts)


def prose(answer: Answer) -> Text:
    """Return the statements as one paragraph, the short answer bold where it first stands."""
    texts = list(map(statement, answer.statements))
    any(embolden(text, answer.short_answer or "") for text in texts)
    return Text(" ").join(texts)


def embolden(text: Text, short_answer: str) -> bool:
    """Make the short answer bold where it first stands; return whether it does."""
    short = one_line(short_answer)
    position = text.plain.find(short) if short else -1
    if position >= 0:
        text.stylize("short", position, position + len(short))
    return position >= 0


def statement(stated: Statement) -> Text:
    """Return one sentence, its markers coloured, a doubt about it said in words."""
    text = Text(one_line(stated.text))
    for marker in _MARKER.finditer(text.plain):
        if int(marker[1]) in stated.markers:
            text.stylize("marker", *marker.span())
    if doubt := stated.verdict.doubt:
        text.append(f" {doubt}", style="warning")
    return text


def reading(question: str, standalone: str) -> Iterator[RenderableType]:
    """Yield how a follow-up question was understood, if that is not how it was typed."""
    if one_line(standalone) != one_line(question):
        lead = Text("Read as: ", style="note")
        yield from (Block(Text(one_line(standalone), style="note"), lead=lead), BLANK)


def agreement(answer: Answer) -> Iterator[RenderableType]:
    """Yield how many articles give the short answer, or the first statement, if more than one."""
    short = one_line(answer.short_answer or "")
    holding = (one for one in answer.statements if short in one_line(one.text))
    markers = next((one.markers for one in holding), ())
    cited = [one for one in answer.citations if one.marker in markers]
    articles = {one.article.id for one in cited}
    origins = {one.origin_id for one in cited}
    if len(articles) > 1 and answer.intent not in _NUMBERED:
        copied = f", {len(origins)} independent" if len(origins) < len(articles) else ""
        yield from (BLANK, remark(f"{len(articles)} articles say so{copied}."))


def sources(citations: Iterable[Citation]) -> Iterator[RenderableType]:
    """Yield the sources, each after a blank line; an article is introduced once."""
    introduced: dict[str, Citation] = {}
    for cited in _each_once(citations):
        copied = introduced.get(cited.origin or "")
        before = introduced.get(cited.article.id)
        copy_of = copied.marker if copied else None
        yield from (BLANK, citation(cited, copy_of=copy_of, before=before))
        introduced.setdefault(cited.article.id, cited)


def _each_once(citations: Iterable[Citation]) -> Iterable[Citation]:
    """Return the citations; words under one number once, doubted where every statement is."""
    kept: dict[tuple[int, str, int, int], Citation] = {}
    for cited in citations:
        words = cited.marker, cited.article.id, cited.start, cited.end
        if words not in kept or kept[words].verdict.doubt:
            kept[words] = cited
    return kept.values()


def citation(
    cited: Citation, *, copy_of: int | None = None, before: Citation | None = None
) -> Group:
    """Return one source: number, title, publisher and date, the exact words, where they stand.

    ``copy_of`` is the number of the source whose article this one's is a copy of, ``before`` a
    source of this very article that is shown already.
    """
    lead = f"[{cited.marker}] "
    indent = indent_of(lead)
    doubt = cited.verdict.doubt
    copied = f"a copy of the article in [{copy_of}]"
    title, where = byline(cited.article), [*references(cited.article, cited.start, indent=indent)]
    if before is not None:
        title, copy_of = Text(f"the same article as [{before.marker}]", style="note"), None
        same = cited.article.place_of(cited.start) == before.article.place_of(before.start)
        where = [] if same else where[:1]
    again = before is not None and before.marker == cited.marker
    return Group(
        *([] if again else [Block(title, lead=Text(lead, style="marker"))]),
        *([Block(Text(copied, style="note"), lead=indent)] if copy_of is not None else []),
        Block(
            Text(quoted(cited.quote), style="quote"),
            lead=Text(lead, style="marker") if again else indent,
        ),
        *([Block(Text(doubt, style="warning"), lead=indent)] if doubt else []),
        *where,
    )


def quoted(words: str) -> str:
    """Return exact words in quotation marks, unless they bring their own at either end."""
    line = one_line(words)
    own = not _QUOTATION_MARKS.isdisjoint({line[:1], line[-1:]})
    return line if own else f"“{line}”"


def possible(answer: Answer) -> Group:
    """Return the sentences that may answer, each with the reason for doubt, and their sources."""
    parts: list[RenderableType] = [sentence(answer.text)]
    for candidate in answer.candidates:
        markers = tuple(one.marker for one in candidate.citations)
        told = statement(Statement(text=candidate.text, markers=markers))
        parts += [BLANK, Block(told, lead="- ")]
        if candidate.doubt:
            parts.append(Block(Text(f"but {candidate.doubt}", style="note"), lead="  "))
    parts += sources(answer.every_citation)
    return Group(*parts)


def refusal(answer: Answer) -> Group:
    """Return the sentence that says so, and the nearest articles."""
    parts: list[RenderableType] = [sentence(answer.text)]
    nearest = {hit.article.id: hit.article for hit in answer.passages}
    if answer.intent == _TALK:
        nearest = {}
    if nearest:
        parts += [BLANK, Text("The nearest articles:", style="heading")]
    parts += (Block(byline(article), lead="- ") for article in islice(nearest.values(), _NEAREST))
    return Group(*parts)


def suggestion(question: str) -> Block:
    """Return a question that the articles answer."""
    return Block(Text(one_line(question)), lead="- ")


def quote_in_context(cited: Citation, hits: Sequence[Hit]) -> Group:
    """Return a source with the whole passage around its quote, the quote between >> and <<."""
    start, end = _passage_around(cited, hits)
    text = cited.article.text
    lead = f"[{cited.marker}] "
    around = Text.assemble(
        plain(text[start : cited.start]),
        (f">>{plain(cited.quote)}<<", "highlight"),
        plain(text[cited.end : end]),
    )
    return Group(
        Block(byline(cited.article), lead=Text(lead, style="marker")),
        *references(cited.article, cited.start, indent=indent_of(lead)),
        Block(around, lead=indent_of(lead)),
    )


def _passage_around(cited: Citation, hits: Sequence[Hit]) -> tuple[int, int]:
    """Return the span of the retrieved passage that holds the quote, or of the quote's lines."""
    for hit in hits:
        passage = hit.passage
        if passage.article_id == cited.article.id and passage.start <= cited.start < passage.end:
            return passage.start, max(passage.end, cited.end)
    text = cited.article.text
    line_end = text.find("\n", cited.end)
    return text.rfind("\n", 0, cited.start) + 1, len(text) if line_end < 0 else line_end
